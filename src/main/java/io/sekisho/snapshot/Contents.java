package io.sekisho.snapshot;

import io.sekisho.address.Ip;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.snapshot.Registry.Group;
import io.sekisho.snapshot.Registry.Held;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything itself: the documents, in the order in which they came, and what stands in them.
///
/// What has an id is found by it, by its account and type, and by its name; so is what needs
/// something, what goes with it, and which addresses are taken.
public final class Contents {
  /// Nothing.
  public static final Contents NONE = new Contents(Registry.EMPTY);

  private final Registry registry;

  private Contents(Registry registry) {
    this.registry = registry;
  }

  public Contents(
      Collection<Account> accounts,
      Collection<TrustedProfile> profiles,
      Collection<? extends Resource> resources) {
    this(
        of(Stream.of(accounts, profiles, resources).flatMap(Collection::stream).toList()).registry);
  }

  /// All of these, of whatever kinds, in this order.
  public static Contents of(Collection<?> all) {
    return new Contents(Registry.EMPTY.with(all));
  }

  /// With a document, or another version of it in its place.
  public Contents with(Object document) {
    return new Contents(registry.with(List.of(document)));
  }

  /// Without a document.
  public Contents without(String id) {
    return new Contents(registry.without(id));
  }

  /// The id of something that contents can have.
  public static String id(Object value) {
    return Registry.Label.of(value).id();
  }

  /// The document of this id.
  public Optional<Object> find(String id) {
    return held(id).filter(it -> it.document().equals(id)).map(Held::value);
  }

  /// The document of this id, if it is of a type.
  public <T> Optional<T> find(Class<T> type, String id) {
    return find(id).filter(type::isInstance).map(type::cast);
  }

  /// The document that what has this id stands in, or is.
  public Optional<Object> around(String id) {
    return held(id).flatMap(it -> find(it.document()));
  }

  private Optional<Held> held(String id) {
    return Optional.ofNullable(registry.all().get(id));
  }

  public List<Account> accounts() {
    return all(Account.class);
  }

  public List<TrustedProfile> profiles() {
    return all(TrustedProfile.class);
  }

  public List<Resource> resources() {
    return all(Resource.class);
  }

  public List<Vpc> vpcs() {
    return all(Vpc.class);
  }

  public List<Subnet> subnets() {
    return all(Subnet.class);
  }

  public List<Key> keys() {
    return all(Key.class);
  }

  public List<PlacementGroup> placementGroups() {
    return all(PlacementGroup.class);
  }

  public List<Compute> computes() {
    return all(Compute.class);
  }

  /// All documents of a type, in the order in which they came.
  public <T> List<T> all(Class<T> type) {
    return values(documents(gathered(registry.kinds(), type, Class::getName)), type);
  }

  /// The same of what stands in other documents, too.
  public <T> List<T> everywhere(Class<T> type) {
    return values(gathered(registry.kinds(), type, Class::getName), type);
  }

  /// All documents of a type that an account has, oldest first.
  public <T> List<T> all(AccountId account, Class<T> type) {
    return values(documents(gathered(registry.ages(), type, it -> Group.of(account, it))), type);
  }

  /// The same in no order, which is quicker.
  public <T> Stream<T> some(AccountId account, Class<T> type) {
    return types(type).stream()
        .flatMap(it -> registry.ages().of(Group.of(account, it)).stream())
        .filter(Held::isDocument)
        .map(it -> type.cast(it.value()));
  }

  /// The same of what stands in other documents, too.
  public <T> List<T> everywhere(AccountId account, Class<T> type) {
    return values(gathered(registry.ages(), type, it -> Group.of(account, it)), type);
  }

  /// What an account has of a type under a name, wherever it stands.
  public <T> List<T> named(AccountId account, Class<T> type, String name) {
    return values(
        types(type).stream()
            .flatMap(it -> registry.names().at(Group.of(account, it), name).stream())
            .toList(),
        type);
  }

  /// How many documents of a type there are, in an account or in all.
  public int count(Optional<AccountId> account, Class<?> type) {
    return account
        .map(it -> documents(gathered(registry.ages(), type, each -> Group.of(it, each))))
        .orElseGet(() -> documents(gathered(registry.kinds(), type, Class::getName)))
        .size();
  }

  /// The documents that can't be without what has this id, oldest first.
  public List<Resource> needing(String id) {
    return values(registry.needs().of(id), Resource.class);
  }

  /// The documents that go with what has this id, oldest first.
  public List<Resource> partsOf(String id) {
    return values(registry.parts().of(id), Resource.class);
  }

  /// The addresses of a subnet that somebody has, in their order; one that a document lets go while
  /// another one takes it over, twice.
  public List<Ip> taken(String subnet) {
    return registry.claims().map(subnet).keySet().stream().map(Index.Rank::by).toList();
  }

  /// The public addresses that somebody has, whoever it is, in their order.
  public List<Ip> publicIps() {
    return taken(Registry.PUBLIC);
  }

  /// The documents that have a public address, or in which what has it stands.
  public List<Object> having(Ip publicIp) {
    return registry.claims().at(Registry.PUBLIC, publicIp).stream()
        .flatMap(it -> find(it.document()).stream())
        .toList();
  }

  /// The types of what is there that are of a type.
  private List<Class<?>> types(Class<?> type) {
    if (Modifier.isFinal(type.getModifiers())) {
      return List.of(type);
    }
    List<Class<?>> types = new ArrayList<>();
    for (var all : registry.kinds().all()) {
      Class<?> each = all.firstEntry().getValue().value().getClass();
      if (type.isAssignableFrom(each)) {
        types.add(each);
      }
    }
    return types;
  }

  private <G extends Comparable<? super G>, C extends Comparable<? super C>>
      Collection<Held> gathered(
          Index<G, C, Held> index, Class<?> type, Function<Class<?>, G> group) {
    List<Class<?>> types = types(type);
    if (types.size() == 1) {
      return index.of(group.apply(types.getFirst()));
    }
    return types.stream()
        .flatMap(it -> index.map(group.apply(it)).entrySet().stream())
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Collection<Held> documents(Collection<Held> all) {
    return all.stream().filter(Held::isDocument).toList();
  }

  private static <T> List<T> values(Collection<Held> all, Class<T> type) {
    List<T> values = new ArrayList<>(all.size());
    all.forEach(it -> values.add(type.cast(it.value())));
    return values;
  }

  /// Whether the same documents are there, in the same order.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Contents it && all(Object.class).equals(it.all(Object.class));
  }

  @Override
  public int hashCode() {
    return all(Object.class).hashCode();
  }

  /// Without the documents: there may be many.
  @Override
  public String toString() {
    return "Contents[" + count(Optional.empty(), Object.class) + " documents]";
  }
}
