package io.sekisho.network;

import io.sekisho.address.Prefix;
import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpc.Vpc.AddressPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The blocks of a VPC that its subnets are cut from.
public final class AddressPrefixes {
  private static final int MOST = 25;
  private static final String CIDR = "cidr";
  private static final String DEFAULT = "is_default";

  private final Estate estate;

  public AddressPrefixes(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new prefix.
  public record Prototype(
      String cidr, Optional<Boolean> isDefault, Optional<String> name, Which zone) {}

  /// What is said of a prefix that changes.
  public record Patch(Optional<Boolean> isDefault, Optional<String> name) {}

  /// The one that a path names.
  ///
  /// @throws Refusal 404 if there is none
  public static AddressPrefix get(Vpc vpc, String id) {
    return vpc.addressPrefixes().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Refusal.nothing("address prefix", id, "VPC " + vpc.name()));
  }

  /// Whether subnets have addresses of it.
  public static boolean isUsed(Holdings holdings, Vpc vpc, AddressPrefix prefix) {
    return !holdings
        .all(
            Subnet.class,
            it -> it.vpc().equals(vpc.id()) && prefix.cidr().covers(it.ipv4CidrBlock()))
        .isEmpty();
  }

  public Outcome<AddressPrefix> create(Actor actor, String vpcId, Prototype said) {
    return estate.write(
        actor,
        Action.ADDRESS_PREFIX_CREATE,
        vpcId,
        scene -> {
          Vpc vpc = scene.get(Vpc.class, vpcId);
          scene.expectRoom(vpc.addressPrefixes().size(), MOST, "address prefixes in the VPC");
          Prefix block = Blocks.usable(said.cidr(), CIDR);
          expectApart(vpc, block);
          AddressPrefix made =
              new AddressPrefix(
                  scene.minter().regional(vpc.region()),
                  Names.own(said.name(), names(vpc, _ -> true)),
                  block,
                  Zones.find(scene.catalog(), vpc, said.zone(), "zone"),
                  said.isDefault().orElse(false),
                  scene.now());
          return put(scene, vpc, made);
        });
  }

  private static void expectApart(Vpc vpc, Prefix block) {
    for (AddressPrefix each : vpc.addressPrefixes()) {
      if (each.cidr().overlaps(block)) {
        throw Refusal.conflict(
            "%s overlaps address prefix %s (%s): choose another block."
                .formatted(block, each.name(), each.cidr()));
      }
    }
  }

  public Outcome<AddressPrefix> update(Actor actor, String vpcId, String id, Patch said) {
    return estate.write(
        actor,
        Action.ADDRESS_PREFIX_UPDATE,
        vpcId,
        scene -> {
          Vpc vpc = scene.get(Vpc.class, vpcId);
          AddressPrefix before = get(vpc, id);
          String name =
              said.name().isEmpty()
                  ? before.name()
                  : Names.own(said.name(), names(vpc, it -> !it.id().equals(id)));
          return put(
              scene,
              vpc,
              new AddressPrefix(
                  id,
                  name,
                  before.cidr(),
                  before.zone(),
                  said.isDefault().orElse(before.byDefault()),
                  before.createdAt()));
        });
  }

  public Outcome<AddressPrefix> delete(Actor actor, String vpcId, String id) {
    return estate.write(
        actor,
        Action.ADDRESS_PREFIX_DELETE,
        vpcId,
        scene -> {
          Vpc vpc = scene.get(Vpc.class, vpcId);
          AddressPrefix prefix = get(vpc, id);
          if (isUsed(scene, vpc, prefix)) {
            throw Refusal.conflict(
                "Subnets have addresses of %s: delete them first.".formatted(prefix.cidr()));
          }
          scene.put(vpc.with(without(vpc, id)));
          return prefix;
        });
  }

  private static AddressPrefix put(Scene scene, Vpc vpc, AddressPrefix prefix) {
    List<AddressPrefix> all = without(vpc, prefix.id());
    boolean second = all.stream().anyMatch(it -> it.byDefault() && it.zone().equals(prefix.zone()));
    if (prefix.byDefault() && second) {
      throw Refusal.invalid(
          DEFAULT,
          "Zone %s has a default prefix already: take that away from it first."
              .formatted(prefix.zone()));
    }
    int place = vpc.addressPrefixes().stream().map(AddressPrefix::id).toList().indexOf(prefix.id());
    all.add(place < 0 ? all.size() : place, prefix);
    scene.put(vpc.with(all));
    return prefix;
  }

  private static List<AddressPrefix> without(Vpc vpc, String id) {
    return vpc.addressPrefixes().stream()
        .filter(it -> !it.id().equals(id))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Set<String> names(Vpc vpc, Predicate<AddressPrefix> which) {
    return vpc.addressPrefixes().stream()
        .filter(which)
        .map(AddressPrefix::name)
        .collect(Collectors.toSet());
  }
}
