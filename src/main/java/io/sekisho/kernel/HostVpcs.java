package io.sekisho.kernel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// All namespaces of VPCs on this host: which there are to be, and which there are. Not for use by
/// two threads at once.
final class HostVpcs implements AutoCloseable {
  private final Namespaces namespaces;
  private final Commands commands;
  private final Reporter reporter;
  private final Map<String, HostVpc> hosts = new TreeMap<>();
  private final Map<String, Plan> plans = new TreeMap<>();
  private Set<String> wanted = Set.of();

  HostVpcs(Namespaces namespaces, Commands commands, Reporter reporter) {
    this.namespaces = namespaces;
    this.commands = commands;
    this.reporter = reporter;
  }

  /// From now on these namespaces and no others. One that is wanted and has no new plan keeps what
  /// it has.
  void want(Set<String> names, Map<String, Plan> news) {
    wanted = new TreeSet<>(names);
    plans.keySet().retainAll(names);
    plans.putAll(news);
  }

  Optional<Plan> plan(String name) {
    return Optional.ofNullable(plans.get(name));
  }

  Collection<HostVpc> hosts() {
    return List.copyOf(hosts.values());
  }

  /// Brings those that are not where their plan wants them.
  void bringChanged(Failures failures) {
    failures.attempt(this::bringNamespaces);
    plans.forEach(
        (name, plan) -> {
          HostVpc host = hosts.get(name);
          if (host == null || !host.done().equals(Optional.of(plan))) {
            failures.attempt(() -> bring(name));
          }
        });
  }

  /// Looks at every one of them anew, whether it should have changed or not.
  void bringAll(Failures failures) {
    failures.attempt(this::bringNamespaces);
    plans.keySet().forEach(name -> failures.attempt(() -> bring(name)));
  }

  void bring(String name) {
    Plan plan = plan(name).orElseThrow(() -> new IllegalStateException(name + " has no plan"));
    HostVpc host =
        hosts.computeIfAbsent(
            name,
            it -> new HostVpc(NetworkNamespace.find(it).orElseThrow(() -> gone(it)), commands));
    if (host.bring(plan)) {
      reporter.repaired(name, "ruleset");
    }
  }

  private void bringNamespaces() {
    dropVanished();
    Set<String> broken = new TreeSet<>(namespaces.ofVpcs());
    Set<String> missing = new TreeSet<>();
    for (String name : wanted) {
      if (NetworkNamespace.find(name).isPresent()) {
        broken.remove(name);
      } else {
        missing.add(name);
      }
    }
    namespaces.remove(broken);
    namespaces.make(missing);
    dropVanished();
  }

  /// Forgets what was put into namespaces that are no more; someone else's doing if still wanted.
  private void dropVanished() {
    for (HostVpc host : hosts()) {
      if (!host.namespace().exists()) {
        String name = host.namespace().name();
        hosts.remove(name);
        host.close();
        if (wanted.contains(name)) {
          reporter.repaired(name, "namespace");
        }
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
