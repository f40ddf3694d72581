package io.sekisho.exposure;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.exposure.Audit.Row;
import io.sekisho.exposure.Finding.Kind;
import io.sekisho.exposure.Finding.Severity;
import io.sekisho.exposure.Machine.Leak;
import io.sekisho.exposure.Machine.Link;
import io.sekisho.exposure.Machine.Listener;
import io.sekisho.exposure.Outcome.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is to be said of a machine beside its rules.
final class MachineFindings {
  static final int DNS = 53;

  private static final Prefix LOOPBACK = Prefix.parse("127.0.0.0/8");
  private static final Ip LOOPBACK_6 = Ip.parse("::1");

  /// Those that fetch whatever they are asked for.
  private static final Set<String> FORWARDING =
      Set.of(
          "squid tinyproxy privoxy 3proxy sockd danted mitmdump mitmproxy polipo glider gost"
              .split(" ", -1));

  /// Those that fetch what they are set up for.
  private static final Set<String> SERVING =
      Set.of(
          "envoy haproxy nginx apache2 httpd caddy traefik varnishd trafficserver".split(" ", -1));

  private static final Set<Integer> PORTS = Set.of(1080, 3128, 8080, 8118, 8888);

  private final Machine machine;
  private final List<Row> rows;
  private final List<Finding> findings = new ArrayList<>();

  MachineFindings(Machine machine, List<Row> rows) {
    this.machine = machine;
    this.rows = rows;
  }

  List<Finding> all() {
    machine.listeners().forEach(this::listener);
    besideRules();
    namespaces();
    machine.leaks().forEach(this::leak);
    broker();
    machine.resolvers().forEach(this::resolver);
    return findings;
  }

  private void listener(Listener listener) {
    boolean forwards = FORWARDING.contains(listener.program());
    boolean serves = SERVING.contains(listener.program());
    if (!forwards && !serves && !PORTS.contains(listener.port())) {
      return;
    }
    boolean outside =
        !LOOPBACK.contains(listener.address()) && !listener.address().equals(LOOPBACK_6);
    boolean reaches = rows.isEmpty() || reaches(listener.user());
    Severity severity =
        !reaches || !forwards ? Severity.LOW : outside ? Severity.HIGH : Severity.MEDIUM;
    String program = listener.program().isEmpty() ? "A program" : listener.program();
    findings.add(
        new Finding(
            Kind.PROXY,
            severity,
            "%s, port %d".formatted(listener.address(), listener.port()),
            "%s listens as %s, who %s the service: if it fetches what it is asked for, whoever can connect to it asks as that user."
                .formatted(
                    program,
                    machine.userName(listener.user()),
                    reaches ? "reaches" : "does not reach"),
            "deny the metadata addresses in its own settings, or leave its user out of the guard's"
                + " policy"));
  }

  /// Whether a user reaches any of the addresses, as far as is known.
  private boolean reaches(long user) {
    Who who = new Who(Who.Kind.USERS, "", Optional.of(machine.owner(user)), Optional.empty());
    return rows.stream()
        .filter(it -> it.who().kind() == Who.Kind.ANYBODY && it.protocol() == Packet.TCP)
        .map(
            it ->
                machine
                    .rules()
                    .map(book -> new Paths(machine, book))
                    .map(paths -> paths.outcome(who, it.address(), it.protocol(), it.port()).way())
                    .orElse(Way.UNCLEAR))
        .anyMatch(it -> it == Way.REACHES || it == Way.UNCLEAR);
  }

  /// Guests that share the bridge with the way out.
  private void besideRules() {
    machine.links().stream().filter(Link::isBesideRules).forEach(this::besideRules);
    machine.links().stream()
        .filter(machine::isWayOut)
        .flatMap(
            bridge ->
                machine.links().stream()
                    .filter(it -> it.master().filter(bridge.name()::equals).isPresent()))
        .filter(it -> Set.of("veth", "tun").contains(it.kind()))
        .forEach(this::besideRules);
  }

  private void besideRules(Link link) {
    findings.add(
        new Finding(
            Kind.BESIDE_RULES,
            Severity.MEDIUM,
            "%s (%s)".formatted(link.name(), link.kind()),
            "Whoever has it in a namespace of its own reaches the network without passing a rule"
                + " of this machine.",
            "a route of its own to the metadata addresses, or the cloud's own switch for them"));
  }

  private void namespaces() {
    if (machine.namespaces() > 0) {
      findings.add(
          new Finding(
              Kind.BESIDE_RULES,
              Severity.NOTE,
              "%d other network namespaces".formatted(machine.namespaces()),
              "What is in them was not looked at: a macvlan device or a hardware function of theirs"
                  + " passes no rule of this machine.",
              "nsenter --net=/proc/PID/ns/net sekisho guard audit"));
    }
  }

  private void leak(Leak leak) {
    boolean secret = leak.secret().isPresent() || leak.credentials();
    findings.add(
        new Finding(
            leak.credentials() ? Kind.CREDENTIALS_READABLE : Kind.USER_DATA_READABLE,
            secret ? Severity.HIGH : Severity.LOW,
            "%s (%s)".formatted(leak.path(), leak.mode()),
            leak.secret()
                .map(it -> "Every user may read it, and there is " + it + " in it.")
                .orElse("Every user may read it."),
            "chmod o-r " + leak.path() + (secret ? ", and have the secret replaced" : "")));
  }

  private void broker() {
    machine
        .broker()
        .ifPresent(
            it ->
                findings.add(
                    new Finding(
                        Kind.BROKER,
                        Severity.LOW,
                        it,
                        "It asks the metadata service for whoever may speak to it: rules about"
                            + " packets do not see who that is.",
                        "see who may open its socket; let only its unit through in the policy")));
  }

  private void resolver(Ip address) {
    if (rows.stream().noneMatch(it -> it.address().equals(address))) {
      return;
    }
    boolean cut =
        rows.stream()
            .anyMatch(
                it ->
                    it.who().kind() == Who.Kind.ANYBODY
                        && it.address().equals(address)
                        && it.protocol() == Packet.UDP
                        && it.port() == DNS
                        && it.is(Way.STOPPED));
    findings.add(
        new Finding(
            Kind.RESOLVER,
            cut ? Severity.MEDIUM : Severity.NOTE,
            "resolver " + address,
            cut
                ? "The rules stop DNS to it, too: names are not found."
                : "Rules that stop all that goes there would stop DNS, too.",
            "let port 53 through; sekisho guard does"));
  }
}
