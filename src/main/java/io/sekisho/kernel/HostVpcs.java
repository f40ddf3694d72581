package io.sekisho.kernel;

import io.sekisho.host.HostPlan;
import io.sekisho.host.VpcPlan;
import io.sekisho.kernel.UnplugWatch.Unplugged;
import io.sekisho.linux.LinkNews;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.linux.RuleCounters.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/// All namespaces of VPCs on this host: which there are to be, and which there are. Not for use by
/// two threads at once.
final class HostVpcs implements AutoCloseable {
  private static final int ROUNDS = 10;

  private final Namespaces namespaces;
  private final Commands commands;
  private final Reporter reporter;
  private final Map<String, HostVpc> hosts = new TreeMap<>();
  private final Map<String, VpcPlan> plans = new TreeMap<>();
  private Set<String> wanted = Set.of();

  /// What was told to be left out of a VPC, and why.
  private Map<String, String> left = Map.of();

  HostVpcs(Namespaces namespaces, Commands commands, Reporter reporter) {
    this.namespaces = namespaces;
    this.commands = commands;
    this.reporter = reporter;
  }

  /// From now on these namespaces and no others. One that can't be planned keeps what it has; that
  /// is told once, and is no failure of a change, which may be another VPC's.
  void want(HostPlan host) {
    wanted = new TreeSet<>(host.unplanned().keySet());
    host.vpcs().forEach(vpc -> wanted.add(vpc.namespace()));
    plans.keySet().retainAll(wanted);
    host.vpcs().forEach(vpc -> plans.put(vpc.namespace(), vpc));
    host.unplanned()
        .forEach(
            (name, why) -> {
              if (!why.equals(left.get(name))) {
                reporter.left(name, why);
              }
            });
    left = host.unplanned();
  }

  /// The namespaces that are there and looked after.
  List<NetworkNamespace> present() {
    return hosts.values().stream().map(HostVpc::namespace).toList();
  }

  Optional<VpcPlan> plan(String name) {
    return Optional.ofNullable(plans.get(name));
  }

  /// Does what lies between the plans before and those now.
  void advance(Failures failures) {
    failures.attempt(this::bringNamespaces);
    each((host, plan) -> host.done().equals(Optional.of(plan)), HostVpc::advance, failures);
  }

  /// Puts right what a glance shows to be disturbed, and looks closely at some: at each of them
  /// once in [#ROUNDS], so that no round takes long.
  void look(int round, Failures failures) {
    failures.attempt(this::bringNamespaces);
    each((host, plan) -> !dueIn(round, host) && host.undisturbed(plan), HostVpc::bring, failures);
    hosts.values().forEach(it -> failures.attempt(it::relieve));
  }

  /// The namespace in which a tap has to be, by the plans.
  Optional<String> whereIs(String tap) {
    return plans.values().stream()
        .filter(plan -> plan.devices().contains(tap))
        .map(VpcPlan::namespace)
        .findFirst();
  }

  boolean isPlugged(String name, String tap) {
    return Optional.ofNullable(hosts.get(name)).filter(host -> host.has(tap)).isPresent();
  }

  /// What the rules of each namespace have counted, by its name. One that is gone has none.
  Map<String, List<Count>> counted(Failures failures) {
    Map<String, List<Count>> all = new TreeMap<>();
    hosts.forEach((name, host) -> failures.attempt(() -> all.put(name, host.counted())));
    return all;
  }

  List<LinkNews> news() {
    return hosts.values().stream().map(HostVpc::news).toList();
  }

  /// Deals with taps that came and went: those that came are configured at once.
  ///
  /// @param thorough to look at all, also where the kernel has told nothing
  /// @return those that went
  List<Unplugged> changed(boolean thorough, Failures failures) {
    List<Unplugged> gone = new ArrayList<>();
    for (HostVpc host : List.copyOf(hosts.values())) {
      String name = host.namespace().name();
      plan(name)
          .flatMap(plan -> host.unplugged(plan, thorough))
          .ifPresent(
              taps -> {
                taps.forEach(tap -> gone.add(new Unplugged(name, tap, host.has(tap))));
                failures.attempt(() -> settle(name, host));
              });
    }
    return gone;
  }

  private void settle(String name, HostVpc host) {
    if (plan(name).filter(it -> !host.undisturbed(it) || host.hasOtherUplink()).isPresent()) {
      bring(name);
    }
  }

  private static boolean dueIn(int round, HostVpc host) {
    return Math.floorMod(host.namespace().name().hashCode() + round, ROUNDS) == 0;
  }

  void bring(String name) {
    bring(name, HostVpc::bring);
  }

  private void each(
      BiPredicate<HostVpc, VpcPlan> fine, BiPredicate<HostVpc, VpcPlan> way, Failures failures) {
    plans.forEach(
        (name, plan) ->
            failures.attempt(
                () -> {
                  if (!fine.test(host(name), plan)) {
                    bring(name, way);
                  }
                }));
  }

  private void bring(String name, BiPredicate<HostVpc, VpcPlan> way) {
    VpcPlan plan = plan(name).orElseThrow(() -> new IllegalStateException(name + " has no plan"));
    if (way.test(host(name), plan)) {
      reporter.repaired(name, "ruleset");
      String foreign = host(name).foreignTables();
      if (!foreign.isEmpty()) {
        reporter.foreign(name, foreign);
      }
    }
  }

  private HostVpc host(String name) {
    return hosts.computeIfAbsent(
        name,
        it ->
            new HostVpc(NetworkNamespace.find(it).orElseThrow(() -> gone(it)), commands, reporter));
  }

  private void bringNamespaces() {
    Map<String, Optional<NetworkNamespace>> present = namespaces.ofVpcs();
    dropVanished(present);
    Set<String> useless = new TreeSet<>();
    Set<String> missing = new TreeSet<>(wanted);
    present.forEach(
        (name, namespace) -> {
          if (namespace.isEmpty() || !wanted.contains(name)) {
            useless.add(name);
          } else {
            missing.remove(name);
          }
        });
    namespaces.remove(useless);
    namespaces.make(missing);
  }

  /// Forgets what was put into namespaces that are no more, or no longer wanted.
  private void dropVanished(Map<String, Optional<NetworkNamespace>> present) {
    for (HostVpc host : List.copyOf(hosts.values())) {
      String name = host.namespace().name();
      boolean there = Optional.of(host.namespace()).equals(present.get(name));
      if (!there && wanted.contains(name)) {
        reporter.repaired(name, "namespace");
      }
      if (!there || !wanted.contains(name)) {
        hosts.remove(name);
        host.close();
      }
    }
  }

  private static IllegalStateException gone(String name) {
    return new IllegalStateException("the network namespace " + name + " is gone");
  }

  /// Forgets everything; the kernel keeps it.
  @Override
  public void close() {
    hosts.values().forEach(HostVpc::close);
    hosts.clear();
    plans.clear();
    wanted = Set.of();
  }
}
