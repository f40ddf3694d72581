package io.sekisho.plan;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.plan.Site.Port;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.wire.InterfaceSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds where a declared compute resource will be: its VPC, zone and subnets, and which addresses
/// are asked for.
final class SitePlanner {
  private static final String VPC = "VPC";
  private static final String SUBNET = "subnet";

  /// One interface on the only subnet there is.
  private static final InterfaceSpec ANY =
      new InterfaceSpec(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Scope scope;

  SitePlanner(Scope scope) {
    this.scope = scope;
  }

  /// What a declaration says of the place.
  record Wish(
      String name,
      String path,
      Optional<String> vpc,
      Optional<String> zone,
      List<InterfaceSpec> interfaces) {}

  /// The site; empty if it can't be told, which was said then.
  Optional<Site> site(Wish wish) {
    Optional<Compute> before = scope.draft.computes.find(scope.account, wish.name());
    List<InterfaceSpec> specs = wish.interfaces().isEmpty() ? List.of(ANY) : wish.interfaces();
    Optional<Vpc> vpc = vpc(wish, before, specs.getFirst());
    if (vpc.isEmpty() || moved(wish, before, vpc.get())) {
      return Optional.empty();
    }
    List<Port> ports = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < specs.size(); i++) {
      String path =
          wish.path() + (wish.interfaces().isEmpty() ? "" : ".network_interfaces[" + i + "]");
      String name = specs.get(i).name().orElse("eth" + i);
      if (!names.add(name)) {
        scope.wrong(
            path, "is named " + name + ", and so is another interface; rename one of them.");
      }
      port(specs.get(i), new Slot(wish, before, vpc.get(), path, name)).ifPresent(ports::add);
    }
    if (ports.size() < specs.size() || !oneZone(wish, ports)) {
      return Optional.empty();
    }
    String zone = ports.getFirst().subnet().zone();
    return Optional.of(new Site(before, wish.name(), wish.path(), vpc.get(), zone, ports));
  }

  private record Slot(Wish wish, Optional<Compute> before, Vpc vpc, String path, String name) {}

  private Optional<Vpc> vpc(Wish wish, Optional<Compute> before, InterfaceSpec first) {
    if (wish.vpc().isPresent()) {
      return scope.refer(scope.draft.vpcs, VPC, wish.vpc().get(), wish.path() + ".vpc");
    }
    if (first.subnet().isPresent()) {
      return subnetNamed(
              first.subnet().get(), before, wish.path() + ".network_interfaces[0].subnet")
          .flatMap(subnet -> scope.draft.vpcs.get(subnet.vpc()));
    }
    Optional<Vpc> kept = before.flatMap(compute -> scope.draft.vpcs.get(compute.vpc()));
    return kept.isPresent() ? kept : onlyVpc(wish);
  }

  private Optional<Vpc> onlyVpc(Wish wish) {
    List<Vpc> all = scope.draft.vpcs.of(scope.account);
    if (all.size() != 1) {
      scope.wrong(
          wish.path() + ".vpc",
          all.isEmpty()
              ? "is missing, and the account has no VPC; declare one with a subnet."
              : "is missing, and the account has several VPCs; say which one.");
    }
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  private boolean moved(Wish wish, Optional<Compute> before, Vpc vpc) {
    boolean moved = before.isPresent() && !before.get().vpc().equals(vpc.id());
    if (moved) {
      scope.wrong(
          wish.path(),
          "can't be moved to VPC %s. Delete %s first, or give it another name."
              .formatted(vpc.identity().name(), wish.name()));
    }
    return moved;
  }

  private Optional<Port> port(InterfaceSpec spec, Slot slot) {
    Optional<Subnet> found = subnet(spec, slot);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Subnet subnet = found.get();
    if (!subnet.vpc().equals(slot.vpc.id())) {
      scope.wrong(
          slot.path + ".subnet",
          "is %s, which is not in VPC %s; all interfaces of a compute resource are in one VPC."
              .formatted(subnet.identity().name(), slot.vpc.identity().name()));
      return Optional.empty();
    }
    Optional<NetworkInterface> before =
        slot.before.stream()
            .flatMap(compute -> compute.interfaces().stream())
            .filter(nic -> nic.name().equals(slot.name) && nic.subnet().equals(subnet.id()))
            .findFirst();
    return Optional.of(
        new Port(
            spec,
            slot.path,
            slot.name,
            slot.wish.name() + " " + slot.name,
            subnet,
            before,
            address(spec.address(), subnet, false, slot.path + ".address"),
            address(spec.ipv6Address(), subnet, true, slot.path + ".ipv6_address"),
            more(spec, subnet, slot.path),
            spec.macAddress().flatMap(mac -> mac(mac, slot.path + ".mac_address"))));
  }

  private Optional<Subnet> subnet(InterfaceSpec spec, Slot slot) {
    if (spec.subnet().isPresent()) {
      Optional<Subnet> its =
          scope.draft.subnets.all(scope.account, spec.subnet().get()).stream()
              .filter(subnet -> subnet.vpc().equals(slot.vpc.id()))
              .findFirst();
      return its.isPresent()
          ? its
          : scope.refer(scope.draft.subnets, SUBNET, spec.subnet().get(), slot.path + ".subnet");
    }
    List<Subnet> all = scope.draft.subnets(slot.vpc);
    if (all.size() != 1) {
      scope.wrong(
          slot.path + ".subnet",
          "is missing, and VPC %s has %s; %s."
              .formatted(
                  slot.vpc.identity().name(),
                  all.isEmpty() ? "no subnet" : "several subnets",
                  all.isEmpty() ? "declare one" : "say which one"));
    }
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /// The subnet of a name that tells the VPC: several VPCs may have one of that name.
  private Optional<Subnet> subnetNamed(String name, Optional<Compute> before, String path) {
    List<Subnet> all = scope.draft.subnets.all(scope.account, name);
    if (all.size() < 2) {
      return scope.refer(scope.draft.subnets, SUBNET, name, path);
    }
    Optional<Subnet> kept =
        all.stream()
            .filter(subnet -> before.filter(it -> it.vpc().equals(subnet.vpc())).isPresent())
            .findFirst();
    if (kept.isEmpty()) {
      scope.wrong(
          path,
          "is %s, and several VPCs have a subnet of that name; say which VPC.".formatted(name));
    }
    return kept;
  }

  private Optional<Mac> mac(String text, String path) {
    return scope.parse(text, path, Mac::parse);
  }

  private List<Ip> more(InterfaceSpec spec, Subnet subnet, String path) {
    List<Ip> more = new ArrayList<>();
    for (int i = 0; i < spec.moreAddresses().size(); i++) {
      String at = path + ".more_addresses[" + i + "]";
      scope
          .ip(spec.moreAddresses().get(i), at)
          .filter(ip -> fits(ip, subnet, at))
          .ifPresent(more::add);
    }
    return more;
  }

  private Optional<Ip> address(Optional<String> text, Subnet subnet, boolean v6, String path) {
    Optional<Ip> ip = text.flatMap(each -> scope.ip(each, path));
    if (ip.isPresent() && ip.get().v6() != v6) {
      scope.wrong(path, "is %s; it has to be an IPv%d address.".formatted(ip.get(), v6 ? 6 : 4));
      return Optional.empty();
    }
    return ip.filter(each -> fits(each, subnet, path));
  }

  private boolean fits(Ip ip, Subnet subnet, String path) {
    Optional<Prefix> block = ip.v6() ? subnet.ipv6CidrBlock() : Optional.of(subnet.ipv4CidrBlock());
    if (block.filter(each -> each.contains(ip)).isEmpty()) {
      scope.wrong(
          path,
          "is %s, which is not in subnet %s (%s)."
              .formatted(
                  ip,
                  subnet.identity().name(),
                  block.map(Prefix::toString).orElse("it has no IPv6 block")));
      return false;
    }
    Optional<String> reserved = Subnet.reserved(block.get(), ip);
    reserved.ifPresent(why -> scope.wrong(path, "is %s; %s.".formatted(ip, why)));
    return reserved.isEmpty();
  }

  private boolean oneZone(Wish wish, List<Port> ports) {
    String zone = wish.zone().orElse(ports.getFirst().subnet().zone());
    for (Port port : ports) {
      if (!port.subnet().zone().equals(zone)) {
        scope.wrong(
            port.path() + (wish.interfaces().isEmpty() ? ".zone" : ".subnet"),
            "is %s in zone %s, but %s is in zone %s; they have to be in the same zone."
                .formatted(
                    port.subnet().identity().name(), port.subnet().zone(), wish.name(), zone));
        return false;
      }
    }
    return true;
  }
}
