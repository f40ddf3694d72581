package io.sekisho.kernel;

import io.sekisho.host.HostPlan;
import io.sekisho.host.Names;
import io.sekisho.host.VpcPlan;
import io.sekisho.kernel.UnplugWatch.Unplugged;
import io.sekisho.linux.LinkNews;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.linux.RuleCounters.Count;
import io.sekisho.telemetry.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The VPCs of this host as the kernel enforces them: one network namespace each, with its
/// addresses, its taps and its ruleset.
///
/// What was enforced stays in force when this process ends, however it ends; [#clean] removes it.
public final class HostNetwork implements AutoCloseable {
  /// How long a tap that was plugged in, or a rule that somebody else changed, may go unnoticed; a
  /// route or an address that somebody else changed: ten times as long.
  private static final Duration PATROL_EVERY = Duration.ofMillis(500);

  private final Commands commands;
  private final Namespaces namespaces;
  private final Captures captures;
  private final Reporter reporter;
  // What follows is guarded by this.
  private final HostVpcs hosts;
  private Optional<Patrol> patrol = Optional.empty();
  private int round;

  /// Until it is told what is to be there, nothing that is there may be taken for too much.
  private boolean told;

  public HostNetwork(Names names, Commands commands, Journal journal, InstantSource clock) {
    this.commands = commands;
    this.namespaces = new Namespaces(names, commands);
    this.reporter = new Reporter(journal, clock);
    this.captures = new Captures(names.prefix(), commands, reporter);
    this.hosts = new HostVpcs(namespaces, commands, reporter);
  }

  /// Makes the kernel enforce this plan, and returns when it does. What fails for one VPC is done
  /// for the others all the same.
  ///
  /// @throws RuntimeException if any of it could not be done: older rules may still be in force
  public synchronized void enforce(HostPlan plan) {
    Failures failures = new Failures();
    told = true;
    hosts.want(plan);
    hosts.advance(failures);
    report(failures);
  }

  /// From now on looks after what was enforced: configures taps as they are plugged in, and puts
  /// right what somebody else changed.
  public synchronized void patrol() {
    if (patrol.isEmpty()) {
      patrol =
          Optional.of(
              Patrol.start("kernel-patrol", PATROL_EVERY, this::lookAround, reporter::failed));
    }
  }

  /// The namespaces that are enforced now.
  public synchronized List<NetworkNamespace> enforced() {
    return hosts.present();
  }

  /// What the rules of each namespace that is enforced have counted, by its name: its named
  /// counters, and those of each tap.
  ///
  /// @throws RuntimeException if the kernel does not tell of one of them
  public synchronized Map<String, List<Count>> counted() {
    Failures failures = new Failures();
    Map<String, List<Count>> all = hosts.counted(failures);
    failures
        .gathered()
        .ifPresent(
            it -> {
              throw it;
            });
    return all;
  }

  /// Waits until something may have become of a device, or the time is over.
  void awaitLinks(Duration most) {
    LinkNews.await(news(), most);
  }

  private synchronized List<LinkNews> news() {
    List<LinkNews> news = new ArrayList<>(hosts.news());
    captures.news().ifPresent(news::add);
    return news;
  }

  /// Deals with taps that came and went.
  ///
  /// @param thorough to look at all, also where the kernel has told nothing
  /// @return those that went
  synchronized List<Unplugged> changedLinks(boolean thorough) {
    Failures failures = new Failures();
    List<Unplugged> gone = told ? hosts.changed(thorough, failures) : List.of();
    failures.attempt(() -> lookAfterCaptures(false, failures));
    failures.gathered().ifPresent(reporter::failed);
    return gone;
  }

  /// Whether a tap is there, configured or not.
  public synchronized boolean isPlugged(String namespace, String tap) {
    return hosts.isPlugged(namespace, tap);
  }

  /// Does work within a VPC's namespace, as [NetworkNamespace#inside].
  ///
  /// @throws IllegalStateException if there is no such namespace
  public <T> T inside(String namespace, Callable<T> work) {
    return NetworkNamespace.find(namespace)
        .orElseThrow(() -> new IllegalStateException(namespace + " is not on this host"))
        .inside(work);
  }

  /// Configures the host's end of an interface at once instead of on the next patrol.
  ///
  /// @throws IllegalStateException if the tap is not there, or not in the plan
  public synchronized void attach(String namespace, String tap) {
    boolean planned =
        hosts.plan(namespace).map(VpcPlan::devices).filter(taps -> taps.contains(tap)).isPresent();
    if (!planned || !plugged(namespace, tap)) {
      throw new IllegalStateException("there is no " + tap + " to attach in " + namespace);
    }
    hosts.bring(namespace);
  }

  /// Makes the tap of an interface for a virtual machine, unless it is there, and attaches it.
  public synchronized void plug(String namespace, String tap) {
    if (!plugged(namespace, tap)) {
      commands.run("ip", "-n", namespace, "tuntap", "add", "dev", tap, "mode", "tap");
    }
    attach(namespace, tap);
  }

  /// Removes the host's end of an interface, whoever made it.
  public synchronized void unplug(String namespace, String tap) {
    if (plugged(namespace, tap)) {
      commands.run("ip", "-n", namespace, "link", "del", tap);
    }
  }

  /// The namespaces that carry our prefix: those of VPCs and those of the lab's guests.
  public List<String> leftovers() {
    return namespaces.all();
  }

  /// Removes every namespace that carries our prefix and all that is in it, also what an earlier
  /// process left behind.
  public void clean() {
    close();
    captures.clean();
    namespaces.remove(namespaces.all());
  }

  /// Stops looking after the kernel's state and leaves it as it is.
  @Override
  public void close() {
    takePatrol().ifPresent(Patrol::close);
    synchronized (this) {
      told = false;
      hosts.close();
      captures.close();
    }
  }

  private synchronized void lookAround() {
    if (!told) {
      return;
    }
    Failures failures = new Failures();
    hosts.look(round++, failures);
    failures.attempt(() -> lookAfterCaptures(true, failures));
    report(failures);
  }

  private void lookAfterCaptures(boolean again, Failures failures) {
    if (told) {
      captures.look(hosts::whereIs, again, failures);
    }
  }

  private void report(Failures failures) {
    Optional<RuntimeException> failure = failures.gathered();
    failure.ifPresentOrElse(reporter::failed, reporter::succeeded);
    failure.ifPresent(
        it -> {
          throw it;
        });
  }

  private boolean plugged(String namespace, String tap) {
    return inside(namespace, Links::read).devices().contains(tap);
  }

  /// Taken under the lock but stopped outside of it: the round under way needs the lock to end.
  private synchronized Optional<Patrol> takePatrol() {
    Optional<Patrol> taken = patrol;
    patrol = Optional.empty();
    return taken;
  }
}
