package io.sekisho.kernel;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.telemetry.Journal;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Snapshot;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// The VPCs of this host as the kernel enforces them: one network namespace each, with its
/// addresses, its taps and its ruleset.
///
/// What was enforced stays in force when this process ends, however it ends; [#clean] removes it.
public final class HostNetwork implements AutoCloseable {
  private final Names names;
  private final Commands commands;
  private final Namespaces namespaces;
  private final Settings settings;
  private final Reporter reporter;
  // What follows is guarded by this.
  private final HostVpcs hosts;
  private Snapshot enforced = Snapshot.EMPTY;
  private Optional<Patrol> patrol = Optional.empty();
  private int round;

  public HostNetwork(
      Names names, Commands commands, Journal journal, InstantSource clock, Settings settings) {
    this.names = names;
    this.commands = commands;
    this.namespaces = new Namespaces(names, commands);
    this.settings = settings;
    this.reporter = new Reporter(journal, clock);
    this.hosts = new HostVpcs(namespaces, commands, reporter);
  }

  /// How the host half behaves.
  ///
  /// @param patrolEvery how long a tap that was plugged in, or a rule that somebody else changed,
  ///   may go unnoticed; a route or an address that somebody else changed: ten times as long
  public record Settings(Limits limits, Duration patrolEvery) {
    public static final Settings DEFAULT = new Settings(Limits.DEFAULT, Duration.ofMillis(500));
  }

  /// Makes the kernel enforce this snapshot, and returns when it does. A VPC without compute
  /// resources has no namespace. What fails for one VPC is done for the others all the same.
  ///
  /// @throws RuntimeException if any of it could not be done: older rules may still be in force
  public synchronized void enforce(Snapshot snapshot) {
    Failures failures = new Failures();
    enforced = snapshot;
    plan(snapshot, failures);
    hosts.advance(failures);
    report(failures);
  }

  /// From now on looks after what was enforced: configures taps as they are plugged in, and puts
  /// right what somebody else changed.
  public synchronized void patrol() {
    if (patrol.isEmpty()) {
      patrol =
          Optional.of(
              Patrol.start(
                  "kernel-patrol", settings.patrolEvery(), this::lookAround, reporter::failed));
    }
  }

  /// Does work within a VPC's namespace, as [NetworkNamespace#inside].
  ///
  /// @throws IllegalStateException if the VPC has none
  public <T> T inside(Vpc vpc, Callable<T> work) {
    return namespace(vpc)
        .orElseThrow(() -> new IllegalStateException(vpc.id() + " is not on this host"))
        .inside(work);
  }

  /// The VPC's namespace as it is now. If it is another than before, sockets have to be made anew.
  public Optional<NetworkNamespace> namespace(Vpc vpc) {
    return NetworkNamespace.find(names.namespace(vpc));
  }

  /// Configures the host's end of an interface at once instead of on the next patrol.
  ///
  /// @throws IllegalStateException if the tap is not there, or the interface was never enforced
  public synchronized void attach(Vpc vpc, NetworkInterface nic) {
    String name = names.namespace(vpc);
    boolean planned =
        hosts
            .plan(name)
            .filter(plan -> plan.guests().ports().stream().anyMatch(it -> it.mark() == nic.mark()))
            .isPresent();
    if (!planned || !plugged(vpc, nic)) {
      throw new IllegalStateException("there is no " + names.tap(nic) + " to attach in " + name);
    }
    hosts.bring(name);
  }

  /// Makes the tap of an interface for a virtual machine, unless it is there, and attaches it.
  public synchronized void plug(Vpc vpc, NetworkInterface nic) {
    if (!plugged(vpc, nic)) {
      commands.run(
          "ip", "-n", names.namespace(vpc), "tuntap", "add", "dev", names.tap(nic), "mode", "tap");
    }
    attach(vpc, nic);
  }

  /// Removes the host's end of an interface, whoever made it.
  public synchronized void unplug(Vpc vpc, NetworkInterface nic) {
    if (plugged(vpc, nic)) {
      commands.run("ip", "-n", names.namespace(vpc), "link", "del", names.tap(nic));
    }
  }

  /// Where each interface of the snapshot meets this host, plugged in or not.
  public List<Attachment> attachments(Snapshot snapshot) {
    return snapshot.subjects().stream().flatMap(this::attachments).toList();
  }

  /// The namespaces that carry our prefix: those of VPCs and those of the lab's guests.
  public List<String> leftovers() {
    return namespaces.all();
  }

  /// Removes every namespace that carries our prefix and all that is in it, also what an earlier
  /// process left behind.
  public void clean() {
    close();
    namespaces.remove(namespaces.all());
  }

  /// Stops looking after the kernel's state and leaves it as it is.
  @Override
  public void close() {
    takePatrol().ifPresent(Patrol::close);
    synchronized (this) {
      hosts.close();
    }
  }

  synchronized Snapshot enforced() {
    return enforced;
  }

  private void plan(Snapshot snapshot, Failures failures) {
    Map<Vpc, List<Subject>> tenants = new LinkedHashMap<>();
    for (Subject subject : snapshot.subjects()) {
      tenants.computeIfAbsent(subject.vpc(), vpc -> new ArrayList<>()).add(subject);
    }
    Map<String, List<Ip>> gateways = new HashMap<>();
    for (Subnet subnet : snapshot.contents().subnets()) {
      gateways.computeIfAbsent(subnet.vpc(), vpc -> new ArrayList<>()).add(subnet.gateway());
    }
    Map<String, Plan> plans = new HashMap<>();
    Set<String> wanted = new HashSet<>();
    tenants.forEach(
        (vpc, subjects) -> {
          String name = names.namespace(vpc);
          wanted.add(name);
          failures.attempt(
              () ->
                  plans.put(
                      name, plan(name, subjects, gateways.getOrDefault(vpc.id(), List.of()))));
        });
    hosts.want(wanted, plans);
  }

  /// The plan made before if nothing in it has changed: making one is work for every interface.
  private Plan plan(String name, List<Subject> tenants, List<Ip> gateways) {
    return hosts
        .plan(name)
        .filter(last -> last.tenants().equals(tenants) && last.gateways().equals(gateways))
        .orElseGet(() -> Plan.of(tenants, gateways, names, settings.limits()));
  }

  private synchronized void lookAround() {
    Failures failures = new Failures();
    hosts.look(round++, failures);
    report(failures);
  }

  private void report(Failures failures) {
    Optional<RuntimeException> failure = failures.gathered();
    failure.ifPresentOrElse(reporter::failed, reporter::succeeded);
    failure.ifPresent(
        it -> {
          throw it;
        });
  }

  private boolean plugged(Vpc vpc, NetworkInterface nic) {
    return inside(vpc, Links::read).devices().contains(names.tap(nic));
  }

  private Stream<Attachment> attachments(Subject subject) {
    return subject.compute().interfaces().stream()
        .map(nic -> new Attachment(subject, nic, names.namespace(subject.vpc()), names.tap(nic)));
  }

  /// Taken under the lock but stopped outside of it: the round under way needs the lock to end.
  private synchronized Optional<Patrol> takePatrol() {
    Optional<Patrol> taken = patrol;
    patrol = Optional.empty();
    return taken;
  }
}
