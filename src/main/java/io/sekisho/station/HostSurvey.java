package io.sekisho.station;

import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.host.Attachment;
import io.sekisho.host.Names;
import io.sekisho.nodewire.HostView;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Vpc;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What is in force on this host, under the names that operators know, beside what the kernel
/// counted of it. The kernel is asked at most once a second.
final class HostSurvey {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final String RULE = "rule.";
  private static final String REST = "rest.";

  private final Supplier<Map<String, Tally>> kernel;
  private final Names names;
  private final Supplier<Snapshot> inForce;
  private final InstantSource clock;
  // Guarded by this.
  private Optional<Taken> last = Optional.empty();

  private record Taken(Instant at, HostView view) {}

  /// @param kernel what the rules of each namespace have counted
  HostSurvey(
      Supplier<Map<String, Tally>> kernel,
      Names names,
      Supplier<Snapshot> inForce,
      InstantSource clock) {
    this.kernel = kernel;
    this.names = names;
    this.inForce = inForce;
    this.clock = clock;
  }

  /// What there is, and was counted at most a second ago.
  ///
  /// @throws RuntimeException if the kernel's side does not tell
  synchronized HostView view() {
    Instant now = clock.instant();
    if (last.filter(it -> now.isBefore(it.at.plus(FRESH))).isEmpty()) {
      last = Optional.of(new Taken(now, take(inForce.get(), kernel.get())));
    }
    return last.get().view;
  }

  private HostView take(Snapshot now, Map<String, Tally> counted) {
    Map<String, List<Attachment>> places = new LinkedHashMap<>();
    Attachment.all(now, names)
        .forEach(
            it -> places.computeIfAbsent(it.networkNamespace(), _ -> new ArrayList<>()).add(it));
    List<HostView.Network> networks = new ArrayList<>();
    List<HostView.Interface> interfaces = new ArrayList<>();
    List<HostView.Rule> rules = new ArrayList<>();
    places.forEach(
        (namespace, there) -> {
          Tally tally = counted.getOrDefault(namespace, Tally.NOTHING);
          Vpc vpc = there.getFirst().subject().vpc();
          String account = there.getFirst().subject().account().name();
          networks.add(
              new HostView.Network(
                  account, vpc.identity().name(), vpc.id(), namespace, dropped(tally)));
          there.forEach(it -> interfaces.add(of(it, tally)));
          rules.addAll(new OfVpc(account, vpc.identity().name(), tally).rules(now, vpc.id()));
        });
    return new HostView(networks, interfaces, rules);
  }

  /// Sorted by why.
  private static Map<String, HostView.Count> dropped(Tally tally) {
    Map<String, HostView.Count> dropped = new TreeMap<>();
    tally
        .named()
        .forEach(
            (name, count) -> {
              if (!name.startsWith(RULE) && !name.startsWith(REST)) {
                dropped.put(name, count);
              }
            });
    return dropped;
  }

  private static HostView.Interface of(Attachment place, Tally tally) {
    io.sekisho.wire.Attachment words = Attachments.wire(place);
    return new HostView.Interface(
        words.account(),
        words.compute(),
        words.computeId(),
        words.vpc(),
        words.networkInterface(),
        words.networkNamespace(),
        words.device(),
        words.mark(),
        false,
        words.macAddress(),
        words.addresses(),
        place.nic().virtualNetworkInterface().securityGroups().stream()
            .map(Reference::name)
            .toList(),
        words.metadataService(),
        tally.traffic(words.device()));
  }

  /// Rules of one VPC, and what each has counted.
  private record OfVpc(String account, String vpc, Tally tally) {
    List<HostView.Rule> rules(Snapshot now, String id) {
      List<HostView.Rule> all = new ArrayList<>();
      for (Resource part : now.contents().partsOf(id)) {
        if (part instanceof SecurityGroup group) {
          group.rules().forEach(it -> of(group, it).ifPresent(all::add));
        } else if (part instanceof NetworkAcl acl) {
          acl.rules().forEach(it -> of(acl, it).ifPresent(all::add));
          rest(acl, "out", "outbound").ifPresent(all::add);
          rest(acl, "in", "inbound").ifPresent(all::add);
        }
      }
      return all;
    }

    private Optional<HostView.Rule> of(SecurityGroup group, SecurityGroupRule rule) {
      return rule(
          group,
          "security_group",
          new Which(rule.name(), rule.id(), word(rule.direction()), "allow"),
          RULE + rule.id());
    }

    private Optional<HostView.Rule> of(NetworkAcl acl, NetworkAclRule rule) {
      return rule(
          acl,
          "network_acl",
          new Which(rule.name(), rule.id(), word(rule.direction()), word(rule.action())),
          RULE + rule.id());
    }

    private Optional<HostView.Rule> rest(NetworkAcl acl, String way, String direction) {
      return rule(
          acl, "network_acl", new Which("", "", direction, "deny"), REST + acl.id() + "." + way);
    }

    private record Which(String name, String id, String direction, String action) {}

    /// Empty if it is not in force on this host.
    private Optional<HostView.Rule> rule(Resource owner, String kind, Which rule, String counter) {
      return Optional.ofNullable(tally.named().get(counter))
          .map(
              count ->
                  new HostView.Rule(
                      account,
                      vpc,
                      kind,
                      owner.identity().name(),
                      owner.id(),
                      rule.name,
                      rule.id,
                      rule.direction,
                      rule.action,
                      count));
    }

    private static String word(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }
}
