package io.sekisho.inspection;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.exposure.Machine;
import io.sekisho.exposure.Machine.Link;
import io.sekisho.exposure.Machine.Route;
import io.sekisho.exposure.Rulebook;
import io.sekisho.guard.Target;
import io.sekisho.guard.Targets;
import io.sekisho.guard.Units;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads a machine.
///
/// @param named the targets to look at; none for those of the machine's cloud, or of all clouds
/// @param connect whether to ask the targets over the network
record Inspection(Source source, List<Target> named, boolean connect) {
  private static final int WAIT_MILLIS = 1000;
  private static final int HTTP = 80;

  Machine read() {
    Optional<Target> cloud = new Cloud(source).target();
    List<Target> targets =
        !named.isEmpty()
            ? named
            : List.of(cloud.orElse(Targets.named(Targets.METADATA).orElseThrow()));
    boolean known =
        named.isEmpty()
            ? cloud.isPresent()
            : named.stream().noneMatch(it -> it.name().equals(Targets.METADATA));
    Network network = new Network(source);
    List<Link> links = network.links();
    Map<Ip, Route> routes = network.routes(targets);
    Optional<Rulebook> rules = new Rules(source).read();
    People people = new People(source);
    return new Machine(
        rules,
        targets,
        known,
        routes,
        links,
        network.forwards6(),
        people.accounts(),
        people.groups(),
        new Listeners(source).read(),
        new Leaks(source).read(),
        resolvers(),
        broker(),
        source.isHere() ? namespaces() : 0,
        Files.exists(source.path(Units.SCRIPT)),
        connect ? answers(targets) : Map.of());
  }

  private List<Ip> resolvers() {
    return Stream.of("etc/resolv.conf", "run/systemd/resolve/resolv.conf")
        .flatMap(it -> source.file(it).orElse("").lines())
        .filter(it -> it.matches("\\s*nameserver\\s+[0-9a-fA-F.:]+\\s*"))
        .map(it -> it.strip().split("\\s+", -1)[1])
        .distinct()
        .flatMap(Inspection::address)
        .toList();
  }

  private static Stream<Ip> address(String text) {
    try {
      return Stream.of(Ip.parse(text));
    } catch (IllegalArgumentException unreadable) {
      return Stream.of();
    }
  }

  private Optional<String> broker() {
    return Stream.of(
            "run/systemd/io.systemd.InstanceMetadata",
            "etc/systemd/system/sockets.target.wants/systemd-imdsd.socket")
        .filter(it -> Files.exists(source.path(it)))
        .map(it -> "systemd-imdsd (/" + it + ")")
        .findFirst();
  }

  /// Others than this thread's own.
  private int namespaces() {
    Set<String> found = new HashSet<>();
    try (Stream<Path> processes = Files.list(source.path("proc"))) {
      for (Path each : (Iterable<Path>) processes::iterator) {
        if (each.getFileName().toString().matches("\\d+")) {
          namespace(each).ifPresent(found::add);
        }
      }
    } catch (IOException gone) {
      return 0;
    }
    namespace(source.path("proc/thread-self")).ifPresent(found::remove);
    return found.size();
  }

  private static Optional<String> namespace(Path process) {
    try {
      return Optional.of(Files.readSymbolicLink(process.resolve("ns/net")).toString());
    } catch (IOException closed) {
      return Optional.empty();
    }
  }

  /// One connection to each address, as who runs this.
  private static Map<Ip, Boolean> answers(List<Target> targets) {
    Map<Ip, Boolean> answers = new HashMap<>();
    targets.stream()
        .flatMap(it -> it.addresses().stream())
        .map(Prefix::first)
        .distinct()
        .forEach(it -> answers.put(it, answers(it)));
    return answers;
  }

  private static boolean answers(Ip address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.toInetAddress(), HTTP), WAIT_MILLIS);
      return true;
    } catch (IOException silent) {
      return false;
    }
  }
}
