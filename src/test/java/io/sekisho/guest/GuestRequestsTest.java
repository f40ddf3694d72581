package io.sekisho.guest;

import static io.sekisho.guest.Guest.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.guest.Guest.Reply;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountSettings;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Instance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GuestRequestsTest {
  private static final List<Account> ACCOUNTS = List.of(World.ACME, World.GLOBEX);

  private final Plane plane = new Plane();

  @AfterEach
  void close() {
    plane.close();
  }

  @Nested
  class IdentityTokenRequests {
    @Test
    void needTheFlavorHeader() {
      plane.publish(World.WEB);
      Guest guest = plane.guest(World.WEB);
      Reply missing = guest.send("PUT", "/identity/v1/token?" + VERSION, "");
      Reply wrong =
          guest.send("PUT", "/identity/v1/token?" + VERSION, "", "Metadata-Flavor: Google");

      assertThat(missing.status()).isEqualTo(400);
      assertThat(missing.code()).isEqualTo("missing_value");
      assertThat(missing.target().get("type").asString()).isEqualTo("header");
      assertThat(wrong.code()).isEqualTo("invalid_value");
    }

    @Test
    void areAnsweredWithTheirNonceAndLife() {
      plane.publish(World.WEB);
      JsonNode reply =
          plane
              .guest(World.WEB)
              .put("{\"expires_in\": 60, \"nonce\": \"2026-11-23T12:00:00Z\"}")
              .json();

      assertThat(reply.get("expires_in").asInt()).isEqualTo(60);
      assertThat(reply.get("nonce").asString()).isEqualTo("2026-11-23T12:00:00Z");
      assertThat(reply.get("expires_at").asString()).matches("\\d{4}-.*\\.\\d{3}Z");
      assertThat(claims(reply).get("nonce").asString()).isEqualTo("2026-11-23T12:00:00Z");
      assertThat(claims(reply).at("/iaas/instanceID").asString()).isEqualTo(World.WEB.id());
    }

    @Test
    void mayHaveNoBodyOrAnEmptyObjectOrAnyContentType() {
      plane.publish(World.WEB);
      Guest guest = plane.guest(World.WEB);
      assertThat(guest.put("").json().get("expires_in").asInt()).isEqualTo(300);
      assertThat(guest.put("{}").json().get("expires_in").asInt()).isEqualTo(300);
      Reply form =
          guest.send(
              "PUT",
              "/identity/v1/token?" + VERSION,
              "{\"expires_in\":3600}",
              "Metadata-Flavor: ibm",
              "Content-Type: application/x-www-form-urlencoded");
      assertThat(form.json().get("expires_in").asInt()).isEqualTo(3600);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "0",
          "4",
          "3601",
          "-1",
          "1000000000",
          "99999999999999999999",
          "60.0",
          "6e1",
          "\"60\"",
          "\" 60\"",
          "null",
          "true",
          "[60]",
          "{}"
        })
    void refuseALifeOutOfRange(String life) {
      plane.publish(World.WEB);
      Reply reply = plane.guest(World.WEB).put("{\"expires_in\": " + life + "}");

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.code()).isEqualTo("invalid_value");
      assertThat(reply.target().get("name").asString()).isEqualTo("expires_in");
      assertThat(reply.json().get("status_code").asInt()).isEqualTo(400);
      assertThat(reply.json().get("trace").asString()).matches("[0-9a-f-]{36}");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "[]",
          "\"x\"",
          "null",
          "{",
          "{} {}",
          "{\"nonce\":\"a\",\"nonce\":\"b\"}",
          "expires_in=60",
          "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
          "\u0000"
        })
    void refuseABodyThatIsNoObject(String body) {
      plane.publish(World.WEB);
      Reply reply = plane.guest(World.WEB).put(body);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.code()).isEqualTo("invalid_request");
    }

    @Test
    void refuseUnknownMembersAndParameters() {
      plane.publish(World.WEB);
      Guest guest = plane.guest(World.WEB);
      assertThat(guest.put("{\"expire\": 60}").code()).isEqualTo("unknown_field");
      Reply odd =
          guest.send(
              "PUT", "/identity/v1/token?" + VERSION + "&role=x", "", "Metadata-Flavor: ibm");
      assertThat(odd.code()).isEqualTo("unknown_field");
      assertThat(odd.body()).contains("these parameters only: version, maturity.");
    }
  }

  @Nested
  class IamTokenRequests {
    private final Instance web = World.withDefault(World.WEB, World.READER);

    @Test
    void chooseTheProfileByIdByCrnOrByDefault() {
      plane.publish(web);
      Guest guest = plane.guest(web);
      String id = "{\"trusted_profile\":{\"id\":\"" + World.READER.id() + "\"}}";
      String crn = "{\"trusted_profile\":{\"crn\":\"" + World.READER.crn() + "\"}}";
      for (String body : List.of(id, crn, "", "{}")) {
        JsonNode reply = guest.post("/identity/v1/iam_tokens", body, guest.token()).json();
        assertThat(claims(reply).get("iam_id").asString()).isEqualTo(World.READER.iamId());
        assertThat(reply.get("expires_in").asInt()).isEqualTo(3600);
      }
    }

    @Test
    void liveAsLongAsTheAccountSays() {
      AccountSettings settings =
          Changed.with(AccountSettings.NONE, "accessTokenSeconds", Optional.of(900));
      plane.publish(
          World.contents(
              List.of(World.ACME.with(settings), World.GLOBEX), List.of(World.READER), web));
      Guest guest = plane.guest(web);
      JsonNode reply = guest.post("/identity/v1/iam_tokens", "", guest.token()).json();
      assertThat(reply.get("expires_in").asInt()).isEqualTo(900);
    }

    @Test
    void withoutAnyProfileSayThatOneIsMissing() {
      plane.publish(World.WEB);
      Guest guest = plane.guest(World.WEB);
      Reply reply = guest.post("/identity/v1/iam_tokens", "", guest.token());
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.code()).isEqualTo("missing_field");
    }

    @Test
    void ofAProfileThatIsNotLinkedAreRefusedAndTheReasonIsOnRecord() {
      plane.publish(web);
      Guest guest = plane.guest(web);
      String body = "{\"trusted_profile\":{\"id\":\"" + World.STRANGER.id() + "\"}}";
      Reply reply = guest.post("/identity/v1/iam_tokens", body, guest.token());

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.code()).isEqualTo("profile_not_linked");
      Event.Activity activity = plane.activities().getLast();
      assertThat(activity.action()).isEqualTo("is.metadata.computeresource-token.request");
      assertThat(activity.success()).isFalse();
      assertThat(activity.detail()).contains(World.STRANGER.id());
    }

    @Test
    void failWithTheNextRequestOnceUnlinkedOrDeleted() throws IOException {
      plane.publish(web);
      String token = plane.guest(web).token();
      try (Guest.Line line = plane.guest(web).connect()) {
        assertThat(iamToken(line, token).status()).isEqualTo(200);
        TrustedProfile unlinked = World.profile("1");
        plane.publish(World.contents(List.of(World.ACME, World.GLOBEX), List.of(unlinked), web));
        assertThat(iamToken(line, token).code()).isEqualTo("profile_not_linked");
        plane.publish(web);
        assertThat(iamToken(line, token).status()).isEqualTo(200);
        plane.publish(World.contents(List.of(World.ACME, World.GLOBEX), List.of(), web));
        assertThat(iamToken(line, token).code()).isEqualTo("profile_not_linked");
      }
    }

    @Test
    void areNotGivenOutLateOnceUnlinkedOrRevoked() throws Exception {
      Change unlinked =
          () -> plane.publish(World.contents(ACCOUNTS, List.of(World.profile("1")), web));
      Change revoked = () -> plane.publish(revokedOnce(web));
      for (Change change : List.of(unlinked, revoked, unlinked, revoked, unlinked, revoked)) {
        plane.publish(web);
        Guest guest = plane.guest(web);
        String token = guest.token();
        long before = given();
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
          askers.add(Thread.ofVirtual().start(() -> askUntilRefused(guest, token)));
        }
        awaitMoreThan(before);
        change.happen();
        long given = given();
        for (Thread asker : askers) {
          asker.join();
        }
        assertThat(given()).as("given out in all").isEqualTo(given).isGreaterThan(before);
      }
    }

    private void askUntilRefused(Guest guest, String token) {
      try (Guest.Line line = guest.connect()) {
        while (iamToken(line, token).status() == 200) {
          Thread.onSpinWait();
        }
      } catch (IOException cutOff) {
        // That would do too.
      }
    }

    private void awaitMoreThan(long before) throws InterruptedException {
      for (int i = 0; i < 1_000 && given() == before; i++) {
        Thread.sleep(10);
      }
      Thread.sleep(20);
    }

    private long given() {
      return plane.activities().stream()
          .filter(event -> event.success() && event.action().contains("computeresource-token"))
          .count();
    }

    private Reply iamToken(Guest.Line line, String token) throws IOException {
      return line.send(
          "POST", "/identity/v1/iam_tokens?" + VERSION, "", "Authorization: Bearer " + token);
    }
  }

  @Nested
  class Paths {
    @Test
    void ofIdentityMethodsDependOnTheVersion() {
      plane.publish(World.WEB);
      Guest guest = plane.guest(World.WEB);
      assertThat(put(guest, "/instance_identity/v1/token?version=2022-03-01")).isEqualTo(200);
      assertThat(put(guest, "/instance_identity/v1/token?version=2025-08-25")).isEqualTo(200);
      assertThat(put(guest, "/instance_identity/v1/token?version=2025-08-26")).isEqualTo(404);
      assertThat(put(guest, "/identity/v1/token?version=2022-03-01")).isEqualTo(200);
      assertThat(put(guest, "/identity/v1/token?version=2999-01-01")).isEqualTo(400);
      assertThat(put(guest, "/identity/v1/token")).isEqualTo(400);
    }

    @Test
    void ofBareMetalServersAreTheIdentityMethodsAlone() {
      plane.publish(World.METAL);
      Guest guest = plane.guest(World.METAL);
      assertThat(guest.get("/metadata/v1/instance", guest.token()).status()).isEqualTo(404);
      assertThat(put(guest, "/instance_identity/v1/token?version=2022-03-01")).isEqualTo(404);
    }

    @Test
    void sayWhichMethodTheyHave() {
      plane.publish(World.WEB);
      Guest guest = plane.guest(World.WEB);
      for (String method : List.of("POST", "DELETE", "PATCH", "OPTIONS", "get")) {
        Reply reply = guest.send(method, "/metadata/v1/instance?" + VERSION, "");
        assertThat(reply.status()).as(method).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", "GET");
      }
      Reply token = guest.send("POST", "/identity/v1/token?" + VERSION, "", "Metadata-Flavor: ibm");
      assertThat(token.headers()).containsEntry("allow", "PUT");
    }

    @Test
    void needATokenBeforeAnythingElseIsSaid() {
      plane.publish(World.WEB);
      Guest guest = plane.guest(World.WEB);
      assertThat(guest.send("GET", "/metadata/v1/instance", "").status()).isEqualTo(401);
      assertThat(guest.send("GET", "/metadata/v1/keys/none?" + VERSION, "").status())
          .isEqualTo(401);
      assertThat(guest.send("GET", "/metadata/v1/nothing?" + VERSION, "").status()).isEqualTo(404);
      assertThat(guest.send("GET", "/metadata/v1x/instance?" + VERSION, "").status())
          .isEqualTo(404);
    }

    private int put(Guest guest, String target) {
      return guest.send("PUT", target, "", "Metadata-Flavor: ibm").status();
    }
  }

  /// Something that an operator does.
  @FunctionalInterface
  private interface Change {
    void happen();
  }

  private static Instance revokedOnce(Instance instance) {
    return World.with(instance, instance.metadataService(), instance.tokenGeneration() + 1);
  }

  private static JsonNode claims(JsonNode reply) {
    String payload = reply.get("access_token").asString().split("\\.")[1];
    return JsonMapper.shared()
        .readTree(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
  }
}
