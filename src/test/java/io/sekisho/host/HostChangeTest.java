package io.sekisho.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.policy.EnvelopeText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostChangeTest {
  private static final HostPlan FEW = plan(3, 5, 443);
  private static final HostPlan OTHERS = plan(4, 5, 8443);

  private static HostPlan plan(int groups, int rules, int port) {
    return new HostPlan(List.of(vpc(1, groups, rules, port), vpc(2, 1, 1, port)), Map.of());
  }

  private static VpcPlan vpc(int index, int groups, int rules, int port) {
    String text =
        IntStream.range(0, groups)
            .mapToObj(
                it ->
                    "group g%d%nplace %d front g%d 10.0.0.%d%n".formatted(it, it + 1, it, it + 4)
                        + ("in tcp/" + port + " 10.0.0.0/8\n").repeat(rules))
            .collect(Collectors.joining());
    return new VpcPlan(
        "test-vpc-" + index,
        List.of(Ip.parse("10.0.0.1")),
        new GuestPorts(List.of(), Limits.DEFAULT),
        EnvelopeText.read(text + "segment front - 10.0.0.0/24\n"));
  }

  @Test
  void leadsFromOnePlanToTheOther() {
    HostChange change = HostChange.between(FEW, OTHERS);

    assertThat(change.applied(FEW)).isEqualTo(OTHERS);
    assertThat(change.applied(OTHERS)).as("once more").isEqualTo(OTHERS);
    assertThat(HostChange.between(OTHERS, OTHERS).vpcs()).isEmpty();
  }

  @Test
  void leavesWhatIsTheSameAsItIs() {
    HostPlan now = HostChange.between(FEW, plan(4, 5, 443)).applied(FEW);

    assertThat(now.vpcs().getFirst().envelope().groups().getFirst())
        .isSameAs(FEW.vpcs().getFirst().envelope().groups().getFirst());
  }

  @Test
  void forgetsWhatIsGone() {
    assertThat(HostChange.between(OTHERS, HostPlan.EMPTY).applied(OTHERS))
        .isEqualTo(HostPlan.EMPTY);
  }

  /// More than one frame may have is told in several.
  @Test
  void comesToTheSameInPieces() {
    HostPlan large = plan(80, 250, 443);
    List<HostChange> pieces = HostChange.between(FEW, large).pieces();

    HostPlan now = FEW;
    for (HostChange piece : pieces) {
      now = piece.applied(now);
    }
    assertThat(now).isEqualTo(large);
    assertThat(pieces).hasSizeGreaterThan(3);
    assertThat(pieces.stream().flatMap(it -> it.vpcs().stream()))
        .allMatch(it -> it.weight() <= 5_000);
    assertThat(VpcChange.between(Optional.empty(), large.vpcs().getFirst()).weight())
        .isGreaterThan(20_000);
  }
}
