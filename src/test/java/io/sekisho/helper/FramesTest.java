package io.sekisho.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.address.Ip;
import io.sekisho.host.Fleet;
import io.sekisho.host.HostChange;
import io.sekisho.host.HostPlan;
import io.sekisho.host.HostPlans;
import io.sekisho.host.Names;
import io.sekisho.kernel.HalfOpenWatch.Stuck;
import io.sekisho.kernel.UnplugWatch.Unplugged;
import io.sekisho.linux.RuleCounters.Count;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.telemetry.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  private static final HostPlan PLAN =
      new HostPlans(new Names("test"), Limits.DEFAULT)
          .of(
              new Fleet()
                  .with(1, 1, Fleet.http(3), "10.0.0.5", "2001:db8::5")
                  .with(2, 2, Fleet.https(1), "10.0.0.5")
                  .snapshot());

  private static final String LINE = "-----BEGIN CERTIFICATE-----AA==-----END CERTIFICATE-----";

  private static final String PEM =
      "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";

  @Test
  void carryEveryRequest() throws IOException {
    for (Request request :
        List.of(
            new Request.Enforce(true, false, HostChange.between(HostPlan.EMPTY, PLAN)),
            new Request.Enforce(false, true, HostChange.between(PLAN, HostPlan.EMPTY)),
            new Request.Listen("test-vpc-1", Ip.parse("169.254.169.254"), 80),
            new Request.Introduce("https://a:1", PEM, Optional.of("key")),
            new Request.Introduce("https://a:1", PEM, Optional.empty()),
            new Request.Ready(List.of(), PEM),
            new Request.Count(true),
            new Request.Report())) {
      assertThat(Frames.read(Frames.write(request), Request.class)).isEqualTo(request);
    }
  }

  @Test
  void carryEveryReply() throws IOException {
    Event.Notice notice =
        new Event.Notice(
            Instant.EPOCH, Event.Kind.KERNEL_DRIFT_REPAIRED, Map.of("what", "ruleset"));
    Stuck stuck = new Stuck("test-vpc-1", Ip.parse("10.0.0.5"), 2);
    Unplugged unplugged = new Unplugged("test-vpc-1", "tap7", true);
    for (Reply reply :
        List.of(
            new Reply.Done(),
            new Reply.Failed("no"),
            new Reply.Counted(
                Map.of("test-vpc-1", List.of(new Count("sent", "tap7", 1, 1L << 40))), true),
            new Reply.Happened(List.of(notice), List.of(stuck), List.of(unplugged)))) {
      assertThat(Frames.read(Frames.write(reply), Reply.class)).isEqualTo(reply);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"ask\":\"exec\",\"command\":\"id\"}",
        "{\"ask\":\"report\",\"more\":1}",
        "{\"ask\":\"report\"} {}",
        "{\"ask\":\"io.sekisho.helper.Request$Report\"}",
        "{\"ask\":\"introduce\",\"url\":\"https://a:1\",\"ca\":\"\",\"key\":null}",
        "{\"ask\":\"introduce\",\"url\":\"https://a:1\",\"ca\":\"-----BEGIN CERTIFICATE-----\",\"key\":null}",
        "{\"ask\":\"introduce\",\"url\":\"http://a:1\",\"ca\":\"" + LINE + "\",\"key\":null}",
        "{\"ask\":\"introduce\",\"url\":\"https://a:1/x\",\"ca\":\"" + LINE + "\",\"key\":null}",
        "{\"ask\":\"introduce\",\"url\":\"https://a:1\",\"ca\":\""
            + LINE
            + "\",\"key\":\"a\\u001b\"}",
        "{\"ask\":\"introduce\",\"url\":\"https://a:1\",\"ca\":\""
            + LINE
            + LINE
            + "\",\"key\":null}",
        "{\"ask\":\"ready\",\"attachments\":[],\"ca\":\"-----BEGIN PRIVATE KEY-----\"}",
        "{\"ask\":\"listen\",\"namespace\":\"test-vpc-1\",\"address\":\"0.0.0.0\",\"port\":80}",
        "{\"ask\":\"listen\",\"namespace\":\"test-vpc-1\",\"address\":\"169.254.169.254\",\"port\":22}",
        "{\"ask\":\"listen\",\"address\":\"169.254.169.254\",\"port\":80}",
        "{\"ask\":\"enforce\",\"plan\":{\"vpcs\":[{\"namespace\":\"host\",\"gateways\":[],"
            + "\"guests\":{\"ports\":[],\"limits\":{\"synsPerSecond\":1,\"synBurst\":1}}}],\"unplanned\":{}}}",
        "{\"ask\":\"enforce\",\"plan\":{\"vpcs\":[{\"namespace\":\"test-vpc-1\",\"gateways\":[],"
            + "\"guests\":{\"ports\":[{\"device\":\"tap1; flush ruleset\",\"mac\":\"02:00:00:00:00:01\","
            + "\"addresses\":[\"10.0.0.5\"],\"mark\":1,\"hopLimit\":1,\"service\":\"HTTP\"}],"
            + "\"limits\":{\"synsPerSecond\":1,\"synBurst\":1}}}],\"unplanned\":{}}}",
        "{\"ask\":\"enforce\",\"plan\":{\"vpcs\":[{\"namespace\":\"test-vpc-1\",\"gateways\":[\"10.0.0.1 dev eth0\"],"
            + "\"guests\":{\"ports\":[],\"limits\":{\"synsPerSecond\":1,\"synBurst\":1}}}],\"unplanned\":{}}}",
      })
  void refuseWhatIsNoRequest(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Frames.read(bytes, Request.class)).isInstanceOf(IOException.class);
  }
}
