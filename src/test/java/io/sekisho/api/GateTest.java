package io.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.api.Wire.Answer;
import io.sekisho.telemetry.Event.Access;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets as far as the routes.
class GateTest {
  private static LiveApi api;

  @BeforeAll
  static void open() {
    api = new LiveApi();
  }

  @AfterAll
  static void close() {
    api.close();
  }

  private static Answer get(String path, String... headers) {
    return Wire.send(api, "GET", path, "", headers);
  }

  private static String bearer(String key) {
    return "Authorization: Bearer " + key;
  }

  @Nested
  class WithoutTheKey {
    @ParameterizedTest
    @ValueSource(strings = {"/identity/keys", "/metrics", "/healthz", "/readyz"})
    void answersTheOpenRoutes(String path) {
      assertThat(get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/sekisho/v1/status",
          "/sekisho/v1/attachments",
          "/sekisho/v1/instances",
          "/sekisho/v1/instances/web-1",
          "/sekisho/v1/nothing",
          "/",
          "//healthz",
          "/healthz/",
          "/healthz/../sekisho/v1/status",
          "/%68ealthz",
          "/metrics;x=1",
          "/identity/keys/more"
        })
    void refusesEverythingElseAlike(String path) {
      Answer answer = get(path);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.code()).isEqualTo("unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"})
    void refusesOtherMethodsOnOpenRoutes(String method) {
      assertThat(Wire.send(api, method, "/healthz", "").status()).isEqualTo(401);
    }

    @Test
    void doesNotWaitForTheBody() {
      Answer answer =
          Wire.raw(
              api,
              """
              PUT /sekisho/v1/inventory HTTP/1.1\r
              Host: localhost\r
              Content-Type: application/yaml\r
              Content-Length: 10000000\r
              \r
              """);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.header("Connection")).contains("close");
    }
  }

  @Nested
  class WithAKey {
    @Test
    void findsWhatIsThere() {
      assertThat(get("/sekisho/v1/attachments", bearer(api.key)).status()).isEqualTo(200);
    }

    @Test
    void saysThatThereIsNoSuchPath() {
      Answer answer = get("/sekisho/v1/nothing", bearer(api.key));

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("not_found");
    }

    @Test
    void saysWhichMethodsAPathTakes() {
      Answer answer = Wire.send(api, "POST", "/sekisho/v1/instances/a", "", bearer(api.key));

      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).contains("DELETE, GET, PATCH");
    }

    @Test
    void takesTheSchemeInAnyCase() {
      assertThat(get("/sekisho/v1/attachments", "authorization: bEARER " + api.key).status())
          .isEqualTo(200);
    }

    @Test
    void refusesAWrongOne() {
      String wrong = api.key.substring(1) + "A";

      assertThat(get("/sekisho/v1/attachments", bearer(wrong)).status()).isEqualTo(401);
      assertThat(get("/sekisho/v1/attachments", bearer(api.key + "A")).status()).isEqualTo(401);
      assertThat(get("/sekisho/v1/attachments", bearer("")).status()).isEqualTo(401);
      assertThat(get("/sekisho/v1/attachments", "Authorization: " + api.key).status())
          .isEqualTo(401);
      assertThat(get("/sekisho/v1/attachments", "Authorization: Basic " + api.key).status())
          .isEqualTo(401);
    }

    @Test
    void refusesTwo() {
      assertThat(get("/sekisho/v1/attachments", bearer("x"), bearer(api.key)).status())
          .isEqualTo(401);
    }

    @Test
    void neverTakesItFromTheAddress() {
      assertThat(get("/sekisho/v1/attachments?access_token=" + api.key).status()).isEqualTo(401);
    }
  }

  @Nested
  class FromABrowser {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "evil.example",
          "evil.example:8443",
          "127.0.0.1.evil.example",
          "localhost.",
          "127.0.0.2",
          "2130706433",
          "[::2]",
          ""
        })
    void refusesForeignHosts(String host) {
      Answer answer = get("/sekisho/v1/attachments", "Host: " + host, bearer(api.key));

      assertThat(answer.status()).isIn(400, 421);
      assertThat(answer.body()).doesNotContain("attachments\":");
    }

    @Test
    void refusesForeignHostsOnOpenRoutesToo() {
      assertThat(get("/identity/keys", "Host: evil.example").status()).isEqualTo(421);
      assertThat(get("/metrics", "Host: evil.example").status()).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8443"})
    void takesItsOwnNamesAtAnyPort(String host) {
      assertThat(get("/healthz", "Host: " + host).status()).isEqualTo(200);
    }

    @Test
    void refusesTwoHosts() {
      assertThat(get("/healthz", "Host: localhost", "Host: evil.example").status()).isIn(400, 421);
    }

    @Test
    void refusesAnAbsoluteAddressOfAnotherHost() {
      assertThat(get("https://evil.example/healthz").status()).isNotEqualTo(200);
    }

    @Test
    void refusesWhatAPageSends() {
      Answer origin = get("/sekisho/v1/attachments", "Origin: https://localhost", bearer(api.key));
      Answer fetched =
          get("/sekisho/v1/attachments", "Sec-Fetch-Site: same-origin", bearer(api.key));

      assertThat(origin.status()).isEqualTo(403);
      assertThat(origin.code()).isEqualTo("forbidden_header");
      assertThat(fetched.status()).isEqualTo(403);
    }

    @Test
    void answersNoPreflight() {
      Answer answer =
          Wire.send(
              api,
              "OPTIONS",
              "/sekisho/v1/inventory",
              "",
              "Origin: https://evil.example",
              "Access-Control-Request-Method: PUT");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.head().toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow");
    }
  }

  @Nested
  class EveryAnswer {
    @Test
    void hasIbmsBodyWhenItRefuses() {
      Answer answer = get("/sekisho/v1/status");

      assertThat(answer.header("Content-Type")).contains("application/json");
      assertThat(answer.json().at("/status_code").asInt()).isEqualTo(401);
      assertThat(answer.json().at("/trace").asString("")).matches("[0-9a-f-]{36}");
      assertThat(answer.json().at("/errors/0/target/type").asString("")).isEqualTo("header");
      assertThat(answer.json().at("/errors/0/target/name").asString("")).isEqualTo("Authorization");
    }

    @Test
    void isNotToBeKept() {
      assertThat(get("/healthz").header("Cache-Control")).contains("no-store");
      assertThat(get("/healthz").header("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void isWrittenDownWithoutTheKey() {
      Answer answer = get("/sekisho/v1/nothing", bearer(api.key));

      String trace = answer.json().at("/trace").asString("");
      assertThat(api.events)
          .filteredOn(event -> event instanceof Access access && access.trace().equals(trace))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(((Access) event).caller()).isEqualTo("operator:first");
                assertThat(((Access) event).status()).isEqualTo(404);
                assertThat(event.toString()).doesNotContain(api.key);
              });
    }
  }
}
