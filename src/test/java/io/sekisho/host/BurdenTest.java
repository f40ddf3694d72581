package io.sekisho.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.policy.Acl;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.EnvelopeText;
import io.sekisho.policy.Group;
import io.sekisho.policy.Judge;
import io.sekisho.policy.Packet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is more than a host can bear is left out, and lets nothing pass.
class BurdenTest {
  private static final String WORLD =
      """
      place 1 front small 10.0.0.5
      place 2 front large 10.0.0.6
      place 3 front large,small 10.0.0.7
      segment front open 10.0.0.0/24
      acl open
      in allow any 0.0.0.0/0 0.0.0.0/0
      group small
      out any 0.0.0.0/0
      in tcp/80 0.0.0.0/0
      group large
      out any 0.0.0.0/0
      in tcp/22 0.0.0.0/0
      in tcp/80 0.0.0.0/0
      """;
  private static final Envelope ALL = EnvelopeText.read(WORLD);
  private static final Burden ENOUGH = new Burden(6, 3 + 2 * 2 + 3 * 2);

  @Test
  void isRulesAndThoseThatEachInterfaceMayMeet() {
    assertThat(Burden.of(ALL)).isEqualTo(ENOUGH);
    assertThat(ENOUGH.fit(ALL).envelope()).isSameAs(ALL);
  }

  @Test
  void leavesOutTheLargest() {
    for (Burden less : List.of(new Burden(5, 100), new Burden(100, 12))) {
      Burden.Fit fit = less.fit(ALL);
      assertThat(fit.left()).isEqualTo(1);
      assertThat(fit.envelope().groups()).map(Group::id).containsExactly("small");
      assertThat(fit.envelope().acls()).map(Acl::id).containsExactly("open");
      assertThat(fit.burden()).isEqualTo(new Burden(3, 7));
    }
  }

  @Test
  void whatIsLeftOutLetsNothingPassAndTheOthersWhatTheyLet() {
    Judge judge = Judge.of(new Burden(5, 100).fit(ALL).envelope());
    assertThat(passes(judge, 1, "10.0.0.5", "10.0.0.7", 80)).isTrue();
    assertThat(passes(judge, 1, "10.0.0.5", "10.0.0.7", 22)).as("by a rule of large").isFalse();
    assertThat(passes(judge, 1, "10.0.0.5", "10.0.0.6", 80)).isFalse();
    assertThat(passes(judge, 2, "10.0.0.6", "10.0.0.5", 80)).isFalse();
  }

  private static boolean passes(Judge judge, int mark, String from, String to, int port) {
    return judge
        .judge(Packet.from(mark, Ip.parse(from), Ip.parse(to), Packet.Content.tcp(49_152, port)))
        .passes();
  }

  @Test
  void whatIsLeftOutOfAVpcIsSaid() {
    VpcPlan whole = vpc(1, 41);
    Planned.Plan plan = Planned.Plan.of(whole, Burden.OF_A_VPC, Burden.OF_A_VPC, "of one VPC");

    assertThat(plan.burden().rules()).isEqualTo(10_000);
    assertThat(plan.left())
        .startsWith("1 security groups and network ACLs are left out")
        .contains("more than 10000 rules");
    assertThat(plan.plan().guests()).isEqualTo(whole.guests());
    assertThat(Planned.Plan.of(vpc(1, 40), Burden.OF_A_VPC, Burden.OF_A_VPC, "").left()).isEmpty();
  }

  /// However many VPCs somebody fills, and whoever was there first.
  @Test
  void nobodysRulesAreLeftOutForAnothersSake() {
    Map<String, Planned> all = new LinkedHashMap<>();
    for (int i = 1; i <= 10; i++) {
      all.put("mine-" + i, planned(i, 40));
    }
    all.put("small", planned(11, 1));
    all.put("yours-1", planned(12, 30));
    all.put("yours-2", planned(13, 36));

    Map<String, Planned> fit = Shares.fit(Burden.OF_A_HOST, all, id -> id.replaceFirst("-.*", ""));
    assertThat(fit.keySet()).containsExactlyElementsOf(all.keySet());
    for (String id : List.of("small", "yours-1", "yours-2")) {
      assertThat(fit.get(id)).as(id).isSameAs(all.get(id));
    }
    assertThat(fit.values().stream().mapToLong(it -> it.burden().rules()).sum())
        .isBetween(50_000L - 250, 50_000L);
    assertThat(fit.values().stream().map(Planned.Plan.class::cast))
        .filteredOn(it -> !it.left().isEmpty())
        .hasSizeGreaterThan(6);
  }

  /// Few rules for many interfaces are no less than many rules: nobody makes room for another by
  /// making rules.
  @Test
  void whoNeedsMuchOfOneThingIsNotTakenForSmall() {
    Map<String, Planned> all = new LinkedHashMap<>();
    all.put("victim", of(1, new Burden(900, 900_000)));
    for (int i = 2; i <= 9; i++) {
      all.put("other-" + i, of(i, new Burden(1_000, 1_000)));
    }
    for (long more : List.of(0L, 1L, 2_000L)) {
      for (int i = 10; i <= 14; i++) {
        all.put("flooder." + i, of(i, new Burden(8_220 + more, 8_220)));
      }
      Map<String, Planned> fit =
          Shares.fit(Burden.OF_A_HOST, all, id -> id.replaceFirst("\\..*", ""));
      assertThat(fit.get("victim")).isSameAs(all.get("victim"));
    }
  }

  private static Planned of(int index, Burden burden) {
    return new Planned.Plan(vpc(index, 40), burden, "");
  }

  private static Planned planned(int index, int groups) {
    return Planned.Plan.of(vpc(index, groups), Burden.OF_A_VPC, Burden.OF_A_VPC, "");
  }

  /// Whoever sends it: root's side has the same limit.
  @Test
  void moreThanThatIsPutIntoForceByNobody() {
    assertThatCode(() -> new HostPlan(List.of(vpc(1, 40)), Map.of()).expectBearable())
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostPlan(List.of(vpc(1, 41)), Map.of()).expectBearable())
        .withMessageContaining("test-vpc-1");
    List<VpcPlan> six = IntStream.rangeClosed(1, 6).mapToObj(it -> vpc(it, 40)).toList();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostPlan(six, Map.of()).expectBearable());
    List<VpcPlan> eleven = IntStream.rangeClosed(1, 11).mapToObj(it -> vpc(it, 40)).toList();
    assertThatIllegalArgumentException()
        .as("not even held in memory")
        .isThrownBy(() -> new HostPlan(eleven, Map.of()));
  }

  @Test
  void neitherAreMoreAddressesThanGuestsCanHave() {
    VpcPlan vpc =
        new VpcPlan(
            "test-vpc-1",
            Collections.nCopies(1_000_001, Ip.parse("10.0.0.1")),
            new GuestPorts(List.of(), Limits.DEFAULT),
            Envelope.NONE);
    assertThatIllegalArgumentException().isThrownBy(() -> new HostPlan(List.of(vpc), Map.of()));
  }

  /// With so many groups of 250 rules.
  private static VpcPlan vpc(int index, int groups) {
    String text =
        IntStream.range(0, groups)
            .mapToObj(it -> "group g%d\n".formatted(it) + "in tcp/443 10.0.0.0/8\n".repeat(250))
            .collect(Collectors.joining());
    return plan(index, EnvelopeText.read(text));
  }

  private static VpcPlan plan(int index, Envelope envelope) {
    return new VpcPlan(
        "test-vpc-" + index, List.of(), new GuestPorts(List.of(), Limits.DEFAULT), envelope);
  }
}
