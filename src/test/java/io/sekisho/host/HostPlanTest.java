package io.sekisho.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Service;
import io.sekisho.policy.Envelope;
import io.sekisho.vpc.MetadataService;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPlanTest {
  private static final Names NAMES = new Names("test");

  private final Fleet fleet = new Fleet();

  @Test
  void hasANamespaceForEachVpcWithServersAndItsGateways() {
    fleet.with(1, 1, Fleet.http(1), "10.0.0.5").with(2, 7, Fleet.http(1), "10.0.0.5");

    assertThat(plan().vpcs()).map(VpcPlan::namespace).containsExactly("test-vpc-1", "test-vpc-7");
    assertThat(plan().vpcs().getFirst().gateways())
        .map(Object::toString)
        .containsExactly("10.0.0.1");
  }

  @Test
  void saysOfEachPortWhatItMayReach() {
    fleet
        .with(1, 1, Fleet.http(3), "10.0.0.5")
        .with(2, 1, Fleet.https(1), "10.0.0.6")
        .with(3, 1, MetadataService.OFF, "10.0.0.7");

    assertThat(ports())
        .map(GuestPorts.Port::service)
        .containsExactly(Service.HTTP, Service.HTTPS, Service.OFF);
    assertThat(ports()).map(GuestPorts.Port::hopLimit).startsWith(3, 1);
    assertThat(ports()).map(GuestPorts.Port::device).containsExactly("tap1", "tap2", "tap3");
  }

  @Test
  void servesNobodyOfAnAccountThatIsOff() {
    fleet.account(false).with(1, 1, Fleet.http(1), "10.0.0.5");

    assertThat(ports()).map(GuestPorts.Port::service).containsExactly(Service.OFF);
  }

  @Test
  void plansTheOthersWhereOneVpcCantBe() {
    fleet
        .with(1, 1, Fleet.http(1), "10.0.0.5")
        .with(2, 1, Fleet.http(1), "169.254.7.7")
        .with(3, 2, Fleet.http(1), "10.0.0.5");

    assertThat(plan().vpcs()).map(VpcPlan::namespace).containsExactly("test-vpc-2");
    assertThat(plan().unplanned().get("test-vpc-1")).contains("169.254.7.7");
  }

  @Test
  void attachmentsNameNamespaceAndDevice() {
    fleet.with(3, 7, Fleet.http(1), "10.0.0.5");

    assertThat(Attachment.all(fleet.snapshot(), NAMES))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.networkNamespace()).isEqualTo("test-vpc-7");
              assertThat(it.device()).isEqualTo("tap3");
              assertThat(it.subnet().gateway()).hasToString("10.0.0.1");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "../vpc-1",
        "test-vpc-",
        "test-guest-1",
        "test-vpc-1\nnetns add x",
        "TEST-vpc-1"
      })
  void takesNoOtherNamespaceThanThatOfAVpc(String namespace) {
    GuestPorts nobody = new GuestPorts(List.of(), Limits.DEFAULT);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VpcPlan(namespace, List.of(), nobody, Envelope.NONE));
  }

  private HostPlan plan() {
    return new HostPlans(NAMES, Limits.DEFAULT).of(fleet.snapshot());
  }

  private List<GuestPorts.Port> ports() {
    return plan().vpcs().getFirst().guests().ports();
  }

  @Test
  void whatIsTooMuchForAHostIsLeftOutAndTheRestIsPlanned() {
    IntStream.rangeClosed(1, 20_001)
        .forEach(it -> fleet.with(it, it < 3 ? it : 9, Fleet.http(1), address(it)));
    fleet.with(20_002, 10, Fleet.http(1), "10.0.0.5");

    assertThat(plan().vpcs())
        .map(VpcPlan::namespace)
        .containsExactly("test-vpc-1", "test-vpc-2", "test-vpc-10");
    assertThat(plan().unplanned().get("test-vpc-9")).contains("more than 20000 ports");
  }

  @Test
  void rulesThatAreTooManyAreLeftOutOfTheVpcsThatHaveMost() {
    int whole = (int) (Burden.OF_A_HOST.rules() / 2_500);
    for (int vpc = 1; vpc <= whole + 1; vpc++) {
      fleet.grouped(vpc, vpc, 5, 500);
    }
    fleet.grouped(whole + 2, whole + 2, 1, 1);

    HostPlan plan = plan();
    plan.expectBearable();
    assertThat(plan.vpcs()).hasSize(whole + 2);
    assertThat(plan.vpcs().stream().mapToLong(VpcPlan::rules).sum())
        .isBetween(Burden.OF_A_HOST.rules() - 500, Burden.OF_A_HOST.rules());
    assertThat(plan.unplanned()).hasSize(2).doesNotContainKey("test-vpc-" + (whole + 2));
    assertThat(plan.unplanned().values())
        .allMatch(it -> it.contains("security groups") && it.contains("of all VPCs"));
    // Guests stay plugged in, and are asked for who they are as ever.
    assertThat(plan.vpcs()).allMatch(it -> it.guests().ports().size() == 1);

    fleet.without(1).without(2);
    assertThat(plan().unplanned()).isEmpty();
  }

  @Test
  void oneVpcHasNoMoreRulesThanAKernelIsDoneWithSoon() {
    int each = (int) (Burden.OF_A_VPC.rules() / 5);
    fleet.grouped(1, 1, 5, each).grouped(2, 2, 5, each).grouped(3, 2, 1, each + 1);

    HostPlan plan = plan();
    plan.expectBearable();
    assertThat(plan.unplanned()).containsOnlyKeys("test-vpc-2");
    assertThat(plan.unplanned().get("test-vpc-2"))
        .startsWith("1 security groups")
        .contains("of one VPC");
    assertThat(plan.vpcs()).map(VpcPlan::rules).allMatch(it -> it == Burden.OF_A_VPC.rules());
  }

  @Test
  void theOldestVpcsAreWhatAHostHasOfTooMany() {
    IntStream.rangeClosed(1, 4_100).forEach(it -> fleet.with(it, it, Fleet.http(1), "10.0.0.5"));

    assertThat(plan().vpcs())
        .map(VpcPlan::namespace)
        .hasSize(4_095)
        .contains("test-vpc-1", "test-vpc-4095");
    assertThat(plan().unplanned()).containsOnlyKeys("test-vpc-4096");
    assertThat(plan().unplanned().get("test-vpc-4096")).contains("4100 VPCs");
  }

  private static String address(int number) {
    return "10.1.%d.%d".formatted(number / 250, number % 250 + 1);
  }

  /// The helper has to hold what the service sends, whoever that has become.
  @Test
  void isNoLargerThanAHost() {
    List<GuestPorts.Port> many =
        IntStream.rangeClosed(1, 20_001)
            .mapToObj(
                i -> new GuestPorts.Port("tap" + i, Fleet.mac(i), List.of(), i, 1, Service.OFF))
            .toList();
    VpcPlan vpc =
        new VpcPlan("test-vpc-1", List.of(), new GuestPorts(many, Limits.DEFAULT), Envelope.NONE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostPlan(List.of(vpc), Map.of()))
        .withMessageContaining("ports");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostPlan(List.of(), Map.of("test-vpc-1", "x".repeat(501))))
        .withMessageContaining("a reason of 501");
  }
}
