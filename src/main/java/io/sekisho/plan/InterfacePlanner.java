package io.sekisho.plan;

import io.sekisho.address.Ip;
import io.sekisho.address.Mac;
import io.sekisho.address.Prefix;
import io.sekisho.plan.Site.Port;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.NetworkInterface.FloatingIp;
import io.sekisho.vpc.NetworkInterface.ReservedIp;
import io.sekisho.vpc.Reference;
import io.sekisho.wire.InterfaceSpec;
import io.sekisho.wire.InterfaceSpec.FloatingIpSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
    sites.forEach(site -> site.ports().forEach(port -> claimKept(site, port)));
    sites.forEach(site -> site.ports().forEach(port -> claimDeclared(site, port)));
  }

  private void hold(Compute compute) {
    for (NetworkInterface nic : compute.interfaces()) {
      String holder = compute.identity().name() + " " + nic.name();
      nic.addresses().forEach(ip -> book.claim(compute.vpc(), ip, holder));
      book.claim(compute.vpc(), nic.mac(), holder);
    }
  }

  private void claimKept(Site site, Port port) {
    String vpc = site.vpc().id();
    port.keptAddress().ifPresent(ip -> book.claim(vpc, ip, port.holder()));
    port.keptIpv6Address().ifPresent(ip -> book.claim(vpc, ip, port.holder()));
    port.keptMac().ifPresent(mac -> book.claim(vpc, mac, port.holder()));
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
    InterfaceSpec spec = port.spec();
    Optional<NetworkInterface> before = port.before();
    int mark = before.map(NetworkInterface::mark).orElseGet(scope.draft::nextMark);
    return new NetworkInterface(
        before.map(NetworkInterface::id).orElseGet(() -> scope.minter.zonal(site.zone())),
        port.name(),
        mark,
        mac(site, port, mark),
        port.subnet().id(),
        reservedIp(site, port, address),
        moreAddresses(site, port),
        floatingIps(site, port),
        securityGroups(site, spec),
        before
            .map(NetworkInterface::virtualNetworkInterface)
            .orElseGet(() -> virtualNetworkInterface(site, port)),
        spec.allowIpSpoofing().orElse(false),
        spec.autoDelete().orElse(true),
        spec.enableInfrastructureNat().orElse(true),
        spec.protocolStateFilteringMode().orElse("auto"),
        spec.portSpeed().orElse(DEFAULT_PORT_SPEED),
        before.map(NetworkInterface::createdAt).orElse(scope.minter.now()));
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
                new ReservedIp(scope.minter.zonal(site.zone()), name(site, port) + "-ip", address));
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

  private List<FloatingIp> floatingIps(Site site, Port port) {
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
    Optional<FloatingIp> before =
        port.before().stream()
            .flatMap(nic -> nic.floatingIps().stream())
            .filter(ip -> ip.name().equals(name))
            .findFirst();
    if (before.isPresent()) {
      return new FloatingIp(before.get().id(), before.get().crn(), name, address);
    }
    Reference made = refer(site, "floating-ip", name);
    return new FloatingIp(made.id(), made.crn(), name, address);
  }

  private List<Reference> securityGroups(Site site, InterfaceSpec spec) {
    return spec.securityGroups().stream()
        .map(
            ref ->
                scope.minter.elsewhere(ref, "security-group", site.vpc().region(), scope.account))
        .toList();
  }

  private Reference virtualNetworkInterface(Site site, Port port) {
    return refer(site, "virtual-network-interface", name(site, port));
  }

  private Reference refer(Site site, String type, String name) {
    return scope.minter.reference(
        scope.minter.zonal(site.zone()), type, site.zone(), scope.account, name);
  }

  private static String name(Site site, Port port) {
    String name = site.name() + "-" + port.name();
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }
}
