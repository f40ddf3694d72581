package io.sekisho.kernel;

import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One VPC's namespace on this host, and what was last put into it.
final class HostVpc implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile(" inet6? (\\S+)");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1/8", "::1/128");

  private final NetworkNamespace namespace;
  private final Commands commands;
  private final Rules rules;
  private Optional<Plan> done = Optional.empty();
  private Set<String> addresses = Set.of();

  HostVpc(NetworkNamespace namespace, Commands commands) {
    this.namespace = namespace;
    this.commands = commands;
    this.rules = new Rules(namespace, commands);
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  /// What the namespace was last brought to; empty if that failed.
  Optional<Plan> done() {
    return done;
  }

  /// Brings the namespace from whatever state it is in to the plan. Rules come first: at no time is
  /// there a way through that they don't guard.
  ///
  /// @return whether somebody else had changed its rules
  boolean bring(Plan plan) {
    boolean fresh = done.isEmpty();
    done = Optional.empty();
    boolean drifted = rules.apply(GuestRules.compile(plan.guests()));
    if (fresh) {
      namespace.inside(Sysctls::write);
      addresses = addressesOfLoopback();
    }
    bringLoopback(plan, fresh);
    bringTaps(plan);
    done = Optional.of(plan);
    return drifted;
  }

  private Set<String> addressesOfLoopback() {
    String listing = commands.run("ip", "-n", namespace.name(), "-o", "addr", "show", "dev", "lo");
    Set<String> found = new HashSet<>();
    ADDRESS.matcher(listing).results().forEach(match -> found.add(match.group(1)));
    found.removeAll(LOOPBACK);
    return found;
  }

  private void bringLoopback(Plan plan, boolean fresh) {
    Set<String> wanted = new HashSet<>();
    wanted.add(GuestPorts.METADATA + "/32");
    wanted.add(GuestPorts.METADATA_V6 + "/128");
    plan.gateways().forEach(gateway -> wanted.add(gateway + "/32"));
    if (fresh || !wanted.equals(addresses)) {
      List<String> lines = new ArrayList<>(List.of("link set dev lo up"));
      addresses.stream()
          .filter(address -> !wanted.contains(address))
          .forEach(address -> lines.add("addr del " + address + " dev lo"));
      wanted.forEach(address -> lines.add("addr replace " + address + " dev lo"));
      batch(lines);
      addresses = wanted;
    }
  }

  private void bringTaps(Plan plan) {
    List<String> lines = tapCommands(plan);
    if (lines.isEmpty()) {
      return;
    }
    try {
      batch(lines);
    } catch (Commands.Failed e) {
      // A tap may have gone between looking and doing. If all that are there are fine, so be it.
      if (!tapCommands(plan).isEmpty()) {
        throw e;
      }
    }
  }

  private List<String> tapCommands(Plan plan) {
    return Taps.commands(plan.guests().ports(), namespace.inside(Links::read));
  }

  /// -force: one line that fails does not keep the others from being done.
  private void batch(List<String> lines) {
    commands.feed(
        String.join("\n", lines) + "\n", "ip", "-n", namespace.name(), "-force", "-batch", "-");
  }

  @Override
  public void close() {
    rules.close();
  }
}
