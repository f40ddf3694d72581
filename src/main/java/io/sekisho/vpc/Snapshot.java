package io.sekisho.vpc;

import io.sekisho.address.Ip;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything there is, at one revision: immutable, swapped by reference, read without a lock.
public final class Snapshot {
  private static final Contents NOTHING = new Contents(List.of(), List.of(), List.of());

  /// Nothing yet, at revision 0.
  public static final Snapshot EMPTY = new Snapshot(0, NOTHING, Map.of());

  private final long revision;
  private final Contents contents;
  private final Map<String, Subject> subjects;
  private final Map<Place, Owner> owners;
  private final Map<String, TrustedProfile> profiles;

  private Snapshot(long revision, Contents contents, Map<String, Subject> subjects) {
    this.revision = revision;
    this.contents = contents;
    this.subjects = subjects;
    this.owners = new HashMap<>();
    for (Subject subject : subjects.values()) {
      for (NetworkInterface nic : subject.compute().interfaces()) {
        Owner owner = new Owner(subject, nic);
        nic.addresses().forEach(ip -> settle(new Place(subject.vpc().id(), ip), owner));
      }
    }
    this.profiles = new HashMap<>();
    contents.profiles.forEach(profile -> profiles.put(profile.id(), profile));
  }

  /// The snapshot that follows this one; subjects that did not change are carried over as they are.
  ///
  /// @throws IllegalArgumentException if a resource refers to one that is not there, or if two
  ///   interfaces of a VPC have the same address: who asks is told by it
  public Snapshot next(long revision, Contents contents) {
    Index index = new Index(contents);
    Map<String, Subject> next = new LinkedHashMap<>();
    for (Compute compute : contents.computes()) {
      Subject made = index.subject(compute);
      Subject before = subjects.get(compute.id());
      next.put(compute.id(), made.equals(before) ? before : made);
    }
    return new Snapshot(revision, contents, next);
  }

  public long revision() {
    return revision;
  }

  public Contents contents() {
    return contents;
  }

  /// All compute resources with their surroundings, in the order of the contents.
  public Collection<Subject> subjects() {
    return subjects.values();
  }

  public Optional<Subject> subject(String computeId) {
    return Optional.ofNullable(subjects.get(computeId));
  }

  /// Whose interface has this address in this VPC.
  public Optional<Owner> owner(String vpcId, Ip address) {
    return Optional.ofNullable(owners.get(new Place(vpcId, address)));
  }

  public Optional<TrustedProfile> profile(String id) {
    return Optional.ofNullable(profiles.get(id));
  }

  private void settle(Place place, Owner owner) {
    Owner before = owners.put(place, owner);
    if (before != null && !before.equals(owner)) {
      throw new IllegalArgumentException(
          "two interfaces of VPC " + place.vpc + " have the address " + place.address);
    }
  }

  /// Everything itself, each kind in a stable order.
  public record Contents(
      List<Account> accounts, List<TrustedProfile> profiles, List<Resource> resources) {
    public Contents {
      accounts = List.copyOf(accounts);
      profiles = List.copyOf(profiles);
      resources = List.copyOf(resources);
    }

    /// Everything of all kinds, in its order.
    public static Contents of(Collection<?> all) {
      return new Contents(
          only(all, Account.class), only(all, TrustedProfile.class), only(all, Resource.class));
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

    /// All resources of a type.
    public <T extends Resource> List<T> all(Class<T> type) {
      return only(resources, type);
    }

    private static <T> List<T> only(Collection<?> all, Class<T> type) {
      return all.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  /// An interface and the compute resource it belongs to.
  public record Owner(Subject subject, NetworkInterface nic) {}

  private record Place(String vpc, Ip address) {}

  /// Finds what a compute resource refers to.
  private static final class Index {
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<String, Vpc> vpcs = new HashMap<>();
    private final Map<String, Subnet> subnets = new HashMap<>();
    private final Map<String, Key> keys = new HashMap<>();
    private final Map<String, PlacementGroup> groups = new HashMap<>();
    private final Map<String, String> resourceGroups = new HashMap<>();

    Index(Contents contents) {
      contents.accounts.forEach(account -> accounts.put(account.id(), account));
      for (Resource each : contents.resources) {
        switch (each) {
          case Vpc vpc -> vpcs.put(vpc.id(), vpc);
          case Subnet subnet -> subnets.put(subnet.id(), subnet);
          case Key key -> keys.put(key.id(), key);
          case PlacementGroup group -> groups.put(group.id(), group);
          case ResourceGroup group -> resourceGroups.put(group.id(), group.name());
          default -> {}
        }
      }
    }

    Subject subject(Compute compute) {
      Map<String, Subnet> own = new HashMap<>();
      for (NetworkInterface nic : compute.interfaces()) {
        own.put(nic.subnet(), find(subnets, nic.subnet()));
      }
      List<Key> ownKeys =
          compute.initialization().keys().stream().map(id -> find(keys, id)).toList();
      Optional<PlacementGroup> group =
          compute instanceof Instance instance
              ? instance.scheduling().placementGroup().map(id -> find(groups, id))
              : Optional.empty();
      return new Subject(
          compute,
          find(accounts, compute.identity().account()),
          find(vpcs, compute.vpc()),
          own,
          ownKeys,
          group,
          resourceGroup(compute.identity()));
    }

    /// A group of which nobody said anything yet is called by its id, and the default one Default.
    private String resourceGroup(Identity of) {
      String id = of.resourceGroup();
      return id.equals(of.account().value())
          ? resourceGroups.getOrDefault(ResourceGroup.kept(of.account()), "Default")
          : resourceGroups.getOrDefault(id, id);
    }

    private static <K, V> V find(Map<K, V> all, K id) {
      V found = all.get(id);
      if (found == null) {
        throw new IllegalArgumentException("nothing has the id " + id);
      }
      return found;
    }
  }
}
