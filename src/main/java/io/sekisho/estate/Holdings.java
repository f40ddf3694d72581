package io.sekisho.estate;

import io.sekisho.catalog.Catalog;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.Region;
import io.sekisho.catalog.Region.Zone;
import io.sekisho.control.Edition;
import io.sekisho.control.Item;
import io.sekisho.control.Kind;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.ResourceGroup;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// What one account has, at one moment. What is another account's is not there.
public abstract sealed class Holdings permits Scene, Sight {
  private static final Comparator<Resource> AGE =
      Comparator.comparing((Resource it) -> it.identity().createdAt()).thenComparing(Resource::id);

  private static final String UNCLEAR = "Name it by one of id, crn and href.";
  final Edition edition;
  private final Permits permits;
  private final Actor actor;

  Holdings(Edition edition, Permits permits, Actor actor) {
    this.edition = edition;
    this.permits = permits;
    this.actor = actor;
  }

  public AccountId account() {
    return actor.account();
  }

  /// Who asks.
  public Actor actor() {
    return actor;
  }

  /// The account itself.
  public Account holder() {
    return (Account) Objects.requireNonNull(edition.items().get(account().value())).value();
  }

  /// The account's trusted profiles.
  public List<TrustedProfile> profiles() {
    List<TrustedProfile> found = new ArrayList<>();
    for (Item item : edition.items().values()) {
      if (item.account().equals(account()) && item.value() instanceof TrustedProfile it) {
        found.add(it);
      }
    }
    return found;
  }

  /// All of a type, oldest first.
  public <T extends Resource> List<T> all(Class<T> type) {
    return all(type, _ -> true);
  }

  /// Those of a type that something is true of, oldest first.
  public <T extends Resource> List<T> all(Class<T> type, Predicate<? super T> which) {
    List<T> found = new ArrayList<>();
    for (Item item : edition.items().values()) {
      if (item.account().equals(account()) && type.isInstance(item.value())) {
        T value = type.cast(item.value());
        if (which.test(value)) {
          found.add(value);
        }
      }
    }
    found.sort(AGE);
    return found;
  }

  /// The one of this id, if it is there.
  public <T extends Resource> Optional<T> maybe(Class<T> type, String id) {
    Item item = edition.items().get(id);
    return item != null && item.account().equals(account()) && type.isInstance(item.value())
        ? Optional.of(type.cast(item.value()))
        : Optional.empty();
  }

  /// A resource, and where it is.
  ///
  /// @param in what it stands in, the document itself last; empty if it is a document of its own
  public record Placed<T>(T value, List<Resource> in) {
    public Placed {
      in = List.copyOf(in);
    }

    /// What it is bound to, if it is.
    public Optional<Resource> target() {
      return in.stream().findFirst();
    }
  }

  /// All of a type, also those that stand in another resource.
  public <T extends Resource> List<Placed<T>> everywhere(Class<T> type) {
    List<Placed<T>> found = new ArrayList<>();
    all(Resource.class).forEach(it -> gather(type, it, List.of(), found));
    return found;
  }

  private static <T extends Resource> void gather(
      Class<T> type, Resource it, List<Resource> in, List<Placed<T>> found) {
    if (type.isInstance(it)) {
      found.add(new Placed<>(type.cast(it), in));
    }
    List<Resource> deeper = new ArrayList<>(List.of(it));
    deeper.addAll(in);
    it.bound().forEach(part -> gather(type, part, deeper, found));
  }

  /// The same of all accounts: for what nobody else may have, and never to be shown.
  public <T extends Resource> List<T> anybodys(Class<T> type) {
    List<Placed<T>> found = new ArrayList<>();
    for (Item item : edition.items().values()) {
      if (!item.account().equals(account()) && item.value() instanceof Resource it) {
        gather(type, it, List.of(), found);
      }
    }
    found.addAll(everywhere(type));
    return found.stream().map(Placed::value).toList();
  }

  /// The one that a path names, wherever it is.
  ///
  /// @throws Refusal 404 if there is none
  public <T extends Resource> Placed<T> locate(Class<T> type, String id) {
    return everywhere(type).stream()
        .filter(it -> it.value().id().equals(id))
        .findFirst()
        .orElseThrow(() -> nothing(type, id));
  }

  /// The one that a body names, wherever it is.
  ///
  /// @param field the member of the body
  /// @throws Refusal 400 if there is none, or if it is not told which
  public <T extends Resource> Placed<T> locate(Class<T> type, Which which, String field) {
    if (!which.clear()) {
      throw Refusal.invalid(field, UNCLEAR);
    }
    return everywhere(type).stream()
        .filter(it -> which.byId().map(it.value().id()::equals).orElse(named(it.value(), which)))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    field, "There is no %s %s in this account.".formatted(words(type), which)));
  }

  /// The one that a path names.
  ///
  /// @throws Refusal 404 if there is none
  public <T extends Resource> T get(Class<T> type, String id) {
    return maybe(type, id).orElseThrow(() -> nothing(type, id));
  }

  private static Refusal nothing(Class<? extends Resource> type, String id) {
    return new Refusal(
        Problem.of(Code.NOT_FOUND, "There is no %s %s in this account.".formatted(words(type), id))
            .parameter("id"));
  }

  /// The one that a body names.
  ///
  /// @param field the member of the body
  /// @throws Refusal 400 if there is none, or if it is not told which
  public <T extends Resource> T find(Class<T> type, Which which, String field) {
    if (!which.clear()) {
      throw Refusal.invalid(field, UNCLEAR);
    }
    List<T> found =
        which
            .byId()
            .map(id -> maybe(type, id).stream().toList())
            .orElseGet(() -> all(type, it -> named(it, which)));
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw Refusal.invalid(
        field,
        found.isEmpty()
            ? "There is no %s %s in this account.".formatted(words(type), which)
            : "Several are named %s: give the id.".formatted(which));
  }

  /// The same of a member that may be left out.
  public <T extends Resource> Optional<T> find(Class<T> type, Optional<Which> which, String field) {
    return which.map(it -> find(type, it, field));
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
        .orElse(usual || id.equals(Catalog.HOUSE.value()) ? "Default" : id);
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
    Item item = edition.items().get(Catalog.ID);
    return item == null ? Catalog.NONE : (Catalog) item.value();
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
        .orElseGet(() -> find(Image.class, which, field));
  }

  /// The regions that there are for this account.
  public List<Region> regions() {
    return catalog()
        .regions(
            all(Resource.class).stream()
                .map(it -> it.identity().crn().location())
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
    return all(Resource.class, it -> it.needs().contains(id));
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
    String type = Kind.of(resource).singular().replace('_', '-');
    expect("is.%1$s.%1$s.update".formatted(type), resource);
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

  /// In a sentence, such as "subnet".
  static String words(Class<? extends Resource> type) {
    for (Kind kind : Kind.HELD) {
      if (kind.type() == type) {
        return kind.words();
      }
    }
    return "resource";
  }
}
