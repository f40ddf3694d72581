package io.sekisho.exposure;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.guard.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was read of a machine.
///
/// @param rules empty if none could be read: then nobody can say who reaches what
/// @param targets the services that are looked at
/// @param cloudKnown whether the machine said, or was said, to be in the clouds of the targets
/// @param routes how addresses are reached; one that is not there is not known
/// @param links its network devices
/// @param forwards6 whether it forwards IPv6; empty if not known
/// @param accounts its users; none if not known
/// @param groups names of groups by their number
/// @param listeners who waits for connections
/// @param leaks files that others may read
/// @param resolvers where it asks for names
/// @param broker a service that asks the metadata service for others, such as systemd-imdsd
/// @param namespaces how many other network namespaces it has
/// @param persisted whether a guard of ours is loaded after a restart
/// @param answers whether addresses answered; empty unless they were asked
public record Machine(
    Optional<Rulebook> rules,
    List<Target> targets,
    boolean cloudKnown,
    Map<Ip, Route> routes,
    List<Link> links,
    Optional<Boolean> forwards6,
    List<Account> accounts,
    Map<Long, String> groups,
    List<Listener> listeners,
    List<Leak> leaks,
    List<Ip> resolvers,
    Optional<String> broker,
    int namespaces,
    boolean persisted,
    Map<Ip, Boolean> answers) {
  public Machine {
    targets = List.copyOf(targets);
    routes = Map.copyOf(routes);
    links = List.copyOf(links);
    accounts = List.copyOf(accounts);
    groups = Map.copyOf(groups);
    listeners = List.copyOf(listeners);
    leaks = List.copyOf(leaks);
    resolvers = List.copyOf(resolvers);
    answers = Map.copyOf(answers);
  }

  /// How an address is reached.
  ///
  /// @param local whether it is this machine's own
  /// @param device the device that packets leave by; empty if not known
  /// @param source the address they leave with
  public record Route(
      boolean reachable, boolean local, Optional<String> device, Optional<Ip> source) {
    /// None.
    public static final Route NONE = new Route(false, false, Optional.empty(), Optional.empty());

    static final Route UNKNOWN = new Route(true, false, Optional.empty(), Optional.empty());
  }

  /// A network device.
  ///
  /// @param kind as `ip -d link` tells: `bridge`, `veth`, `macvlan`; empty for hardware
  /// @param master the bridge that it is a port of
  /// @param networks what is behind it
  /// @param forwards4 whether IPv4 that comes in by it is forwarded; empty if not known
  public record Link(
      String name,
      String kind,
      Optional<String> master,
      List<Prefix> networks,
      Optional<Boolean> forwards4) {
    public Link {
      networks = List.copyOf(networks);
    }

    /// Whether containers or virtual machines are behind it.
    boolean isForContainers() {
      return master.isEmpty()
          && (Set.of("bridge", "veth", "tun").contains(kind)
              || name.matches(
                  "(docker|br-|cni|podman|lxcbr|lxdbr|incusbr|virbr|cali|flannel|vnet).*"));
    }

    boolean isBesideRules() {
      return Set.of("macvlan", "ipvlan", "macvtap", "ipvtap").contains(kind);
    }
  }

  /// A user.
  ///
  /// @param groups all groups that it is a member of, its first one among them
  public record Account(String name, long uid, long gid, Set<Long> groups) {
    public Account {
      groups = Set.copyOf(groups);
    }
  }

  /// A program that waits for connections.
  ///
  /// @param user its number
  /// @param program its name; empty if not known
  public record Listener(String program, long user, Ip address, int port) {}

  /// A file that everybody may read.
  ///
  /// @param mode such as `rw-r--r--`
  /// @param secret what in it looks like a secret, in a word or two; never the secret itself
  public record Leak(String path, String mode, boolean credentials, Optional<String> secret) {}

  Optional<String> account(long uid) {
    return accounts.stream().filter(it -> it.uid() == uid).map(Account::name).findFirst();
  }

  String userName(long uid) {
    return account(uid).orElse("user " + uid);
  }

  /// Who a user is, as far as the machine knows it.
  Owner owner(long uid) {
    return accounts.stream()
        .filter(it -> it.uid() == uid)
        .findFirst()
        .map(it -> new Owner(uid, it.gid(), it.groups(), Optional.empty()))
        .orElse(new Owner(uid, uid, Set.of(uid), Optional.empty()));
  }

  /// Whether packets to a target leave by this device.
  boolean isWayOut(Link link) {
    return routes.values().stream()
        .anyMatch(it -> it.device().filter(link.name()::equals).isPresent() && !it.local());
  }

  Route route(Ip address) {
    return routes.getOrDefault(address, Route.UNKNOWN);
  }
}
