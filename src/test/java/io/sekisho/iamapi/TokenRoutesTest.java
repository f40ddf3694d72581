package io.sekisho.iamapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iamapi.Web.Answer;
import io.sekisho.token.Town;
import io.sekisho.vpc.Samples;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The token endpoint as it is on the wire.
class TokenRoutesTest {
  private static final String COMPUTE = "urn:ibm:params:oauth:grant-type:cr-token";
  private static final String API_KEY = "urn:ibm:params:oauth:grant-type:apikey";
  private static final String TOKEN = "/identity/token";

  @TempDir static Path folder;
  private static LiveTokens live;
  private static Web web;

  @BeforeAll
  static void open() {
    live = new LiveTokens(folder);
    web = new Web(live);
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void answersAsIbmDoes() {
    Answer answer = web.post(TOKEN, "grant_type", API_KEY, "apikey", "user-secret");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("token_type")).isEqualTo("Bearer");
    assertThat(answer.text("refresh_token")).isEqualTo("not_supported");
    assertThat(answer.text("scope")).isEqualTo("ibm openid");
    assertThat(answer.body().get("expires_in").intValue()).isEqualTo(3600);
    assertThat(answer.body().get("expiration").longValue())
        .isBetween(
            live.town.now().getEpochSecond() + 3590, live.town.now().getEpochSecond() + 3600);
    assertThat(answer.response().headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(web.get("/me", answer.text("access_token")).text("id")).isEqualTo(Town.USER);
  }

  @Test
  void refusesAsIbmDoes() {
    Answer answer = web.post(TOKEN, "grant_type", API_KEY, "apikey", "wrong");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("errorCode")).isEqualTo("BXNIM0415E");
    assertThat(answer.text("errorMessage")).isEqualTo("Provided API key could not be found.");
    assertThat(answer.body().at("/context/requestId").asString()).hasSize(36);
    assertThat(answer.body().at("/context/url").asString()).isEqualTo(live.url());
  }

  @ParameterizedTest
  @CsvSource({
    "'', BXNIM0109E",
    "grant_type=, BXNIM0109E",
    "grant_type=password, BXNIM0106E",
    "grant_type=refresh_token, BXNIM0109E",
    "grant_type=refresh_token&refresh_token=x, BXNIM0407E",
    "grant_type=%, BXNIM0106E",
    "grant_type=a&grant_type=b, BXNIM0106E",
    "grant_type=urn:ibm:params:oauth:grant-type:apikey, BXNIM0109E",
    "grant_type=urn:ibm:params:oauth:grant-type:assume&access_token=x&profile_id=y, BXNIM0407E",
    "grant_type=urn:ibm:params:oauth:grant-type:cr-token&cr_token=x&profile_id=y, BXNIM0407E"
  })
  void saysWhatIsWrong(String form, String code) {
    Answer answer = web.post(TOKEN, form);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("errorCode")).isEqualTo(code);
    assertThat(answer.text("errorMessage")).isNotBlank();
  }

  @Test
  void doesNotKnowTheTokenOfAnInstanceThatIsSwitchedOff() {
    String identity =
        live.town
            .mint
            .identityToken(
                live.town.ledger.edition().snapshot().subject(Samples.MINIMAL_ID).orElseThrow(),
                Duration.ofMinutes(5),
                Optional.empty(),
                live.town.now())
            .value();
    String token =
        web.post(TOKEN, "grant_type", COMPUTE, "cr_token", identity, "profile_id", Town.PROFILE)
            .text("access_token");
    assertThat(web.get("/me", token).status()).isEqualTo(200);
    try {
      live.town.put(Samples.account().switched(false));
      assertThat(web.get("/me", token).status()).isEqualTo(401);
      assertThat(web.post("/identity/introspect", "token", token).body().get("active").asBoolean())
          .isFalse();
    } finally {
      live.town.put(Samples.account());
    }
  }

  @Test
  void takesFormsOnly() {
    HttpRequest.Builder json =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{}"));
    assertThat(web.send(json, TOKEN).status()).isEqualTo(415);
    HttpRequest.Builder get = HttpRequest.newBuilder().GET();
    assertThat(web.send(get, TOKEN + "?grant_type=x").status()).isIn(401, 405);
  }

  @Test
  void takesNoMoreThanAFormNeeds() {
    // Asked first: else the refusal can be lost to what is still on its way.
    HttpRequest.Builder big =
        HttpRequest.newBuilder()
            .expectContinue(true)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=" + "x".repeat(200_000)));
    assertThat(web.send(big, TOKEN).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({"bx:bx, 200", "bx:other, 401", "other:other, 401", "bx, 401", "'', 401"})
  void knowsItsClients(String client, int status) {
    String basic = Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Authorization", "Basic " + basic)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(Web.form("grant_type", API_KEY, "apikey", "user-secret")));
    Answer answer = web.send(request, TOKEN);
    assertThat(answer.status()).isEqualTo(status);
    if (status == 200) {
      assertThat(answer.text("refresh_token")).startsWith("C-");
      assertThat(answer.text("session_id")).startsWith("C-");
    }
  }

  @Test
  void introspectsWhatItGaveOut() {
    String token =
        web.post(TOKEN, "grant_type", API_KEY, "apikey", "user-secret").text("access_token");
    Answer active = web.post("/identity/introspect", "token", token);
    assertThat(active.body().get("active").booleanValue()).isTrue();
    assertThat(active.text("iam_id")).isEqualTo(Town.USER);
    assertThat(active.body().at("/account/bss").asString()).isEqualTo(Town.ACME.value());
    Answer inactive = web.post("/identity/introspect", "token", token + "x");
    assertThat(inactive.body().toString()).isEqualTo("{\"active\":false}");
    assertThat(web.post("/identity/introspect", "").text("errorCode")).isEqualTo("BXNIM0109E");
  }

  @Test
  void saysWhereEverythingIs() {
    Answer answer =
        web.send(HttpRequest.newBuilder().GET(), "/identity/.well-known/openid-configuration");
    assertThat(answer.text("issuer")).isEqualTo("https://iam.cloud.ibm.com/identity");
    assertThat(answer.text("token_endpoint")).isEqualTo(live.url() + TOKEN);
    assertThat(answer.text("jwks_uri")).isEqualTo(live.url() + "/identity/keys");
    assertThat(answer.body().get("grant_types_supported").toString()).contains("jwt-bearer");
  }

  @Test
  void endsSessions() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Authorization", "Basic Yng6Yng=")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(Web.form("grant_type", API_KEY, "apikey", "user-secret")));
    Answer login = web.send(request, TOKEN);
    String token = login.text("access_token");
    assertThat(web.get("/me", token).status()).isEqualTo(200);
    assertThat(web.post("/identity/revoke", "token", login.text("refresh_token")).status())
        .isEqualTo(200);
    assertThat(web.get("/me", token).status()).isEqualTo(401);
    assertThat(web.post("/identity/revoke", "token", "nonsense").status()).isEqualTo(200);
  }
}
