package io.sekisho.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.EnvelopeText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolTest {
  private static final Envelope ASKED =
      EnvelopeText.read(
          """
          place 1 front - 10.0.0.5 floating=8.8.8.8
          segment front - 10.0.0.0/24
          """);

  private static HostPlan asked(Map<String, String> unplanned) {
    VpcPlan plan =
        new VpcPlan("test-vpc-1", List.of(), new GuestPorts(List.of(), Limits.DEFAULT), ASKED);
    return new HostPlan(List.of(plan), unplanned);
  }

  /// Reasons are the service's own words: one that is there already must not hide another.
  @Test
  void noReasonThatIsGivenLetsAnAddressThrough() {
    String said = Pool.NONE.within(asked(Map.of())).unplanned().get("test-vpc-1");
    String again = (said + "; ").repeat(20).substring(0, HostPlan.LONGEST_REASON);
    for (Map<String, String> unplanned :
        List.of(
            Map.<String, String>of(), Map.of("test-vpc-1", said), Map.of("test-vpc-1", again))) {
      HostPlan within = Pool.NONE.within(asked(unplanned));
      assertThat(within.vpcs().getFirst().envelope().places().getFirst().floatingIp()).isEmpty();
    }
  }
}
