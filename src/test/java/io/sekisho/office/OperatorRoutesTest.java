package io.sekisho.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.store.StateDirectory.Place;
import io.sekisho.web.Https.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may do everything, and from where others may ask, over the wire.
class OperatorRoutesTest {
  private static final String KEYS = "/sekisho/v1/operator_keys";

  @TempDir Path folder;
  private LiveOffice office;

  @BeforeEach
  void open() throws IOException {
    office = new LiveOffice();
    office.apply(Files.readString(Path.of("src/test/resources/api/fleet.yaml")));
  }

  @AfterEach
  void close() {
    office.close();
  }

  private Answer operator(String method, String path, String body) {
    return office.send(office.operator, method, path, body);
  }

  private String make(String name) {
    Answer made = operator("POST", KEYS, "{\"name\":\"%s\"}".formatted(name));
    assertThat(made.status()).isEqualTo(201);
    return made.at("/key");
  }

  private Answer exchange(String apikey) {
    return office.post(
        "/identity/token",
        "grant_type="
            + URLEncoder.encode("urn:ibm:params:oauth:grant-type:apikey", StandardCharsets.UTF_8)
            + "&account=acme&apikey="
            + apikey,
        "X-Forwarded-For",
        "10.9.9.9",
        "Forwarded",
        "for=10.9.9.9");
  }

  @Test
  void keysAreListedWithoutWhatTheyAre() {
    String key = make("alice");
    Answer list = operator("GET", KEYS, "");
    assertThat(list.json().at("/total_count").asInt()).isEqualTo(2);
    assertThat(list.at("/operator_keys/0/name")).isEqualTo("alice");
    assertThat(list.json().at("/operator_keys/0").propertyNames())
        .containsExactlyInAnyOrder("name", "created_at", "vouched");
    assertThat(list.json().toString()).doesNotContain(key.substring(8));
  }

  @Test
  void aDeletedKeyOpensNothingAndNeitherDoesWhatItWasExchangedFor() {
    String key = make("alice");
    String token = exchange(key).at("/access_token");
    assertThat(office.send(key, "GET", "/sekisho/v1/status", "").status()).isEqualTo(200);
    assertThat(office.send(token, "GET", "/sekisho/v1/status", "").status()).isEqualTo(200);

    assertThat(operator("DELETE", KEYS + "/alice", "").status()).isEqualTo(204);

    assertThat(office.send(key, "GET", "/sekisho/v1/status", "").status()).isEqualTo(401);
    assertThat(office.send(token, "GET", "/sekisho/v1/status", "").status()).isEqualTo(401);
    assertThat(exchange(key).status()).isEqualTo(400);
    assertThat(operator("DELETE", KEYS + "/alice", "").status()).isEqualTo(404);
  }

  /// Tokens have whole seconds.
  @Test
  void whoIsMadeAnewIsAnother() throws InterruptedException {
    String token = exchange(make("alice")).at("/access_token");
    operator("DELETE", KEYS + "/alice", "");
    Thread.sleep(1_100);
    make("alice");
    assertThat(office.send(token, "GET", "/sekisho/v1/status", "").status()).isEqualTo(401);
  }

  @Test
  void theLastKeyStays() {
    Answer refused = operator("DELETE", KEYS + "/first", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/errors/0/message")).contains("create one first");
    make("alice");
    assertThat(operator("DELETE", KEYS + "/first", "").status()).isEqualTo(204);
    assertThat(operator("GET", KEYS, "").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"name\":\"a b\"}", "{\"name\":\"a\",\"key\":\"mine\"}", "{\"name\":1}"})
  void whatIsNoNameMakesNoKey(String body) {
    assertThat(operator("POST", KEYS, body).status()).isEqualTo(400);
    assertThat(operator("GET", KEYS, "").json().at("/total_count").asInt()).isEqualTo(1);
  }

  /// A token is for one account; keys are above all of them.
  @Test
  void nobodyElseReachesThem() {
    String token = exchange(office.operator).at("/access_token");
    for (String other : new String[] {token, administrator(token)}) {
      assertThat(office.send(other, "GET", "/sekisho/v1/status", "").status()).isEqualTo(200);
      assertThat(office.send(other, "GET", KEYS, "").status()).isEqualTo(403);
      assertThat(office.send(other, "POST", KEYS, "{\"name\":\"x\"}").status()).isEqualTo(403);
      assertThat(office.send(other, "DELETE", KEYS + "/first", "").status()).isEqualTo(403);
      assertThat(office.send(other, "GET", "/sekisho/v1/audit/export", "").status()).isEqualTo(403);
    }
    assertThat(operator("GET", KEYS, "").json().at("/total_count").asInt()).isEqualTo(1);
  }

  @Test
  void whatNoPolicyGrantsIsForOperators() {
    String other = administrator(exchange(office.operator).at("/access_token"));
    for (String path : new String[] {KEYS, "/sekisho/v1/audit/export"}) {
      assertThat(office.send(other, "GET", path, "").at("/errors/0/message"))
          .isEqualTo("This is for operators of the installation alone.");
    }
  }

  @Test
  void othersAreToldOfTheirAccountAlone() {
    String other = administrator(exchange(office.operator).at("/access_token"));
    String status = "/sekisho/v1/status";
    assertThat(operator("GET", status, "").json().at("/resources/accounts").asInt()).isEqualTo(2);
    assertThat(office.send(other, "GET", status, "").json().at("/resources/accounts").asInt())
        .isEqualTo(1);
  }

  /// A service id that may do all that an account can grant.
  private String administrator(String token) {
    String account = operator("GET", "/sekisho/v1/accounts/acme", "").at("/id");
    Answer id =
        office.send(
            token,
            "POST",
            "/v1/serviceids",
            "{\"account_id\":\"%s\",\"name\":\"admin\"}".formatted(account));
    for (String scope : new String[] {"service", "platform_service"}) {
      Answer policy =
          office.send(
              token,
              "POST",
              "/v1/policies",
              """
              {"type":"access",
               "subjects":[{"attributes":[{"name":"iam_id","value":"%s"}]}],
               "roles":[{"role_id":"crn:v1:bluemix:public:iam::::role:Administrator"}],
               "resources":[{"attributes":[{"name":"accountId","value":"%s"},
                 {"name":"serviceType","value":"%s"}]}]}
              """
                  .formatted(id.at("/iam_id"), account, scope));
      assertThat(policy.status()).as(policy.json().toString()).isEqualTo(201);
    }
    Answer key =
        office.send(
            token,
            "POST",
            "/v1/apikeys",
            "{\"name\":\"k\",\"iam_id\":\"%s\",\"account_id\":\"%s\"}"
                .formatted(id.at("/iam_id"), account));
    return exchange(key.at("/apikey")).at("/access_token");
  }

  @Test
  void whereSomebodyAsksFromIsNotForAHeaderToSay() {
    String token = exchange(office.operator).at("/access_token");
    String account = operator("GET", "/sekisho/v1/accounts/acme", "").at("/id");
    String users = "/v2/accounts/" + account + "/users";
    Answer invited =
        office.send(token, "POST", users, "{\"users\":[{\"email\":\"ada@acme.example\"}]}");
    String ada = invited.at("/resources/0/id");
    Answer made =
        office.send(
            token,
            "POST",
            "/v1/apikeys",
            "{\"name\":\"k\",\"iam_id\":\"%s\",\"account_id\":\"%s\"}".formatted(ada, account));
    assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
    String key = made.at("/apikey");
    String hers = exchange(key).at("/access_token");
    String mine = users + "/" + ada + "/settings";
    assertThat(office.send(hers, "GET", mine, "").status()).isEqualTo(200);

    for (String wrong :
        new String[] {"::ffff:127.0.0.1", "127.0.0.1/8", "127.0.0.9-127.0.0.1", "localhost", ","}) {
      String body = "{\"allowed_ip_addresses\":\"" + wrong + "\"}";
      assertThat(office.send(token, "PATCH", mine, body).status()).as(wrong).isEqualTo(400);
    }
    String elsewhere = "{\"allowed_ip_addresses\":\"10.9.9.9\"}";
    assertThat(office.send(token, "PATCH", mine, elsewhere).status()).isEqualTo(204);
    assertThat(exchange(key).status()).isEqualTo(400);
    assertThat(
            office
                .get(mine, "Authorization", "Bearer " + hers, "X-Forwarded-For", "10.9.9.9")
                .status())
        .isEqualTo(401);

    String here = "{\"allowed_ip_addresses\":\"10.9.9.9, 127.0.0.1 - 127.0.0.3\"}";
    assertThat(office.send(token, "PATCH", mine, here).status()).isEqualTo(204);
    assertThat(exchange(key).status()).isEqualTo(200);
    assertThat(office.send(hers, "GET", mine, "").status()).isEqualTo(200);
  }

  @Test
  void nothingStartsOnATrailWhoseKeyIsGone() throws Exception {
    Place place = Place.at(folder.resolve("state"));
    try (var state = Office.open(place);
        var there = new Office(state, _ -> {}, InstantSource.system())) {
      assertThat(there.keys().createFirst()).isPresent();
    }
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/state.db"));
        var statement = connection.createStatement()) {
      statement.execute("DELETE FROM secrets WHERE name = 'audit-trail'");
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> Office.open(place))
          .hasMessageContaining("sekisho restore")
          .hasMessageContaining("audit-trail");
    }
  }
}
