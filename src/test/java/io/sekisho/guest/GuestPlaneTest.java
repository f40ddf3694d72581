package io.sekisho.guest;

import static io.sekisho.guest.Guest.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.guest.Guest.Reply;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.MetadataService;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GuestPlaneTest {
  private final Plane plane = new Plane();

  @AfterEach
  void close() {
    plane.close();
  }

  @Nested
  class WhoAsks {
    @Test
    void twoGuestsWithTheSameAddressGetTheirOwnAnswers() {
      plane.publish(World.WEB, World.TWIN);
      Guest web = plane.guest(World.WEB);
      Guest twin = plane.guest(World.TWIN);

      assertThat(name(web.get("/metadata/v1/instance", web.token()))).isEqualTo("web");
      assertThat(name(twin.get("/metadata/v1/instance", twin.token()))).isEqualTo("twin");
    }

    @Test
    void aTokenOfAnotherInstanceLooksLikeGarbage() {
      plane.publish(World.WEB, World.TWIN);
      String stolen = plane.guest(World.TWIN).token();

      Reply reply = plane.guest(World.WEB).get("/metadata/v1/instance", stolen);
      Reply garbage = plane.guest(World.WEB).get("/metadata/v1/instance", "garbage");

      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.json().get("errors")).isEqualTo(garbage.json().get("errors"));
    }

    @Test
    void anAddressThatChangedHandsMakesAnOpenConnectionWorthless() throws IOException {
      plane.publish(World.WEB);
      String token = plane.guest(World.WEB).token();
      try (Guest.Line line = plane.guest(World.WEB).connect()) {
        assertThat(ask(line, token).status()).isEqualTo(200);
        Instance heir =
            World.instance(World.ACME, World.BLUE, World.BLUE_A, 9, "heir", World.SHARED);
        plane.publish(heir);
        assertThatThrownBy(() -> ask(line, token)).isInstanceOf(IOException.class);
      }
    }

    @Test
    void aConnectionFromNobodyIsClosedWithoutAByteAndReported() throws IOException {
      plane.publish(World.WEB);
      Guest web = plane.guest(World.WEB);
      plane.guests().published(World.snapshot(9, World.contents(World.TWIN)));
      assertThatThrownBy(() -> web.connect().read()).isInstanceOf(IOException.class);
    }
  }

  @Nested
  class Switches {
    @Test
    void anInstanceThatIsOffIsNotAnswered() {
      plane.publish(World.with(World.WEB, MetadataService.OFF));
      assertThatThrownBy(() -> plane.guest(World.WEB).put(""))
          .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anInstanceThatIsStoppedIsNotAnsweredUntilItRunsAgain() throws IOException {
      plane.publish(World.WEB);
      String token = plane.guest(World.WEB).token();
      try (Guest.Line line = plane.guest(World.WEB).connect()) {
        assertThat(ask(line, token).status()).isEqualTo(200);
        plane.publish(Changed.with(World.WEB, "lifecycle", World.WEB.lifecycle().in("stopped")));
        assertThatThrownBy(() -> ask(line, token)).isInstanceOf(IOException.class);
      }
      plane.publish(World.WEB);
      assertThat(plane.guest(World.WEB).put("").status()).isEqualTo(200);
    }

    @Test
    void anAccountThatIsOffSilencesItsInstances() throws IOException {
      plane.publish(World.WEB, World.TWIN);
      String token = plane.guest(World.WEB).token();
      try (Guest.Line line = plane.guest(World.WEB).connect()) {
        assertThat(ask(line, token).status()).isEqualTo(200);
        plane.publish(
            World.contents(
                List.of(World.account("a", "acme", false), World.GLOBEX),
                List.of(),
                World.WEB,
                World.TWIN));
        assertThatThrownBy(() -> ask(line, token)).isInstanceOf(IOException.class);
      }
      assertThat(plane.guest(World.TWIN).put("").status()).isEqualTo(200);
    }

    @Test
    void switchingOffLeavesNotOneLateSuccess() throws Exception {
      for (int round = 0; round < 30; round++) {
        plane.publish(World.WEB);
        String token = plane.guest(World.WEB).token();
        Flood flood = Flood.start(plane.guest(World.WEB), token, 4);
        Thread.sleep(5);
        plane.publish(World.with(World.WEB, MetadataService.OFF));
        long off = System.nanoTime();
        assertThat(flood.successesSentAfter(off)).as("round %d", round).isZero();
      }
    }

    @Test
    void itComesBackWithoutTheGuestDoingAnything() {
      plane.publish(World.WEB);
      plane.publish(World.with(World.WEB, MetadataService.OFF));
      plane.publish(World.WEB);
      assertThat(plane.guest(World.WEB).put("").status()).isEqualTo(200);
    }

    @Test
    void anHttpsInstanceIsNotThereInTheClear() {
      plane.publish(World.with(World.WEB, World.HTTPS));
      assertThatThrownBy(() -> plane.guest(World.WEB).put(""))
          .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void revokingKillsEveryTokenOfTheInstanceAndNoOther() {
      plane.publish(World.WEB, World.TWIN);
      String first = plane.guest(World.WEB).token();
      String second = plane.guest(World.WEB).token();
      String other = plane.guest(World.TWIN).token();
      plane.publish(World.with(World.WEB, World.HTTP, 1), World.TWIN);

      assertThat(plane.guest(World.WEB).get("/metadata/v1/instance", first).status())
          .isEqualTo(401);
      assertThat(plane.guest(World.WEB).get("/metadata/v1/instance", second).status())
          .isEqualTo(401);
      assertThat(plane.guest(World.TWIN).get("/metadata/v1/instance", other).status())
          .isEqualTo(200);
      String fresh = plane.guest(World.WEB).token();
      assertThat(plane.guest(World.WEB).get("/metadata/v1/instance", fresh).status())
          .isEqualTo(200);
    }

    @Test
    void aRevokedTokenFailsOnTheConnectionThatProvedIt() throws IOException {
      plane.publish(World.WEB);
      String token = plane.guest(World.WEB).token();
      try (Guest.Line line = plane.guest(World.WEB).connect()) {
        assertThat(ask(line, token).status()).isEqualTo(200);
        plane.publish(World.with(World.WEB, World.HTTP, 1));
        assertThat(ask(line, token).status()).isEqualTo(401);
      }
    }

    @Test
    void anExpiredTokenFailsOnTheConnectionThatProvedIt() throws IOException {
      plane.publish(World.WEB);
      String token =
          plane.guest(World.WEB).put("{\"expires_in\":5}").json().get("access_token").asString();
      try (Guest.Line line = plane.guest(World.WEB).connect()) {
        assertThat(ask(line, token).status()).isEqualTo(200);
        plane.time.updateAndGet(now -> now.plusSeconds(6));
        assertThat(ask(line, token).status()).isEqualTo(401);
      }
    }

    @Test
    void aDocumentFollowsItsInstance() {
      plane.publish(World.WEB);
      String token = plane.guest(World.WEB).token();
      JsonNode before = plane.guest(World.WEB).get("/metadata/v1/instance", token).json();
      plane.publish(
          World.with(World.WEB, new MetadataService(true, MetadataService.Protocol.HTTP, 7)));
      JsonNode after = plane.guest(World.WEB).get("/metadata/v1/instance", token).json();

      assertThat(before.at("/metadata_service/response_hop_limit").asInt()).isEqualTo(1);
      assertThat(after.at("/metadata_service/response_hop_limit").asInt()).isEqualTo(7);
    }
  }

  @Nested
  class OnRecord {
    @Test
    void isEveryRequestAndEveryCredentialAndEveryRefusal() {
      plane.publish(World.WEB);
      Guest guest = plane.guest(World.WEB);
      String token = guest.token();
      guest.get("/metadata/v1/instance", token);
      guest.get("/metadata/v1/instance", "bad");
      guest.send("GET", "/metadata/v1/instance?" + VERSION, "", "X-Forwarded-For: 10.0.0.9");

      assertThat(plane.accesses())
          .extracting(Event.Access::status)
          .containsExactly(200, 200, 401, 403);
      assertThat(plane.activities())
          .extracting(Event.Activity::action, Event.Activity::code)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("is.metadata.jwt-token.create", ""),
              org.assertj.core.groups.Tuple.tuple("is.metadata.instance.read", "unauthenticated"),
              org.assertj.core.groups.Tuple.tuple("", "forbidden_header"));
    }

    @Test
    void isNoSecret() {
      plane.publish(World.withDefault(World.WEB, World.READER));
      Guest guest = plane.guest(World.WEB);
      String token = guest.token();
      String iam =
          guest.post("/identity/v1/iam_tokens", "", token).json().get("access_token").asString();
      guest.get("/metadata/v1/instance", token + "x");
      guest.send("GET", "/metadata/v1/instance?" + VERSION + "&token=" + token, "");

      assertThat(plane.events.toString()).doesNotContain(secret(token)).doesNotContain(secret(iam));
    }

    @Test
    void isAHopLimitThatStopsAnswers() {
      plane.publish(World.WEB);
      plane
          .guests()
          .handshakesStall(
              World.snapshot(1, World.contents(World.WEB))
                  .owner(World.BLUE.id(), World.SHARED)
                  .orElseThrow(),
              2);

      assertThat(plane.events)
          .singleElement()
          .isInstanceOfSatisfying(
              Event.Notice.class,
              notice -> {
                assertThat(notice.kind()).isEqualTo(Event.Kind.HOP_LIMIT_STOPS_ANSWERS);
                assertThat(notice.fields())
                    .containsEntry("name", "web")
                    .containsEntry("response_hop_limit", "1");
              });
    }

    private String secret(String token) {
      return token.substring(token.lastIndexOf('.') + 1, token.length() - 20);
    }
  }

  private static Reply ask(Guest.Line line, String token) throws IOException {
    return line.send(
        "GET", "/metadata/v1/instance?" + VERSION, "", "Authorization: Bearer " + token);
  }

  private static String name(Reply reply) {
    return reply.json().get("name").asString();
  }
}
