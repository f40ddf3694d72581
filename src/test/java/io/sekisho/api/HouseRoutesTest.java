package io.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.api.Wire.Answer;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.wire.Attachment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the process says of itself.
class HouseRoutesTest {
  private LiveApi api;

  @BeforeEach
  void open() {
    api = new LiveApi();
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answer get(String path) {
    return Wire.send(api, "GET", path, "", "Authorization: Bearer " + api.key);
  }

  @Test
  void tellsItsStatus() {
    Answer answer = get("/sekisho/v1/status");

    assertThat(answer.json().get("version").asString()).isEqualTo("1.2.3");
    assertThat(answer.json().get("mode").asString()).isEqualTo("simulated");
    assertThat(answer.json().get("revision").asInt()).isZero();
    assertThat(answer.json().get("started_at").asString()).isEqualTo("2026-11-23T12:00:00Z");
    assertThat(answer.json().at("/resources/instances").asInt(-1)).isZero();
  }

  @Test
  void showsThePublicKeysAsTheyAre() {
    Answer answer = get("/identity/keys");

    assertThat(answer.body()).isEqualTo(LiveApi.JWKS);
    assertThat(answer.header("Content-Type")).contains("application/json");
  }

  @Test
  void keepsTheKeysOfTheTwoKindsOfTokenApart() {
    assertThat(get("/identity/v1/keys").body()).isEqualTo(LiveApi.IDENTITY_JWKS);
    assertThat(get("/identity/keys").body()).isEqualTo(LiveApi.JWKS);
  }

  @Test
  void showsMetricsInPrometheusText() {
    Answer answer = get("/metrics");

    assertThat(answer.header("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
    assertThat(answer.body()).contains("# TYPE sekisho_guest_open_connections gauge");
  }

  @Test
  void showsWhatTheKernelCountedToWhoHasAKeyAlone() {
    assertThat(get("/sekisho/v1/metrics").body())
        .contains("# TYPE sekisho_guest_open_connections gauge", "traffic of all");
    assertThat(get("/metrics").body()).doesNotContain("traffic");
    assertThat(Wire.send(api, "GET", "/sekisho/v1/metrics", "").status()).isEqualTo(401);
  }

  @Test
  void isReadyWhenEveryCheckHolds() {
    assertThat(get("/readyz").status()).isEqualTo(200);

    api.kernelReady.set(false);
    Answer answer = get("/readyz");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().at("/status").asString()).isEqualTo("not_ready");
    assertThat(answer.json().at("/checks/kernel").asString()).isEqualTo("failing");
    assertThat(answer.json().at("/checks/snapshot").asString()).isEqualTo("ok");
  }

  @Test
  void isAliveWhenItIsNotReady() {
    api.kernelReady.set(false);

    assertThat(get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void countsAThrowingCheckAsFailing() {
    Check broken =
        new Check(
            "broken",
            () -> {
              throw new IllegalStateException();
            });

    assertThat(broken.holds()).isFalse();
  }

  @Test
  void listsAttachments() {
    api.attach(attachment());

    Answer answer = get("/sekisho/v1/attachments");

    assertThat(answer.json().get("total_count").asInt()).isEqualTo(1);
    assertThat(answer.json().at("/attachments/0/network_namespace").asString())
        .isEqualTo("sekisho-vpc-1");
  }

  @Test
  void hidesABugAndWritesItDown() {
    api.brokenAttachments.set(true);

    Answer answer = get("/sekisho/v1/attachments");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.code()).isEqualTo("service_error");
    assertThat(answer.body()).doesNotContain("Exception", "secret words");
    String trace = answer.json().get("trace").asString();
    assertThat(api.events)
        .anySatisfy(
            event -> {
              assertThat(event).isInstanceOf(Notice.class);
              assertThat(((Notice) event).fields())
                  .containsEntry("trace", trace)
                  .containsEntry("message", "secret words");
            });
  }

  static Attachment attachment() {
    return new Attachment(
        "acme",
        "web-1",
        "0717_1",
        "blue",
        "blue-a",
        "eth0",
        7,
        "sekisho-vpc-1",
        "tap7",
        "02:00:00:00:00:07",
        List.of("10.0.0.5", "fd00:1::5"),
        "10.0.0.1",
        24,
        "https",
        2);
  }
}
