package io.sekisho.exposure;

import io.sekisho.address.Ip;
import io.sekisho.exposure.Who.Kind;
import io.sekisho.guard.Target;
import io.sekisho.guard.Target.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who on a machine reaches its metadata service, and what is wrong with that.
///
/// @param rows for everybody, each address and each service; none if the rules could not be read
/// @param findings the worst first
public record Audit(List<Row> rows, List<Finding> findings) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  public Audit {
    rows = List.copyOf(rows);
    findings = findings.stream().sorted(Finding.WORST_FIRST).toList();
  }

  /// Whether somebody reaches an address.
  ///
  /// @param protocol 6 for TCP, 17 for UDP
  public record Row(Who who, Ip address, int protocol, int port, Outcome outcome) {
    /// As in `TCP 80`.
    public String service() {
      return (protocol == Packet.TCP ? "TCP " : "UDP ") + port;
    }

    boolean is(Outcome.Way way) {
      return outcome.way() == way;
    }
  }

  /// Of what was read of a machine.
  public static Audit of(Machine machine) {
    List<Row> rows = machine.rules().map(it -> rows(machine, it)).orElse(List.of());
    List<Finding> findings = new ArrayList<>();
    machine
        .rules()
        .ifPresent(
            it -> {
              findings.addAll(new ReachFindings(machine, rows).all());
              findings.addAll(new RuleFindings(machine, it).all());
            });
    findings.addAll(new MachineFindings(machine, rows).all());
    return new Audit(rows, findings);
  }

  /// The rows that say it best: the first port of TCP, users that fare alike in one.
  public List<Row> table() {
    Map<Object, List<Row>> byWho = new LinkedHashMap<>();
    List<Row> first = rows.stream().filter(this::isFirst).toList();
    first.forEach(it -> byWho.computeIfAbsent(it.who(), _ -> new ArrayList<>()).add(it));
    Map<Object, List<List<Row>>> alike = new LinkedHashMap<>();
    byWho.forEach(
        (who, some) ->
            alike
                .computeIfAbsent(
                    List.of(
                        ((Who) who).kind(), some.stream().map(it -> it.outcome().told()).toList()),
                    _ -> new ArrayList<>())
                .add(some));
    return alike.values().stream().flatMap(it -> merged(it).stream()).toList();
  }

  private static List<Row> merged(List<List<Row>> alike) {
    List<String> names = alike.stream().map(it -> it.getFirst().who().name()).toList();
    Who one = alike.getFirst().getFirst().who();
    Who who = new Who(one.kind(), Crowd.names(names), one.owner(), one.device());
    return alike.getFirst().stream()
        .map(it -> new Row(who, it.address(), it.protocol(), it.port(), it.outcome()))
        .toList();
  }

  private boolean isFirst(Row row) {
    return rows.stream()
        .filter(it -> it.who().equals(row.who()) && it.address().equals(row.address()))
        .findFirst()
        .filter(row::equals)
        .isPresent();
  }

  private static List<Row> rows(Machine machine, Rulebook book) {
    Paths paths = new Paths(machine, book);
    Map<Ip, List<Integer>> goals = goals(machine.targets());
    List<Row> rows = new ArrayList<>();
    for (Who who : Crowd.of(machine, book)) {
      goals.forEach(
          (address, ports) -> {
            ports.forEach(it -> rows.add(row(paths, who, address, Packet.TCP, it)));
            if (who.kind() == Kind.ANYBODY || who.isOutside()) {
              rows.add(row(paths, who, address, Packet.UDP, HTTP));
              rows.add(row(paths, who, address, Packet.UDP, MachineFindings.DNS));
            }
          });
    }
    return rows;
  }

  private static Row row(Paths paths, Who who, Ip address, int protocol, int port) {
    return new Row(who, address, protocol, port, paths.outcome(who, address, protocol, port));
  }

  private static Map<Ip, List<Integer>> goals(List<Target> targets) {
    Map<Ip, List<Integer>> goals = new LinkedHashMap<>();
    for (Target target : targets) {
      List<Integer> ports =
          switch (target.scope()) {
            case Scope.TcpPorts(var some) -> some;
            case Scope.Everything _, Scope.ButServices _ -> List.of(HTTP, HTTPS);
          };
      target.addresses().forEach(it -> goals.putIfAbsent(it.first(), ports));
    }
    return goals;
  }
}
