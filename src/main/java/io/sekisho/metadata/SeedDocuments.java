package io.sekisho.metadata;

import io.sekisho.address.Ip;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What cloud-init is told of the instance and its network.
final class SeedDocuments {
  private static final String ROUTER6 = "fe80::1";
  private static final String ALL4 = "0.0.0.0/0";
  private static final String ALL6 = "::/0";

  /// The kernel's limit for the name of an interface.
  private static final int LONGEST_NAME = 15;

  /// Metric of the first interface's routes; those of the others come after it.
  private static final int METRIC = 100;

  private SeedDocuments() {}

  static Members metaData(Subject subject) {
    List<String> keys = subject.keys().stream().map(Key::publicKey).toList();
    return new Members()
        .with("instance-id", subject.compute().id())
        .with("local-hostname", subject.compute().name())
        .maybe("public-keys", Optional.of(keys).filter(all -> !all.isEmpty()));
  }

  /// Version 2, as netplan has it. Only what the host's end answers to: taps are routed, and the
  /// router is the only neighbour.
  static Members networkConfig(Subject subject) {
    Members ethernets = new Members();
    List<NetworkInterface> all = subject.compute().interfaces();
    for (int i = 0; i < all.size(); i++) {
      NetworkInterface nic = all.get(i);
      Subnet subnet = Objects.requireNonNull(subject.subnets().get(nic.subnet()));
      ethernets.with(nic.name(), ethernet(nic, subnet, i));
    }
    return new Members().with("version", 2).with("ethernets", ethernets);
  }

  private static Members ethernet(NetworkInterface nic, Subnet subnet, int index) {
    Optional<String> name = Optional.of(nic.name()).filter(it -> it.length() <= LONGEST_NAME);
    List<Members> routes = new ArrayList<>(routes(nic, subnet, index));
    Members ethernet =
        new Members()
            .with("match", new Members().with("macaddress", nic.mac().toString()))
            .maybe("set-name", name)
            .maybe("addresses", Optional.of(addresses(nic, subnet)));
    if (index > 0) {
      // An answer leaves by the interface whose address it carries; from any other it is spoofed.
      int table = METRIC + index;
      routes(nic, subnet, index).forEach(route -> routes.add(route.with("table", table)));
      ethernet.with(
          "routing-policy",
          nic.addresses().stream()
              .map(ip -> new Members().with("from", whole(ip)).with("table", table))
              .toList());
    }
    return ethernet.with("routes", routes);
  }

  private static List<String> addresses(NetworkInterface nic, Subnet subnet) {
    List<String> all = new ArrayList<>();
    all.add(nic.primaryIp().address() + "/" + subnet.ipv4CidrBlock().length());
    nic.addresses().stream().skip(1).map(SeedDocuments::whole).forEach(all::add);
    return all;
  }

  private static List<Members> routes(NetworkInterface nic, Subnet subnet, int index) {
    List<Members> routes = new ArrayList<>();
    routes.add(route(ALL4, subnet.gateway().toString(), index));
    if (nic.addresses().stream().anyMatch(Ip::v6)) {
      routes.add(route(ALL6, ROUTER6, index));
    }
    return routes;
  }

  private static Members route(String to, String via, int index) {
    return new Members().with("to", to).with("via", via).with("metric", METRIC + index);
  }

  private static String whole(Ip ip) {
    return ip + "/" + ip.width();
  }
}
