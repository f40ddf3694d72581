package io.sekisho.plan;

import io.sekisho.catalog.Catalog;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.mint.Surroundings;
import io.sekisho.plan.Shelf.Label;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Resource.Guarded;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.wire.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What there will be, while it is being worked out.
final class Draft {
  private final Contents now;
  final Shelf<Account> accounts;
  final Shelf<TrustedProfile> profiles;
  final Shelf<Vpc> vpcs;
  final Shelf<Subnet> subnets;
  final Shelf<Key> keys;
  final Shelf<PlacementGroup> placementGroups;
  final Shelf<Compute> computes;
  private final Map<String, Resource> others = new LinkedHashMap<>();

  /// Those of them that go with something, by what that is: a VPC is asked for its own again for
  /// each interface.
  private final Map<String, Map<String, Resource>> parts = new HashMap<>();

  private int vpcIndex;
  private int mark;

  Draft(Contents now, Counters counters) {
    this.now = now;
    this.accounts =
        new Shelf<>(now.accounts(), each -> new Label(each.id().value(), each.id(), each.name()));
    this.profiles =
        new Shelf<>(now.profiles(), each -> new Label(each.id(), each.account(), each.name()));
    this.vpcs = new Shelf<>(now.vpcs(), each -> label(each.identity()));
    this.subnets = new Shelf<>(now.subnets(), each -> label(each.identity()));
    this.keys = new Shelf<>(now.keys(), each -> label(each.identity()));
    this.placementGroups = new Shelf<>(now.placementGroups(), each -> label(each.identity()));
    this.computes = new Shelf<>(now.computes(), each -> label(each.identity()));
    now.resources().stream().filter(each -> !isShelved(each)).forEach(this::put);
    this.vpcIndex = counters.vpcIndex();
    this.mark = counters.mark();
  }

  int nextVpcIndex() {
    vpcIndex = Math.incrementExact(vpcIndex);
    return vpcIndex;
  }

  int nextMark() {
    mark = Math.incrementExact(mark);
    return mark;
  }

  Counters counters() {
    return new Counters(vpcIndex, mark);
  }

  /// The subnets of a VPC.
  List<Subnet> subnets(Vpc vpc) {
    return subnets.all().stream().filter(each -> each.vpc().equals(vpc.id())).toList();
  }

  /// Makes or replaces what lies on no shelf.
  void put(Resource resource) {
    Resource before = others.put(resource.id(), resource);
    if (before != null && !before.partOf().equals(resource.partOf())) {
      partsOf(before.partOf()).remove(before.id());
    }
    if (!resource.partOf().isEmpty()) {
      partsOf(resource.partOf()).put(resource.id(), resource);
    }
  }

  /// Lets something go that lies on no shelf.
  void remove(Resource resource) {
    others.remove(resource.id());
    partsOf(resource.partOf()).remove(resource.id());
  }

  /// Lets everything that is in a security group call it by its name.
  void renamed(SecurityGroup group) {
    for (Compute each : computes.all()) {
      if (each.needs().contains(group.id())) {
        computes.put((Compute) renamed(each, group));
      }
    }
    for (Resource each : List.copyOf(others.values())) {
      put(renamed(each, group));
    }
  }

  private static Resource renamed(Resource it, SecurityGroup group) {
    Resource made = it;
    for (Resource part : it.bound()) {
      made = made.with(renamed(part, group));
    }
    return made instanceof Guarded guarded
        ? guarded.withSecurityGroups(
            guarded.securityGroups().stream()
                .map(of -> of.id().equals(group.id()) ? group.reference() : of)
                .toList())
        : made;
  }

  private Map<String, Resource> partsOf(String whole) {
    return parts.computeIfAbsent(whole, _ -> new LinkedHashMap<>());
  }

  /// What the house has to offer.
  Catalog catalog() {
    return other(Catalog.ID).map(Catalog.class::cast).orElse(Catalog.NONE);
  }

  /// What has this id and lies on no shelf, if it is there.
  Optional<Resource> other(String id) {
    return Optional.ofNullable(others.get(id));
  }

  /// What goes with a VPC, of one type.
  <T extends Resource> List<T> parts(Vpc vpc, Class<T> type) {
    return partsOf(vpc.id()).values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// What a VPC has for what names none, if it has that yet.
  Optional<Surroundings> surroundings(Vpc vpc) {
    return Surroundings.find(vpc, partsOf(vpc.id()).values());
  }

  /// The security group of a VPC that an inventory means, if the VPC has it.
  Optional<SecurityGroup> securityGroup(Vpc vpc, Ref ref) {
    return parts(vpc, SecurityGroup.class).stream()
        .filter(
            it ->
                ref.id()
                    .map(it.id()::equals)
                    .or(() -> ref.crn().map(it.identity().crn().toString()::equals))
                    .orElse(it.name().equals(ref.name())))
        .findFirst();
  }

  /// Lets everything go whose whole went.
  void dropParts() {
    Set<String> there = new HashSet<>();
    resources().forEach(each -> there.add(each.id()));
    boolean more = true;
    while (more) {
      more =
          others
              .values()
              .removeIf(each -> !each.partOf().isEmpty() && !there.contains(each.partOf()));
      parts.keySet().retainAll(there);
      there.retainAll(resources().stream().map(Resource::id).collect(Collectors.toSet()));
    }
  }

  /// What an account has that lies on no shelf.
  List<Resource> others(AccountId account) {
    return others.values().stream().filter(each -> each.account().equals(account)).toList();
  }

  /// All of it; what did not change is where it was.
  Contents contents() {
    Map<String, Object> all = new LinkedHashMap<>();
    accounts.all().forEach(each -> all.put(each.id().value(), each));
    profiles.all().forEach(each -> all.put(each.id(), each));
    resources().forEach(each -> all.put(each.id(), each));
    Contents made = now;
    for (Object each : now.all(Object.class)) {
      String id = Contents.id(each);
      made = all.containsKey(id) ? made : made.without(id);
    }
    for (Map.Entry<String, Object> each : all.entrySet()) {
      boolean same = now.find(each.getKey()).filter(each.getValue()::equals).isPresent();
      made = same ? made : made.with(each.getValue());
    }
    return made;
  }

  List<Resource> resources() {
    List<Resource> resources = new ArrayList<>();
    for (Shelf<? extends Resource> shelf :
        List.of(vpcs, subnets, keys, placementGroups, computes)) {
      resources.addAll(shelf.all());
    }
    resources.addAll(others.values());
    return resources;
  }

  private static boolean isShelved(Resource resource) {
    return switch (resource) {
      case Vpc _, Subnet _, Key _, PlacementGroup _, Compute _ -> true;
      default -> false;
    };
  }

  private static Label label(Identity identity) {
    return new Label(identity.id(), identity.account(), identity.name());
  }
}
