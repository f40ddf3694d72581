package io.sekisho.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.guest.Guest.Reply;
import io.sekisho.plan.Edits;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.MetadataService;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What cloud-init gets without a token, and nobody else.
class SeedRequestsTest {
  private static final String USER_DATA = "#cloud-config\npassword: hunter2\n";
  private static final UUID FRESH = UUID.fromString("0b5f6bb1-3a7f-4d4c-9f5f-1e8f3b5f6bb1");
  private static final String ROOT = "/seed/0b5f6bb13a7f4d4c9f5f1e8f3b5f6bb1/";
  private static final Instance WEB = given(World.WEB);
  private static final Compute ON = Edits.seeded(WEB, true, FRESH);
  private static final Compute TWIN_ON =
      Edits.seeded(
          given(World.TWIN), true, UUID.fromString("77777777-7777-4777-8777-777777777777"));

  private final Plane plane = new Plane();

  @AfterEach
  void close() {
    plane.close();
  }

  private static Instance given(Instance instance) {
    var given = Changed.with(instance.initialization(), "userData", Optional.of(USER_DATA));
    return Changed.with(instance, "initialization", given);
  }

  private Reply get(Compute compute, String target, String... headers) {
    return plane.guest(compute).send("GET", target, "", headers);
  }

  @Nested
  class WhereItIsOn {
    @Test
    void areAnsweredAsCloudInitAsks() {
      plane.publish(ON);
      Reply user = get(ON, ROOT + "user-data", "User-Agent: Cloud-Init/22.4.2", "Accept: */*");
      Reply meta = get(ON, ROOT + "meta-data");

      assertThat(user.status()).isEqualTo(200);
      assertThat(user.body()).isEqualTo(USER_DATA);
      assertThat(user.headers())
          .containsEntry("content-type", "text/plain; charset=utf-8")
          .containsEntry("cache-control", "no-store");
      assertThat(meta.json().get("instance-id").asString()).isEqualTo(WEB.id());
      assertThat(get(ON, ROOT + "vendor-data").status()).isEqualTo(200);
      assertThat(get(ON, ROOT + "vendor-data").body()).isEmpty();
      assertThat(get(ON, ROOT + "network-config").json().get("version").asInt()).isEqualTo(2);
    }

    @Test
    void areAnsweredOnABareMetalServerToo() {
      Compute metal = Edits.seeded(World.METAL, true, FRESH);
      plane.publish(metal);

      assertThat(get(metal, ROOT + "meta-data").json().get("local-hostname").asString())
          .isEqualTo("metal");
    }

    @Test
    void showNoSecretToWhoeverReadsTheLog() {
      plane.publish(ON);
      get(ON, ROOT + "user-data");
      get(ON, ROOT + "nothing");
      get(ON, ROOT.substring(0, ROOT.length() - 1));
      plane.guest(ON).send("PUT", ROOT + "user-data", "");

      assertThat(plane.accesses()).hasSize(4);
      assertThat(plane.accesses().getFirst().path()).isEqualTo("/seed/…/user-data");
      assertThat(plane.accesses().getFirst().action()).isEqualTo("sekisho.seed.read");
      assertThat(plane.events.toString()).doesNotContain("0b5f6bb1").doesNotContain("hunter2");
    }
  }

  @Nested
  class WithoutTheSecret {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "/seed/user-data",
          "/seed/00000000000000000000000000000000/user-data",
          "/seed/0B5F6BB13A7F4D4C9F5F1E8F3B5F6BB1/user-data",
          "/seed/0b5f6bb13a7f4d4c9f5f1e8f3b5f6bb/user-data",
          "/seed/0b5f6bb13a7f4d4c9f5f1e8f3b5f6bb1/",
          "/seed/0b5f6bb13a7f4d4c9f5f1e8f3b5f6bb1",
          "/seed/0b5f6bb13a7f4d4c9f5f1e8f3b5f6bb1/user-data/",
          "/seed/0b5f6bb13a7f4d4c9f5f1e8f3b5f6bb1/user-data?version=2025-08-26",
          "/seed/77777777777747778777777777777777/user-data"
        })
    void areToldThatThereIsNothing(String target) {
      plane.publish(ON, TWIN_ON);

      Reply reply = get(ON, target);

      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("not_found");
      assertThat(reply.body()).doesNotContain("hunter2").doesNotContain("0b5f6bb1");
    }

    @Test
    void cannotTellAWrongSecretFromASeedThatIsOff() {
      plane.publish(ON, given(World.TWIN));
      Reply wrong = get(ON, "/seed/00000000000000000000000000000000/user-data");
      Reply off = get(World.TWIN, ROOT + "user-data");

      assertThat(untraced(wrong)).isEqualTo(untraced(off));
    }

    @Test
    void isNotHelpedByAToken() {
      plane.publish(ON);
      String token = plane.guest(ON).token();

      assertThat(get(ON, "/seed/x/user-data", "Authorization: Bearer " + token).status())
          .isEqualTo(404);
    }

    @Test
    void goesOnRecord() {
      plane.publish(ON);
      get(ON, "/seed/00000000000000000000000000000000/user-data");

      assertThat(plane.activities())
          .singleElement()
          .extracting(Event.Activity::action, Event.Activity::code)
          .containsExactly("sekisho.seed.read", "not_found");
    }
  }

  @Nested
  class WithTheSecret {
    @Test
    void aNeighbourGetsNothing() {
      plane.publish(ON, TWIN_ON);

      assertThat(get(TWIN_ON, ROOT + "user-data").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "X-Forwarded-For: 10.0.0.5",
          "Forwarded: for=10.0.0.5",
          "Via: 1.1 proxy",
          "X-Real-IP: 10.0.0.5",
          "Origin: http://169.254.169.254",
          "Sec-Fetch-Site: same-origin"
        })
    void aProxyOrABrowserGetsNothing(String header) {
      plane.publish(ON);

      Reply reply = get(ON, ROOT + "user-data", header);

      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.code()).isEqualTo("forbidden_header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH", "OPTIONS", "get"})
    void onlyGetGetsSomething(String method) {
      plane.publish(ON);

      Reply reply = plane.guest(ON).send(method, ROOT + "user-data", "");

      assertThat(reply.status()).isEqualTo(405);
      assertThat(reply.headers()).containsEntry("allow", "GET");
      assertThat(reply.body()).doesNotContain("hunter2");
    }

    @Test
    void headGetsNoBodyAndNoLengthOfOne() throws Exception {
      plane.publish(ON);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), plane.port(ON))) {
        String head =
            "HEAD %suser-data HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.formatted(ROOT, socket.getPort()).getBytes(UTF_8));
        String all = new String(socket.getInputStream().readAllBytes(), UTF_8);

        assertThat(all).startsWith("HTTP/1.1 405 ").endsWith("\r\n\r\n");
        assertThat(all).doesNotContain("Content-Length: " + USER_DATA.length());
      }
    }

    @Test
    void nothingIsThereOnceItIsSwitchedOff() throws Exception {
      plane.publish(ON);
      try (Guest.Line line = plane.guest(ON).connect()) {
        assertThat(line.send("GET", ROOT + "user-data", "").status()).isEqualTo(200);

        plane.publish(WEB);

        assertThat(line.send("GET", ROOT + "user-data", "").status()).isEqualTo(404);
      }
    }

    @Test
    void theOldOneIsWorthlessAfterASecondSwitchingOn() {
      plane.publish(ON);
      plane.publish(WEB);
      plane.publish(Edits.seeded(WEB, true, UUID.randomUUID()));

      assertThat(get(ON, ROOT + "user-data").status()).isEqualTo(404);
    }

    @Test
    void nobodyIsAnsweredWhereTheServiceIsOff() {
      Compute off = Edits.with(ON, MetadataService.OFF);
      plane.publish(off);

      assertThatThrownBy(() -> get(off, ROOT + "user-data"))
          .isInstanceOf(IllegalStateException.class);
      assertThat(List.copyOf(plane.accesses())).isEmpty();
    }
  }

  private static String untraced(Reply reply) {
    return reply.status() + reply.body().replaceAll("\"trace\":\"[^\"]*\"", "");
  }
}
