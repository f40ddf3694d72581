package io.sekisho.exposure;

import io.sekisho.address.Ip;
import io.sekisho.exposure.Audit.Row;
import io.sekisho.exposure.Finding.Kind;
import io.sekisho.exposure.Finding.Severity;
import io.sekisho.exposure.Outcome.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is to be said of who reaches what.
final class ReachFindings {
  private static final Ip USUAL = Ip.parse("169.254.169.254");
  private static final String GUARD =
      "sekisho guard plan --preset ibm-allow-user --user NAME, then apply; or a policy with all"
          + " who need it";

  private final Machine machine;
  private final List<Row> rows;
  private final List<Finding> findings = new ArrayList<>();

  ReachFindings(Machine machine, List<Row> rows) {
    this.machine = machine;
    this.rows = rows;
  }

  List<Finding> all() {
    users();
    outside();
    otherServices();
    behindAccept();
    notUnderstood();
    diverted();
    return findings;
  }

  /// The first port of TCP, for each who and address.
  private List<Row> first(Who.Kind... kinds) {
    Map<List<Object>, Row> first = new LinkedHashMap<>();
    rows.stream()
        .filter(it -> List.of(kinds).contains(it.who().kind()))
        .forEach(it -> first.putIfAbsent(List.of(it.who(), it.address()), it));
    return List.copyOf(first.values());
  }

  private void users() {
    List<Row> anybody = first(Who.Kind.ANYBODY);
    List<Ip> open = with(anybody, Way.REACHES);
    boolean shut4 = with(anybody, Way.STOPPED).stream().anyMatch(it -> !it.v6());
    List<Ip> only6 = shut4 ? open.stream().filter(Ip::v6).toList() : List.of();
    group(only6)
        .forEach(
            (severity, addresses) ->
                add(
                    Kind.IPV6_OPEN,
                    severity,
                    told(addresses),
                    likely(severity) + "every user reaches it over IPv6: the rules stop IPv4 only.",
                    GUARD));
    List<Ip> rest = open.stream().filter(it -> !only6.contains(it)).toList();
    boolean listed = rest.stream().anyMatch(it -> !stopped(it).isEmpty());
    group(rest)
        .forEach(
            (severity, addresses) ->
                addresses.stream()
                    .collect(
                        Collectors.groupingBy(
                            this::stopped, LinkedHashMap::new, Collectors.toList()))
                    .forEach((stopped, some) -> users(severity, listed, stopped, some)));
    listedOverOneVersion(rest);
  }

  /// Who is stopped on the way to an address, while others are not.
  private List<String> stopped(Ip address) {
    return first(Who.Kind.ROOT, Who.Kind.USERS, Who.Kind.GROUP, Who.Kind.CGROUP).stream()
        .filter(it -> it.is(Way.STOPPED) && it.address().equals(address))
        .map(it -> it.who().name())
        .distinct()
        .toList();
  }

  /// @param listed whether the rules are about those who may not, and let others through
  private void users(Severity severity, boolean listed, List<String> stopped, List<Ip> addresses) {
    add(
        Kind.USERS_REACH,
        listed && severity == Severity.HIGH ? Severity.MEDIUM : severity,
        told(addresses),
        likely(severity)
            + (stopped.isEmpty()
                ? "every user and every program gets this machine's identity there: no rule stops"
                    + " them."
                : "every user gets this machine's identity there but "
                    + Crowd.names(stopped)
                    + "."),
        GUARD);
  }

  /// Those whom rules stop over IPv4 and not over IPv6.
  private void listedOverOneVersion(List<Ip> open) {
    List<String> stopped4 =
        open.stream()
            .filter(it -> !it.v6())
            .flatMap(it -> stopped(it).stream())
            .distinct()
            .toList();
    group(open.stream().filter(Ip::v6).toList())
        .forEach(
            (severity, addresses) -> {
              List<String> through =
                  stopped4.stream()
                      .filter(
                          it -> addresses.stream().noneMatch(each -> stopped(each).contains(it)))
                      .toList();
              if (!through.isEmpty()) {
                add(
                    Kind.IPV6_OPEN,
                    severity,
                    "%s to %s".formatted(Crowd.names(through), told(addresses)),
                    likely(severity) + "they are stopped over IPv4 and not over IPv6.",
                    GUARD);
              }
            });
  }

  private void outside() {
    for (Who.Kind kind : List.of(Who.Kind.CONTAINERS, Who.Kind.MACHINES)) {
      Map<List<Ip>, List<String>> byAddresses =
          first(kind).stream()
              .filter(it -> it.is(Way.REACHES))
              .collect(
                  Collectors.groupingBy(
                      it -> it.who().name(),
                      LinkedHashMap::new,
                      Collectors.mapping(Row::address, Collectors.toList())))
              .entrySet()
              .stream()
              .collect(
                  Collectors.groupingBy(
                      Map.Entry::getValue,
                      LinkedHashMap::new,
                      Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
      byAddresses.forEach(
          (all, names) ->
              group(all)
                  .forEach(
                      (severity, addresses) ->
                          add(
                              Kind.CONTAINERS_REACH,
                              kind == Who.Kind.CONTAINERS ? severity : lesser(severity),
                              Crowd.names(names) + " to " + told(addresses),
                              "Rules for OUTPUT do not see what is forwarded: whoever is there gets"
                                  + " this machine's identity.",
                              "sekisho guard apply, with `forwarded: deny`; or rules in FORWARD")));
    }
  }

  private static Severity lesser(Severity severity) {
    return severity == Severity.HIGH ? Severity.LOW : severity;
  }

  private void otherServices() {
    for (Row first : first(Who.Kind.ANYBODY)) {
      if (first.is(Way.STOPPED)) {
        rows.stream()
            .filter(it -> it.who().equals(first.who()) && it.address().equals(first.address()))
            .filter(it -> it.is(Way.REACHES) && it.port() != MachineFindings.DNS)
            .forEach(
                it ->
                    add(
                        it.protocol() == Packet.TCP ? Kind.OTHER_PORT : Kind.UDP_OPEN,
                        it.protocol() == Packet.TCP
                            ? lessIfUnlikely(Severity.MEDIUM, it.address())
                            : Severity.LOW,
                        it.address() + " " + it.service(),
                        "%s is stopped by %s, and %s is not."
                            .formatted(first.service(), first.outcome().by(), it.service()),
                        "a rule without ports and protocols; sekisho guard has one"));
      }
    }
  }

  private void behindAccept() {
    Map<String, Row> late = new LinkedHashMap<>();
    rows.stream()
        .filter(it -> it.is(Way.REACHES) && it.protocol() == Packet.TCP)
        .forEach(it -> it.outcome().idle().ifPresent(rule -> late.putIfAbsent(rule, it)));
    late.forEach(
        (rule, row) ->
            add(
                Kind.RULE_WITHOUT_EFFECT,
                Severity.HIGH,
                rule,
                "It comes after %s, which lets %s through to %s."
                    .formatted(row.outcome().by(), row.who().name(), row.address()),
                "put it first (iptables -I), or use sekisho guard, which no other table overrules"));
  }

  private void notUnderstood() {
    Map<String, Row> doubts = new LinkedHashMap<>();
    first(Who.Kind.values()).stream()
        .filter(it -> it.is(Way.UNCLEAR))
        .forEach(it -> it.outcome().doubts().forEach(rule -> doubts.putIfAbsent(rule, it)));
    doubts.forEach(
        (rule, row) ->
            add(
                Kind.NOT_UNDERSTOOD,
                lessIfUnlikely(Severity.MEDIUM, row.address()),
                rule,
                "Whether %s reaches %s depends on it, and on what is not known here."
                    .formatted(row.who().name(), row.address()),
                "try it: curl --max-time 2 as that user, or audit on the machine itself, as root"));
  }

  private void diverted() {
    Map<String, Row> diverted = new LinkedHashMap<>();
    first(Who.Kind.values()).stream()
        .filter(it -> it.is(Way.DIVERTED))
        .forEach(it -> diverted.putIfAbsent(it.outcome().by(), it));
    diverted.forEach(
        (by, row) ->
            add(
                Kind.DIVERTED,
                Severity.LOW,
                by,
                "What %s asks of %s is answered there, by whatever listens."
                    .formatted(row.who().name(), row.address()),
                "see to it that whoever answers tells users and containers apart"));
  }

  private static List<Ip> with(List<Row> rows, Way way) {
    return rows.stream().filter(it -> it.is(way)).map(Row::address).toList();
  }

  /// By how bad it is that they are open.
  private Map<Severity, List<Ip>> group(List<Ip> addresses) {
    return addresses.stream()
        .collect(
            Collectors.groupingBy(
                it -> lessIfUnlikely(Severity.HIGH, it), LinkedHashMap::new, Collectors.toList()));
  }

  /// At which of the addresses there is a service is known if the machine's cloud is, or if they
  /// were asked.
  private Severity lessIfUnlikely(Severity severity, Ip address) {
    if (!machine.answers().getOrDefault(address, true)) {
      return Severity.NOTE;
    }
    boolean likely =
        machine.cloudKnown()
            || address.equals(USUAL)
            || machine.answers().containsKey(address)
            || first(Who.Kind.ANYBODY).stream().noneMatch(it -> it.address().equals(USUAL))
            || (address.v6() && usual6(address));
    return likely ? severity : Severity.LOW;
  }

  /// The one address of IPv6 that most machines would use.
  private static boolean usual6(Ip address) {
    return address.equals(Ip.parse("fd00:ec2::254"));
  }

  /// How a sentence about addresses begins, at which there may be no service.
  private static String likely(Severity severity) {
    return severity == Severity.LOW
        ? "If this machine is in a cloud whose service is there, "
        : "As the rules are, ";
  }

  private static String told(List<Ip> addresses) {
    return addresses.stream().map(Ip::toString).collect(Collectors.joining(", "));
  }

  private void add(Kind kind, Severity severity, String seen, String means, String fix) {
    Stream.of(new Finding(kind, severity, seen, means, fix))
        .filter(it -> !findings.contains(it))
        .forEach(findings::add);
  }
}
