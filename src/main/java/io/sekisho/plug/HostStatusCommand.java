package io.sekisho.plug;

import io.sekisho.cli.Format;
import io.sekisho.cli.Printer;
import io.sekisho.cli.Table;
import io.sekisho.linux.Device;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.nodewire.HostView;
import io.sekisho.nodewire.HostView.Count;
import io.sekisho.nodewire.HostView.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sekisho node status`: what this very host enforces, also while no controller answers.
@Command(
    name = "status",
    description = {
      "Shows what is in force on this host: its VPCs, each guest's interface, and how many packets"
          + " passed and did not. Asks the Sekisho that runs here (node or up), no controller. Needs"
          + " root."
    },
    footer = {
      "",
      "Counters begin anew when a change by hand is put right.",
      "",
      "Examples:",
      "  sekisho node status",
      "  sekisho node status --rules -o wide",
      "  sekisho node status -o json | jq '.interfaces[] | select(.plugged | not)'",
      "  sekisho node status --metrics > /var/lib/node_exporter/sekisho.prom"
    })
public final class HostStatusCommand implements Runnable {
  private final Parts parts;

  @Option(names = "--rules", description = "Also what each rule of a group or an ACL counted.")
  private boolean rules;

  @Option(names = "--metrics", description = "All of it as metrics, in Prometheus' text format.")
  private boolean metrics;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; table unless given.")
  private Format format = Format.TABLE;

  public HostStatusCommand(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void run() {
    HostView view = seen(parts.caller().status());
    if (metrics) {
      parts.environment().out().print(HostMetrics.of(view).text());
      return;
    }
    Printer printer = new Printer(parts.environment().out());
    switch (format) {
      case TABLE, WIDE -> show(view, format == Format.WIDE, printer);
      case JSON, YAML ->
          printer.document(
              format, rules ? view : new HostView(view.networks(), view.interfaces(), List.of()));
    }
  }

  /// With what only who looks into the namespaces sees.
  private HostView seen(HostView view) {
    Map<String, Set<String>> devices = new HashMap<>();
    return new HostView(
        view.networks(),
        view.interfaces().stream()
            .map(
                it ->
                    it.plugged(
                        devices
                            .computeIfAbsent(it.networkNamespace(), this::devices)
                            .contains(it.device())))
            .toList(),
        view.rules());
  }

  private Set<String> devices(String namespace) {
    return Stream.of(namespace)
        .filter(parts.names()::owns)
        .flatMap(it -> NetworkNamespace.find(it).stream())
        .flatMap(it -> it.inside(Device::all).stream())
        .map(Device::name)
        .collect(Collectors.toSet());
  }

  private void show(HostView view, boolean wide, Printer printer) {
    if (view.networks().isEmpty()) {
      printer.say("No guest is in force on this host.");
      return;
    }
    printer.table(networks(view.networks()));
    printer.say("");
    printer.table(interfaces(view.interfaces(), wide));
    if (rules) {
      printer.say("");
      printer.table(ruled(view.rules(), wide));
    }
  }

  private static Table networks(List<HostView.Network> networks) {
    return new Table(
        List.of("VPC", "NAMESPACE", "DROPPED"),
        networks.stream()
            .map(
                it ->
                    List.of(
                        vpc(it.account(), it.vpc()),
                        it.networkNamespace(),
                        it.dropped().entrySet().stream()
                            .filter(each -> each.getValue().packets() > 0)
                            .sorted(Map.Entry.comparingByKey())
                            .map(each -> each.getKey() + " " + each.getValue().packets())
                            .collect(Collectors.joining(", "))))
            .toList());
  }

  /// Two accounts may have VPCs of one name.
  private static String vpc(String account, String name) {
    return account + "/" + name;
  }

  private static Table interfaces(List<HostView.Interface> interfaces, boolean wide) {
    List<String> headings =
        List.of(
            "GUEST",
            "INTERFACE",
            "DEVICE",
            "PLUGGED",
            "ADDRESSES",
            "GROUPS",
            "METADATA",
            "SENT",
            "RECEIVED",
            "REFUSED OUT",
            "REFUSED IN",
            "DENIED OUT",
            "DENIED IN",
            "SPOOFED");
    return table(
        headings,
        List.of("BYTES SENT", "BYTES RECEIVED", "VPC", "NAMESPACE", "MAC", "ID"),
        interfaces.stream().map(HostStatusCommand::row).toList(),
        interfaces.stream().map(HostStatusCommand::more).toList(),
        wide);
  }

  private static List<String> row(HostView.Interface nic) {
    Traffic traffic = nic.traffic();
    return Stream.concat(
            Stream.of(
                nic.account() + "/" + nic.compute(),
                nic.networkInterface(),
                nic.device(),
                nic.plugged() ? "yes" : "no",
                String.join(" ", nic.addresses()),
                String.join(" ", nic.securityGroups()),
                nic.metadataService()),
            Stream.of(
                    traffic.sent(),
                    traffic.received(),
                    traffic.refusedOut(),
                    traffic.refusedIn(),
                    traffic.deniedOut(),
                    traffic.deniedIn(),
                    traffic.spoofed())
                .map(Count::packets)
                .map(String::valueOf))
        .toList();
  }

  private static List<String> more(HostView.Interface nic) {
    return List.of(
        Long.toString(nic.traffic().sent().bytes()),
        Long.toString(nic.traffic().received().bytes()),
        vpc(nic.account(), nic.vpc()),
        nic.networkNamespace(),
        nic.macAddress(),
        nic.computeId());
  }

  private static Table ruled(List<HostView.Rule> rules, boolean wide) {
    return table(
        List.of("VPC", "GROUP OR ACL", "RULE", "DIRECTION", "ACTION", "PACKETS", "BYTES"),
        List.of("KIND", "RULE ID", "ID"),
        rules.stream()
            .map(
                it ->
                    List.of(
                        vpc(it.account(), it.vpc()),
                        it.owner(),
                        it.id().isEmpty() ? "(no rule matched)" : it.name(),
                        it.direction(),
                        it.action(),
                        Long.toString(it.count().packets()),
                        Long.toString(it.count().bytes())))
            .toList(),
        rules.stream().map(it -> List.of(it.kind(), it.id(), it.ownerId())).toList(),
        wide);
  }

  /// @param others headings of columns that are shown if there is room, and `more` what is in them
  private static Table table(
      List<String> headings,
      List<String> others,
      List<List<String>> rows,
      List<List<String>> more,
      boolean wide) {
    if (!wide) {
      return new Table(headings, rows);
    }
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      all.add(Stream.concat(rows.get(i).stream(), more.get(i).stream()).toList());
    }
    return new Table(Stream.concat(headings.stream(), others.stream()).toList(), all);
  }
}
