package io.sekisho.estate;

import io.sekisho.address.Ip;
import io.sekisho.catalog.Catalog;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.Region;
import io.sekisho.catalog.Region.Zone;
import io.sekisho.control.Item;
import io.sekisho.control.Kind;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.ResourceGroup;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What one account has, at one moment. What is another account's is not there.
public abstract sealed class Holdings permits Scene, Sight {
  private static final String UNCLEAR = "Name it by one of id, crn and href.";
  private final Permits permits;
  private final Actor actor;

  Holdings(Permits permits, Actor actor) {
    this.permits = permits;
    this.actor = actor;
  }

  /// What there is, in this account and all others.
  abstract Contents contents();

  public AccountId account() {
    return actor.account();
  }

  /// Who asks.
  public Actor actor() {
    return actor;
  }

  /// The account itself.
  public Account holder() {
    return contents().find(Account.class, account().value()).orElseThrow();
  }

  /// The account's trusted profiles.
  public List<TrustedProfile> profiles() {
    return contents().all(account(), TrustedProfile.class);
  }

  /// All of a type, oldest first.
  public <T extends Resource> List<T> all(Class<T> type) {
    return contents().all(account(), type);
  }

  /// Those of a type that something is true of, oldest first.
  public <T extends Resource> List<T> all(Class<T> type, Predicate<? super T> which) {
    return all(type).stream().filter(which).toList();
  }

  /// How many of a type there are.
  public int count(Class<? extends Resource> type) {
    return contents().count(Optional.of(account()), type);
  }

  /// Those of a type that have a name, wherever they are.
  public <T extends Resource> Function<String, List<T>> naming(Class<T> type) {
    return name -> contents().named(account(), type, name);
  }

  /// The same of those that something is true of.
  public <T extends Resource> Function<String, List<T>> naming(
      Class<T> type, Predicate<? super T> which) {
    return name -> naming(type).apply(name).stream().filter(which).toList();
  }

  /// The addresses of a subnet that somebody has, in their order.
  public List<Ip> taken(Subnet subnet) {
    return contents().taken(subnet.id());
  }

  /// The one of this id, if it is there.
  public <T extends Resource> Optional<T> maybe(Class<T> type, String id) {
    return contents().find(type, id).filter(this::isOwn);
  }

  private boolean isOwn(Resource it) {
    return it.account().equals(account());
  }

  private <T extends Resource> List<T> own(List<T> all) {
    return all.stream().filter(this::isOwn).toList();
  }

  /// All of a type, also those that stand in another resource, oldest first.
  public <T extends Resource> List<T> anywhere(Class<T> type) {
    return contents().everywhere(account(), type);
  }

  /// The same, with where they stand.
  public <T extends Resource> List<Placed<T>> everywhere(Class<T> type) {
    return anywhere(type).stream().flatMap(it -> found(type, it.id()).stream()).toList();
  }

  /// The public addresses that anybody has, in all accounts: nobody else may have them, and whose
  /// they are is never to be shown.
  public List<Ip> publicIps() {
    return contents().publicIps();
  }

  /// The one of this id, wherever it is.
  public <T extends Resource> Optional<Placed<T>> found(Class<T> type, String id) {
    return contents()
        .around(id)
        .filter(Resource.class::isInstance)
        .map(Resource.class::cast)
        .filter(this::isOwn)
        .flatMap(
            it ->
                Placed.within(type, List.of(it)).stream()
                    .filter(at -> at.value().id().equals(id))
                    .findFirst());
  }

  /// The one that a path names, wherever it is.
  ///
  /// @throws Refusal 404 if there is none
  public <T extends Resource> Placed<T> locate(Class<T> type, String id) {
    return found(type, id)
        .orElseThrow(() -> Refusal.nothing(type, id, !naming(type).apply(id).isEmpty()));
  }

  /// The one that a body names, wherever it is.
  ///
  /// @param field the member of the body
  /// @throws Refusal 400 if there is none, or if it is not told which
  public <T extends Resource> Placed<T> locate(Class<T> type, Which which, String field) {
    if (!which.clear()) {
      throw Refusal.invalid(field, UNCLEAR);
    }
    return ids(type, which).stream()
        .flatMap(id -> found(type, id).stream())
        .findFirst()
        .orElseThrow(() -> Refusal.none(type, which, field, isName(type, which)));
  }

  /// The one that a path names.
  ///
  /// @throws Refusal 404 if there is none
  public <T extends Resource> T get(Class<T> type, String id) {
    return maybe(type, id)
        .orElseThrow(() -> Refusal.nothing(type, id, !naming(type).apply(id).isEmpty()));
  }

  /// The one that a body names.
  ///
  /// @param field the member of the body
  /// @throws Refusal 400 if there is none, or if it is not told which
  public <T extends Resource> T find(Class<T> type, Which which, String field) {
    if (!which.clear()) {
      throw Refusal.invalid(field, UNCLEAR);
    }
    List<T> found = ids(type, which).stream().flatMap(id -> maybe(type, id).stream()).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw Refusal.none(type, which, field, isName(type, which));
    }
    throw Refusal.invalid(field, "Several are named %s: give the id.".formatted(which));
  }

  private boolean isName(Class<? extends Resource> type, Which which) {
    return which.byId().filter(id -> !naming(type).apply(id).isEmpty()).isPresent();
  }

  /// The same of a member that may be left out.
  public <T extends Resource> Optional<T> find(Class<T> type, Optional<Which> which, String field) {
    return which.map(it -> find(type, it, field));
  }

  /// The ids of those that a body may mean.
  private List<String> ids(Class<? extends Resource> type, Which which) {
    if (which.crn().isPresent()) {
      return byCrn(which.crn().get()).map(Resource::id).stream().toList();
    }
    return which.byId().map(List::of).orElseGet(() -> named(type, which.name().orElse("")));
  }

  /// What has this CRN, wherever it is.
  public Optional<Resource> byCrn(String crn) {
    String id = crn.substring(crn.lastIndexOf(':') + 1);
    boolean usualGroup = id.equals(account().value());
    return found(Resource.class, usualGroup ? ResourceGroup.kept(account()) : id)
        .<Resource>map(Placed::value)
        .filter(it -> it.identity().crn().toString().equals(crn));
  }

  private List<String> named(Class<? extends Resource> type, String name) {
    return contents().named(account(), type, name).stream().map(Resource::id).toList();
  }

  private static boolean named(Resource it, Which which) {
    return which.crn().isPresent()
        ? it.identity().crn().toString().equals(which.crn().get())
        : it.name().equals(which.name().orElse(""));
  }

  /// The id of the resource group that a body names; empty if it names none.
  ///
  /// @throws Refusal 400 if there is none of that id
  public Optional<String> group(Optional<Which> which) {
    return which.map(
        it ->
            it.byId().filter(id -> id.equals(account().value())).isPresent()
                ? account().value()
                : find(ResourceGroup.class, it, "resource_group").id());
  }

  /// What a resource group is called; as its id, if nobody gave it a name.
  public String groupName(String id) {
    boolean usual = id.equals(account().value());
    return maybe(ResourceGroup.class, usual ? ResourceGroup.kept(account()) : id)
        .map(Resource::name)
        .orElse(usual || id.equals(AccountId.HOUSE.value()) ? "Default" : id);
  }

  /// The region for what is in no VPC and no zone.
  public String region() {
    return all(Vpc.class).stream()
        .findFirst()
        .map(Vpc::region)
        .orElseGet(() -> regions().getFirst().name());
  }

  /// What the house has to offer.
  public Catalog catalog() {
    return contents().find(Catalog.class, Catalog.ID).orElse(Catalog.NONE);
  }

  /// An image of the account's or of the catalogue, if it is there.
  public Optional<Image> maybeImage(String id) {
    return maybe(Image.class, id)
        .or(() -> catalog().images().stream().filter(it -> it.id().equals(id)).findFirst());
  }

  /// The image that a path names.
  ///
  /// @throws Refusal 404 if there is none
  public Image image(String id) {
    return maybeImage(id).orElseGet(() -> get(Image.class, id));
  }

  /// The image that a body names, the account's or one of the catalogue.
  ///
  /// @param field the member of the body
  /// @throws Refusal 400 if there is none
  public Image image(Which which, String field) {
    return catalog().images().stream()
        .filter(it -> which.byId().filter(it.id()::equals).isPresent() || named(it, which))
        .findFirst()
        .orElseGet(() -> unnamed(which, field));
  }

  private Image unnamed(Which which, String field) {
    if (catalog().images().stream()
        .anyMatch(it -> which.byId().filter(it.name()::equals).isPresent())) {
      throw Refusal.none(Image.class, which, field, true);
    }
    return find(Image.class, which, field);
  }

  /// The regions that there are for this account.
  public List<Region> regions() {
    if (!catalog().regions().isEmpty()) {
      return catalog().regions();
    }
    return catalog()
        .regions(
            contents()
                .some(account(), Resource.class)
                .map(it -> it.identity().crn().location())
                .distinct()
                .sorted()
                .filter(place -> place.matches(".*-[1-9][0-9]?"))
                .distinct()
                .toList());
  }

  /// The zone that a body names.
  ///
  /// @param field the member of the body
  /// @throws Refusal 400 if there is none
  public Zone zone(Which which, String field) {
    if (!which.clear()) {
      throw Refusal.invalid(field, "Name it by one of name and href.");
    }
    String name = which.byId().or(which::name).orElse("");
    return regions().stream()
        .flatMap(region -> region.zone(name).stream())
        .findFirst()
        .orElseThrow(() -> Refusal.invalid(field, "There is no zone %s.".formatted(which)));
  }

  /// What can't be without the resource of this id.
  public List<Resource> users(String id) {
    return own(contents().needing(id));
  }

  /// What goes with the resource of this id.
  public List<Resource> parts(String id) {
    return own(contents().partsOf(id));
  }

  /// Whether who asks may see a resource.
  public boolean mayRead(Resource resource) {
    return may(action(resource, "read"), resource);
  }

  /// Whether who asks may do something to a resource.
  ///
  /// @param action such as `is.subnet.subnet.operate`
  public boolean may(String action, Resource resource) {
    return permits.refusal(actor.by(), action, Item.of(resource).attributes()).isEmpty();
  }

  /// Insists that who asks may do something to a resource that is not the one they ask about: what
  /// they tie to it becomes part of it.
  ///
  /// @throws Refusal 403 if not
  public void expect(String action, Resource resource) {
    expect(action, Item.of(resource).attributes());
  }

  /// The same of changing it.
  public void expectUpdate(Resource resource) {
    expect(action(resource, "update"), resource);
  }

  private static String action(Resource resource, String verb) {
    String type = Kind.of(resource).singular().replace('_', '-');
    return "is.%1$s.%1$s.%2$s".formatted(type, verb);
  }

  /// The same, of what is no resource of a VPC.
  public void expect(String action, Map<String, String> attributes) {
    permits
        .refusal(actor.by(), action, attributes)
        .ifPresent(
            problem -> {
              throw new Refusal(problem);
            });
  }

  /// Why who asks may not do something; empty if they may.
  public Optional<Problem> refusal(String action, Map<String, String> attributes) {
    return permits.refusal(actor.by(), action, attributes);
  }

  /// Insists that who asks may do something to one of these at least, or to all there could be.
  ///
  /// @throws Refusal 403 if not
  public void expectAny(String action, List<? extends Resource> resources) {
    Optional<Problem> refusal = permits.refusal(actor.by(), action, Map.of());
    if (refusal.isPresent() && resources.stream().noneMatch(it -> may(action, it))) {
      throw new Refusal(refusal.get());
    }
  }
}
