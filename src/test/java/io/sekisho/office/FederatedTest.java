package io.sekisho.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.assertion.Idp;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.IdentityProvider.Protocol;
import io.sekisho.token.Tokens;
import io.sekisho.web.Https.Answer;
import io.sekisho.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A person of another identity provider, from the signed assertion to the audit trail, over HTTPS
/// alone.
class FederatedTest {
  private static final String GROUPS = "/v2/groups";
  private static final String PROVIDERS = "/sekisho/v1/identity_providers";
  private static final List<Map<String, String>> OPS =
      List.of(Map.of("claim", "groups", "operator", "CONTAINS", "value", "\"ops\""));

  private final Idp idp = new Idp();
  private LiveOffice office;
  private String account;
  private String profile;
  private String provider;
  private String group;
  private String rule;

  @BeforeEach
  void open() {
    office = new LiveOffice();
    office.apply("accounts: [{name: acme}]");
    account = operator("GET", "/sekisho/v1/accounts/acme", Map.of()).at("/id");
    profile = made("/v1/profiles", Map.of("name", "staff", "account_id", account));
    made(
        "/v1/profiles/" + profile + "/rules?account_id=" + account,
        Map.of(
            "type",
            "Profile-SAML",
            "realm_name",
            Idp.REALM,
            "expiration",
            3600,
            "conditions",
            OPS));
    provider = made(PROVIDERS + "?account_id=" + account, said(idp));
    group = made(GROUPS + "?account_id=" + account, Map.of("name", "keepers"));
    rule =
        made(
            GROUPS + "/" + group + "/rules",
            Map.of("realm_name", Idp.REALM, "expiration", 1, "conditions", OPS));
    made("/v1/policies", policy());
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void mayWhatARuleOfAGroupLetsThemAndIsOnRecordWithTheirOwnName() {
    String token = logIn().at("/access_token");

    Answer made = office.send(token, "POST", GROUPS + "?account_id=" + account, "{\"name\":\"x\"}");

    assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
    String question = "/sekisho/v1/explain/access?who=me&action=iam-groups.groups.create";
    assertThat(office.send(token, "GET", question, "").at("/reason"))
        .contains(group, rule, "until");
    JsonNode initiator = last("iam-groups.group.create").at("/initiator");
    assertThat(initiator.at("/id").asString()).isEqualTo("iam-" + profile);
    assertThat(initiator.at("/authnId").asString()).isEqualTo("staff-mio");
    assertThat(initiator.at("/authnName").asString()).isEqualTo("mio@example.org");
    assertThat(office.events.toString()).contains("authn=staff-mio");

    operator("DELETE", GROUPS + "/" + group + "/rules/" + rule, Map.of());

    assertThat(office.send(token, "GET", GROUPS + "/" + group, "").status()).isEqualTo(403);
    JsonNode denied = last("sekisho.access.deny").at("/initiator");
    assertThat(denied.at("/authnId").asString()).isEqualTo("staff-mio");
  }

  @Test
  void isGoneWithTheirProviderEvenIfAnotherTakesItsName() {
    Answer session = logIn();
    String token = session.at("/access_token");
    assertThat(office.send(token, "GET", GROUPS + "/" + group, "").status()).isEqualTo(200);

    operator("DELETE", PROVIDERS + "/" + provider + "?account_id=" + account, Map.of());
    made(PROVIDERS + "?account_id=" + account, said(new Idp()));

    assertThat(office.send(token, "GET", GROUPS + "/" + group, "").status()).isEqualTo(401);
    Answer refreshed =
        office.exchange(
            "grant_type", Tokens.REFRESH, "refresh_token", session.at("/refresh_token"));
    assertThat(refreshed.status()).isEqualTo(400);
    assertThat(logIn().status()).as("with the former keys").isEqualTo(401);
  }

  private Answer logIn() {
    return office.exchange(
        "grant_type",
        Tokens.ID_TOKEN,
        "assertion",
        idp.idToken(Idp.claims(Instant.now())),
        "profile_id",
        profile);
  }

  /// Denials are written a moment later.
  private JsonNode last(String action) {
    String path = "/sekisho/v1/audit?account=" + account + "&action=" + action;
    JsonNode all = operator("GET", path, Map.of()).json().path("records");
    for (int i = 0; i < 100 && all.isEmpty(); i++) {
      LockSupport.parkNanos(50_000_000);
      all = operator("GET", path, Map.of()).json().path("records");
    }
    assertThat(all.isEmpty()).as(action).isFalse();
    return all.get(all.size() - 1).path("event");
  }

  private Map<String, Object> said(Idp idp) {
    IdentityProvider it = idp.provider(Protocol.OIDC, new AccountId(account));
    return Map.of(
        "realm", it.realm(),
        "protocol", "OIDC",
        "issuer", it.issuer(),
        "audience", it.audience(),
        "keys", it.keys());
  }

  private Map<String, Object> policy() {
    return Map.of(
        "type",
        "access",
        "subjects",
        List.of(Map.of("attributes", List.of(attribute("access_group_id", group)))),
        "roles",
        List.of(Map.of("role_id", "crn:v1:bluemix:public:iam::::role:Administrator")),
        "resources",
        List.of(
            Map.of(
                "attributes",
                List.of(attribute("accountId", account), attribute("serviceName", "iam-groups")))));
  }

  private static Map<String, String> attribute(String name, String value) {
    return Map.of("name", name, "value", value);
  }

  private String made(String path, Map<String, ?> body) {
    Answer answer = operator("POST", path, body);
    assertThat(answer.status()).as(path + " " + answer.json()).isEqualTo(201);
    return answer.at("/id");
  }

  private Answer operator(String method, String path, Map<String, ?> body) {
    String json = body.isEmpty() ? "" : Json.mapper().writeValueAsString(body);
    return office.send(office.operator, method, path, json);
  }
}
