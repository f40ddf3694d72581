package io.sekisho.guard;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.guard.Target.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The targets that have a name: where clouds have their metadata services. Sources stand in
/// `docs/guard.md`.
public final class Targets {
  /// What is guarded where a policy says nothing: the metadata services of all clouds below.
  public static final String METADATA = "metadata";

  private static final Map<String, Target> ALL = all();

  private Targets() {}

  /// The target of this name; empty if there is none.
  public static Optional<Target> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /// Every name, [#METADATA] first.
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  private static Map<String, Target> all() {
    Map<String, Target> clouds = new LinkedHashMap<>();
    Stream.of(
            cloud("ibm"),
            cloud("aws", "fd00:ec2::254"),
            cloud("gcp", "fd20:ce::254"),
            cloud("azure"),
            cloud("oracle", "fd00:c1::a9fe:a9fe"),
            cloud("openstack", "fe80::a9fe:a9fe"),
            cloud("digitalocean"),
            cloud("hetzner"),
            cloud("akamai", "fd00:a9fe:a9fe::1"),
            cloud("vultr"),
            cloud("upcloud"),
            target("alibaba", new Scope.ButServices(), "100.100.100.200"),
            target("tencent", new Scope.ButServices(), "169.254.0.23"),
            target("scaleway", new Scope.ButServices(), "169.254.42.42", "fd00:42::42"))
        .forEach(each -> clouds.put(each.name(), each));
    Map<String, Target> all = new LinkedHashMap<>();
    all.put(
        METADATA,
        new Target(
            METADATA,
            clouds.values().stream().flatMap(it -> it.addresses().stream()).distinct().toList(),
            new Scope.ButServices()));
    all.putAll(clouds);
    for (Target other :
        List.of(
            target("azure-wireserver", new Scope.TcpPorts(List.of(80, 32526)), "168.63.129.16"),
            target(
                "aws-containers",
                new Scope.Everything(),
                "169.254.170.2",
                "169.254.170.23",
                "fd00:ec2::23"))) {
      all.put(other.name(), other);
    }
    return all;
  }

  /// One at the address that most clouds use, and perhaps at one of IPv6.
  private static Target cloud(String name, String... more) {
    List<String> addresses = new ArrayList<>(List.of("169.254.169.254"));
    addresses.addAll(List.of(more));
    return target(name, new Scope.ButServices(), addresses.toArray(String[]::new));
  }

  private static Target target(String name, Scope scope, String... addresses) {
    return new Target(name, Stream.of(addresses).map(Ip::parse).map(Prefix::of).toList(), scope);
  }
}
