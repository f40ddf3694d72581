package io.sekisho.plan;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.plan.Scope.Named;
import io.sekisho.plan.Site.Port;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.Vpc;
import io.sekisho.wire.InterfaceSpec;
import io.sekisho.wire.InterfaceSpec.FloatingIpSpec;
import io.sekisho.wire.Ref;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Plans interfaces: addresses first by what is asked for, then by what is kept, then by what is
/// free.
final class InterfacePlanner {
  private static final int DEFAULT_PORT_SPEED = 1000;
  private static final int MAX_NAME = 63;

  private final Scope scope;
  private final AddressBook book = new AddressBook();

  InterfacePlanner(Scope scope) {
    this.scope = scope;
  }

  /// Takes everything that is not free to choose.
  void claim(Collection<Site> sites) {
    Set<String> declared = sites.stream().map(Site::name).collect(Collectors.toSet());
    for (Compute other : scope.draft.computes.of(scope.account)) {
      if (!declared.contains(other.identity().name())) {
        hold(other);
      }
    }
    scope.draft.others(scope.account).forEach(this::hold);
    sites.forEach(site -> site.ports().forEach(port -> claimKept(site, port)));
    sites.forEach(site -> site.ports().forEach(port -> claimDeclared(site, port)));
  }

  private void hold(Compute compute) {
    for (NetworkInterface nic : compute.interfaces()) {
      hold(nic.virtualNetworkInterface(), compute.identity().name() + " " + nic.name());
    }
  }

  private void hold(Resource other) {
    String type = other.identity().crn().type().replace('-', ' ');
    hold(other, type + " " + other.name());
  }

  private void hold(Resource resource, String holder) {
    book.hold(resource, this::vpc, holder);
    if (resource instanceof VirtualNetworkInterface it) {
      book.claim(it.vpc(), it.mac(), holder);
    }
  }

  private String vpc(String subnet) {
    return scope.draft.subnets.get(subnet).map(Subnet::vpc).orElse("");
  }

  private void claimKept(Site site, Port port) {
    String vpc = site.vpc().id();
    port.keptAddress().ifPresent(ip -> book.claim(vpc, ip, port.holder()));
    port.keptIpv6Address().ifPresent(ip -> book.claim(vpc, ip, port.holder()));
    port.keptMac().ifPresent(mac -> book.claim(vpc, mac, port.holder()));
    port.keptIps().forEach(ip -> book.claim(vpc, ip.address(), port.holder()));
  }

  private void claimDeclared(Site site, Port port) {
    String vpc = site.vpc().id();
    port.address().ifPresent(ip -> claim(vpc, ip, port, ".address"));
    port.ipv6Address().ifPresent(ip -> claim(vpc, ip, port, ".ipv6_address"));
    for (int i = 0; i < port.moreAddresses().size(); i++) {
      claim(vpc, port.moreAddresses().get(i), port, ".more_addresses[" + i + "]");
    }
    port.mac()
        .ifPresent(
            mac ->
                book.claim(vpc, mac, port.holder())
                    .ifPresent(other -> taken(mac, other, port.path() + ".mac_address")));
  }

  private void claim(String vpc, Ip ip, Port port, String member) {
    book.claim(vpc, ip, port.holder()).ifPresent(other -> taken(ip, other, port.path() + member));
  }

  private void taken(Object address, String other, String path) {
    scope.wrong(path, "is %s, which %s has already.".formatted(address, other));
  }

  List<NetworkInterface> interfaces(Site site) {
    List<NetworkInterface> all = new ArrayList<>();
    for (Port port : site.ports()) {
      address(site, port).ifPresent(ip -> all.add(nic(site, port, ip)));
    }
    return all;
  }

  private Optional<Ip> address(Site site, Port port) {
    return port.address()
        .or(port::keptAddress)
        .or(() -> assign(site, port, port.subnet().ipv4CidrBlock()));
  }

  private Optional<Ip> assign(Site site, Port port, Prefix block) {
    Optional<Ip> ip = book.assign(site.vpc().id(), block, port.holder());
    if (ip.isEmpty()) {
      scope.wrong(
          port.path(),
          "gets no address: subnet %s (%s) has none left."
              .formatted(port.subnet().identity().name(), block));
    }
    return ip;
  }

  private NetworkInterface nic(Site site, Port port, Ip address) {
    Optional<NetworkInterface> before = port.before();
    return new NetworkInterface(
        before.map(NetworkInterface::id).orElseGet(() -> scope.minter.zonal(site.zone())),
        port.name(),
        port.spec().portSpeed().orElse(DEFAULT_PORT_SPEED),
        before.map(NetworkInterface::createdAt).orElse(scope.minter.now()),
        virtual(site, port, address));
  }

  private VirtualNetworkInterface virtual(Site site, Port port, Ip address) {
    InterfaceSpec spec = port.spec();
    Optional<VirtualNetworkInterface> before =
        port.before().map(NetworkInterface::virtualNetworkInterface);
    int mark = before.map(VirtualNetworkInterface::mark).orElseGet(scope.draft::nextMark);
    return new VirtualNetworkInterface(
        before
            .map(VirtualNetworkInterface::identity)
            .orElseGet(() -> identity(site, "virtual-network-interface", name(site, port))),
        mark,
        mac(site, port, mark),
        site.vpc().id(),
        site.zone(),
        port.subnet().id(),
        reservedIp(site, port, address),
        port.keptIps(),
        moreAddresses(site, port),
        floatingIps(site, port),
        securityGroups(site, port),
        spec.allowIpSpoofing().orElse(false),
        spec.autoDelete().orElse(true),
        spec.enableInfrastructureNat().orElse(true),
        spec.protocolStateFilteringMode().orElse("auto"));
  }

  private Mac mac(Site site, Port port, int mark) {
    return port.mac()
        .or(port::keptMac)
        .orElseGet(() -> book.assign(site.vpc().id(), mark, port.holder()));
  }

  private ReservedIp reservedIp(Site site, Port port, Ip address) {
    return port.before()
        .map(NetworkInterface::primaryIp)
        .filter(ip -> ip.address().equals(address))
        .orElseGet(
            () ->
                new ReservedIp(
                    identity(site, "reserved-ip", name(site, port) + "-ip"),
                    port.subnet().id(),
                    address,
                    true));
  }

  /// The one IPv6 address of the subnet's block, then what was asked for besides.
  private List<Ip> moreAddresses(Site site, Port port) {
    List<Ip> all = new ArrayList<>();
    port.ipv6Address()
        .or(port::keptIpv6Address)
        .or(() -> port.subnet().ipv6CidrBlock().flatMap(block -> assign(site, port, block)))
        .ifPresent(all::add);
    all.addAll(port.moreAddresses());
    return all;
  }

  /// Those that are declared; if none are, those that it has.
  private List<FloatingIp> floatingIps(Site site, Port port) {
    if (port.spec().floatingIps().isEmpty()) {
      return port.before()
          .map(nic -> nic.virtualNetworkInterface().floatingIps())
          .orElse(List.of());
    }
    List<FloatingIp> all = new ArrayList<>();
    for (int i = 0; i < port.spec().floatingIps().size(); i++) {
      FloatingIpSpec spec = port.spec().floatingIps().get(i);
      String fallback = name(site, port) + "-fip" + (i == 0 ? "" : "-" + i);
      scope
          .ip(spec.address(), port.path() + ".floating_ips[" + i + "].address")
          .ifPresent(ip -> all.add(floatingIp(site, port, spec.name().orElse(fallback), ip)));
    }
    return all;
  }

  private FloatingIp floatingIp(Site site, Port port, String name, Ip address) {
    Identity identity =
        port.before().stream()
            .flatMap(nic -> nic.virtualNetworkInterface().floatingIps().stream())
            .map(FloatingIp::identity)
            .filter(before -> before.name().equals(name))
            .findFirst()
            .orElseGet(() -> identity(site, "floating-ip", name));
    return new FloatingIp(identity, site.zone(), address);
  }

  /// Those that are named; if none are, those that it has, and at first the VPC's default one.
  private List<Reference> securityGroups(Site site, Port port) {
    List<Ref> named = port.spec().securityGroups();
    if (!named.isEmpty()) {
      return namedGroups(site.vpc(), named, port);
    }
    return port.before()
        .map(nic -> nic.virtualNetworkInterface().securityGroups())
        .orElseGet(
            () ->
                scope.draft.surroundings(site.vpc()).stream()
                    .map(around -> around.group().reference())
                    .toList());
  }

  private List<Reference> namedGroups(Vpc vpc, List<Ref> named, Port port) {
    Map<String, Reference> groups = new LinkedHashMap<>();
    for (int i = 0; i < named.size(); i++) {
      Ref ref = named.get(i);
      String at = port.path() + ".security_groups[" + i + "]";
      Optional<Reference> found = securityGroup(vpc, ref, port);
      if (found.isEmpty()) {
        FilterPlanner.missingGroup(scope, vpc, ref.name(), at);
      } else if (groups.put(found.get().id(), found.get()) != null) {
        scope.wrong(at, "is %s, and so is another one; remove one.".formatted(ref.name()));
      }
    }
    return List.copyOf(groups.values());
  }

  /// The VPC's group of that name. An interface may also keep one of before there were groups: a
  /// name that is nowhere.
  private Optional<Reference> securityGroup(Vpc vpc, Ref ref, Port port) {
    return scope
        .draft
        .securityGroup(vpc, ref)
        .map(SecurityGroup::reference)
        .or(
            () ->
                port.before().stream()
                    .flatMap(nic -> nic.virtualNetworkInterface().securityGroups().stream())
                    .filter(scope.elsewhere(ref, "security-group", vpc.region())::equals)
                    .findFirst());
  }

  private Identity identity(Site site, String type, String name) {
    return scope.identity(
        Optional.empty(),
        type,
        site.zone(),
        new Named(name, Optional.empty(), site.path()),
        scope.minter.zonal(site.zone()));
  }

  private static String name(Site site, Port port) {
    String name = site.name() + "-" + port.name();
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }
}
