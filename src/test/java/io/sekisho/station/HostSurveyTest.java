package io.sekisho.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.host.Fleet;
import io.sekisho.host.Names;
import io.sekisho.linux.RuleCounters;
import io.sekisho.nodewire.HostView;
import io.sekisho.nodewire.HostView.Count;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HostSurveyTest {
  private final Snapshot snapshot = snapshot();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private Map<String, Tally> counted =
      Map.of(
          "test-vpc-1",
          Tally.of(
              List.of(
                  count("spoofed", "", 4),
                  count("rule.in-1", "", 7),
                  count("rule.gone", "", 9),
                  count("rest.acl.out", "", 2),
                  count("sent", "tap1", 5),
                  count("refused_in", "tap1", 6),
                  count("sent", "tap9", 8))));

  private final HostSurvey survey =
      new HostSurvey(
          () -> {
            asked.incrementAndGet();
            return counted;
          },
          new Names("test"),
          () -> snapshot,
          now::get);

  @Test
  void putsWhatWasCountedBesideWhomItIsAbout() {
    HostView view = survey.view();

    assertThat(view.networks())
        .containsExactly(
            new HostView.Network(
                "acme", "vpc-1", "vpc-1", "test-vpc-1", Map.of("spoofed", new Count(4, 40))),
            new HostView.Network("acme", "vpc-2", "vpc-2", "test-vpc-2", Map.of()));
    HostView.Interface one = view.interfaces().getFirst();
    assertThat(one.compute()).isEqualTo("server-1");
    assertThat(one.traffic().sent()).isEqualTo(new Count(5, 50));
    assertThat(one.traffic().refusedIn()).isEqualTo(new Count(6, 60));
    assertThat(one.traffic().received()).isEqualTo(Count.NONE);
    assertThat(view.interfaces().getLast().traffic().sent()).isEqualTo(Count.NONE);
  }

  /// What is not counted is not in force on this host; what has no name any more is left out.
  @Test
  void namesTheRulesThatAreCounted() {
    assertThat(survey.view().rules())
        .containsExactlyInAnyOrder(
            new HostView.Rule(
                "acme",
                "vpc-1",
                "security_group",
                "sg",
                "sg",
                "inbound-icmp-tcp-udp-from-this-security-group",
                "in-1",
                "inbound",
                "allow",
                new Count(7, 70)),
            new HostView.Rule(
                "acme",
                "vpc-1",
                "network_acl",
                "acl",
                "acl",
                "",
                "",
                "outbound",
                "deny",
                new Count(2, 20)));
  }

  @Test
  void asksTheKernelOnceASecond() {
    survey.view();
    now.set(Instant.EPOCH.plusMillis(999));
    survey.view();
    assertThat(asked).hasValue(1);

    counted = Map.of();
    now.set(Instant.EPOCH.plusMillis(1_000));
    assertThat(survey.view().rules()).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void tellsNothingOldWhereTheKernelCanNotBeAsked() {
    survey.view();
    HostSurvey lost =
        new HostSurvey(
            () -> {
              throw new IllegalStateException("the helper is away");
            },
            new Names("test"),
            () -> snapshot,
            now::get);

    assertThatThrownBy(lost::view).hasMessage("the helper is away");
  }

  private static RuleCounters.Count count(String name, String device, long packets) {
    return new RuleCounters.Count(name, device, packets, packets * 10);
  }

  private static Snapshot snapshot() {
    Snapshot plain =
        new Fleet()
            .with(1, 1, Fleet.http(1), "10.0.0.5")
            .with(2, 2, Fleet.http(1), "10.0.0.5")
            .snapshot();
    AtomicInteger ids = new AtomicInteger();
    SecurityGroup group =
        SecurityGroup.byDefault(identity("sg"), "vpc-1", () -> "in-" + ids.incrementAndGet());
    NetworkAcl acl =
        NetworkAcl.byDefault(identity("acl"), "vpc-1", () -> "acl-" + ids.incrementAndGet());
    return plain.next(plain.revision() + 1, plain.contents().with(group).with(acl));
  }

  private static Identity identity(String id) {
    Identity vpc = Fleet.vpc(1).identity();
    return new Identity(id, vpc.crn(), id, vpc.account(), vpc.resourceGroup(), vpc.createdAt());
  }
}
