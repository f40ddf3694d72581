package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.host.VpcPlan;
import io.sekisho.linux.LinkNews;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.linux.RuleCounters;
import io.sekisho.linux.RuleCounters.Count;
import io.sekisho.nftables.GuestRules;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One VPC's namespace on this host, and what was last put into it.
final class HostVpc implements AutoCloseable {
  private final NetworkNamespace namespace;
  private final Commands commands;
  private final Rules rules;
  private final Glimpse glimpse;
  private final LinkNews news;
  private final FlowCutter flows;
  private final RuleCounters counters;
  private Set<String> plugged = Set.of();
  private boolean uplinked;
  private Optional<VpcPlan> done = Optional.empty();

  HostVpc(NetworkNamespace namespace, Commands commands, Reporter reporter) {
    this.namespace = namespace;
    this.commands = commands;
    this.rules = namespace.inside(() -> new Rules(commands));
    this.glimpse = namespace.inside(Glimpse::new);
    this.news = namespace.inside(LinkNews::ofThisNamespace);
    this.flows = namespace.inside(() -> new FlowCutter(namespace.name(), reporter));
    this.counters = namespace.inside(RuleCounters::ofThisNamespace);
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  /// What the namespace was last brought to; empty if that failed.
  Optional<VpcPlan> done() {
    return done;
  }

  /// Whether, at a glance, all is as it was left: costs microseconds.
  boolean undisturbed(VpcPlan plan) {
    return done.filter(plan::equals).isPresent()
        && rules.stand()
        && glimpse.allConfigured(plan.devices());
  }

  /// Whether the device that leads out is another one than that which was dealt with.
  boolean hasOtherUplink() {
    return has(GuestRules.UPLINK) != uplinked;
  }

  /// What tables there are that are not ours, such as `inet mine, ip nat`; empty if none.
  String foreignTables() {
    return namespace.inside(
        () ->
            commands
                .run("nft", "list", "tables")
                .lines()
                .map(line -> line.replaceFirst("table ", "").strip())
                .filter(table -> !table.endsWith(" " + GuestRules.NAME))
                .collect(Collectors.joining(", ")));
  }

  /// Sees to it that no guest has all that the kernel can track.
  void relieve() {
    flows.relieve();
  }

  /// Tells when something may have become of its devices.
  LinkNews news() {
    return news;
  }

  /// What its rules have counted.
  List<Count> counted() {
    return counters.read(GuestRules.NAME);
  }

  /// The taps that went since this was asked last, also those that are there again.
  ///
  /// @param thorough to look also if the kernel has told nothing
  /// @return empty if nothing has happened
  Optional<Set<String>> unplugged(VpcPlan plan, boolean thorough) {
    Optional<Set<String>> told = news.gone();
    if (told.isEmpty() && !thorough) {
      return Optional.empty();
    }
    uplinked &= !told.orElse(Set.of()).contains(GuestRules.UPLINK);
    // The kernel tells it a little later than it is so: only one that was seen can go.
    Set<String> gone = new TreeSet<>(plugged);
    plugged = glimpse.present(plan.devices());
    gone.removeIf(tap -> plugged.contains(tap) && !told.orElse(Set.of()).contains(tap));
    gone.retainAll(plan.devices());
    return Optional.of(gone);
  }

  boolean has(String tap) {
    return !glimpse.present(Set.of(tap)).isEmpty();
  }

  /// Does what lies between the plan that was done last and this one.
  ///
  /// @return whether somebody else had changed its rules
  boolean advance(VpcPlan plan) {
    boolean wired = done.filter(last -> last.wiredAs(plan)).isPresent();
    return namespace.inside(() -> bring(plan, !wired));
  }

  /// Brings the namespace from whatever state it is in to the plan.
  ///
  /// @return whether somebody else had changed its rules
  boolean bring(VpcPlan plan) {
    return namespace.inside(() -> bring(plan, true));
  }

  /// Rules come first: at no time is there a way through that they don't guard.
  private boolean bring(VpcPlan plan, boolean wires) throws IOException {
    boolean fresh = done.isEmpty();
    done = Optional.empty();
    if (fresh) {
      flows.forget(Rules.standing());
    }
    Set<Ip> handed = flows.handedOver(plan.envelope());
    boolean drifted = false;
    if (!handed.isEmpty()) {
      // Nobody's until its flows are cut: whatever becomes of this process meanwhile, no later one
      // finds the next owner's rules beside flows of the one before.
      drifted = rules.apply(plan.without(handed));
      flows.cutAll(withFloatingIps(handed, plan));
    }
    drifted |= rules.apply(plan);
    flows.advance(drifted, plan.envelope());
    if (fresh) {
      Sysctls.write();
    }
    if (wires) {
      bringWires(plan);
    }
    done = Optional.of(plan);
    return drifted;
  }

  /// With the addresses that who has one of these has outside: a flow from there began with one.
  private static Set<Ip> withFloatingIps(Set<Ip> ips, VpcPlan plan) {
    Set<Ip> all = new HashSet<>(ips);
    plan.envelope().places().stream()
        .filter(place -> place.addresses().stream().anyMatch(ips::contains))
        .forEach(place -> place.floatingIp().ifPresent(all::add));
    return all;
  }

  private void bringWires(VpcPlan plan) throws IOException {
    Links links = Links.read();
    List<String> lines = Wiring.commands(plan, links);
    uplinked = links.devices().contains(GuestRules.UPLINK);
    if (uplinked) {
      Sysctls.writeUplink();
    }
    if (lines.isEmpty()) {
      return;
    }
    try {
      // -force: one line that fails does not keep the others from being done.
      commands.feed(String.join("\n", lines) + "\n", "ip", "-force", "-batch", "-");
    } catch (Commands.Failed e) {
      // A tap may have gone between looking and doing. If all that are there are fine, so be it.
      if (!Wiring.commands(plan, Links.read()).isEmpty()) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    rules.close();
    flows.close();
    glimpse.close();
    news.close();
    counters.close();
  }
}
