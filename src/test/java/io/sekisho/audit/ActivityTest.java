package io.sekisho.audit;

import static io.sekisho.audit.Samples.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.audit.Activity.Credential;
import io.sekisho.audit.Activity.Difference;
import io.sekisho.audit.Activity.Initiator;
import io.sekisho.audit.Activity.Result;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ActivityTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Nested
  class TheEvent {
    @Test
    void ofSomethingMadeIsAsDocumented() {
      Golden.check("created", Samples.created().draft().body());
    }

    @Test
    void ofAnUpdateTellsWhatBecameOfWhat() {
      Golden.check("updated", Samples.updated().draft().body());
    }

    @Test
    void ofARefusalTellsWhy() {
      Problem problem = Problem.of(Code.UNAUTHORIZED, "You may not.").detail("no policy allows it");
      Golden.check(
          "refused",
          Samples.activity(
                  Action.POLICY_CREATE, OPERATOR, Result.refused(problem), List.of(), Map.of())
              .draft()
              .body());
    }

    @Test
    void ofAnIdentityThatActsAsAnotherNamesBoth() {
      Initiator assumed =
          new Initiator(
              "iam-" + Samples.PROFILE,
              "web",
              Activity.Type.PROFILE,
              Credential.TOKEN,
              "iam-ServiceId-1b2c",
              "deployer",
              "2001:db8::7",
              "curl/8.5");
      Golden.check(
          "login",
          Samples.activity(
                  Action.PROFILE_LOGIN,
                  assumed,
                  Result.success(200),
                  List.of(),
                  Map.of(
                      Detail.PROFILE_ID,
                      Samples.PROFILE,
                      Detail.GRANT_TYPE,
                      "urn:ibm:params:oauth:grant-type:assume"))
              .draft()
              .body());
    }

    @Test
    void isOneLineOfAsciiWhateverItsNames() {
      Activity odd =
          Samples.activity(
              Action.PROFILE_UPDATE,
              OPERATOR,
              Result.success(200),
              List.of(new Difference("description", "a\nb\r\u2028", "\"}{\\ \u0000 🏯")),
              Map.of());
      assertThat(odd.draft().body()).matches("[\\x20-\\x7e]+");
      assertThat(parsed(odd).at("/requestData/update/0/newValue").asString())
          .isEqualTo("\"}{\\ \u0000 🏯");
    }

    @Test
    void isTheSameBytesEachTime() {
      assertThat(Samples.updated().draft()).isEqualTo(Samples.updated().draft());
    }

    @Test
    void hasNoTextWithoutEnd() {
      Activity long0 =
          Samples.activity(
              Action.PROFILE_UPDATE,
              OPERATOR,
              Result.success(200),
              List.of(new Difference("description", "", "long words ".repeat(10_000))),
              Map.of());
      assertThat(long0.draft().body()).hasSizeLessThan(3_000);
    }

    @ParameterizedTest
    @EnumSource
    void namesItsActionAndTheTargetsType(Action action) {
      JsonNode event =
          parsed(Samples.activity(action, OPERATOR, Result.success(200), List.of(), Map.of()));
      assertThat(event.at("/action").asString()).isEqualTo(action.wireName());
      String type = event.at("/target/typeURI").asString();
      assertThat(type.replace('/', '.') + "." + action.verb()).isEqualTo(action.wireName());
      assertThat(Action.named(action.wireName())).contains(action);
      assertThat(action.wireName()).matches("[a-z-]+(\\.[a-z_-]+){2,3}");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PROFILE_CREATE, 201, normal",
    "PROFILE_UPDATE, 200, warning",
    "PROFILE_DELETE, 204, critical",
    "POLICY_CREATE, 400, warning",
    "POLICY_CREATE, 401, critical",
    "POLICY_CREATE, 403, critical",
    "POLICY_CREATE, 404, warning",
    "POLICY_CREATE, 409, warning",
    "POLICY_CREATE, 500, warning",
    "POLICY_CREATE, 503, critical"
  })
  void severityIsAsIbmHasIt(Action action, int status, String severity) {
    Result result = new Result(status, status < 400 ? "" : "no");
    assertThat(
            parsed(Samples.activity(action, OPERATOR, result, List.of(), Map.of()))
                .at("/severity")
                .asString())
        .isEqualTo(severity);
  }

  @Nested
  class ASecret {
    @ParameterizedTest
    @CsvSource({
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlc2lnbmF0dXJl",
      "sekisho_Qm9zc2VzIGFuZCBrZXlzIGFuZCBzZWNyZXRzIGhlcmU",
      "Bearer abcdefghijklmnopqrstuvwxyz",
      "Basic dXNlcjpwYXNzd29yZHBhc3N3b3Jk",
      "-----BEGIN EC PRIVATE KEY-----MIGH"
    })
    void isWithheldWhereverItComes(String secret) {
      assertThat(everywhere(secret)).contains("(withheld)").doesNotContain(secret.substring(10));
    }

    @RepeatedTest(200)
    void ofRandomBitsIsWithheld() {
      byte[] bits = new byte[32];
      new SecureRandom().nextBytes(bits);
      String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
      assertThat(everywhere(secret)).doesNotContain(secret);
    }

    private static String everywhere(String secret) {
      Initiator by =
          new Initiator(
              secret,
              secret,
              Activity.Type.USER,
              Credential.TOKEN,
              secret,
              secret,
              secret,
              "x " + secret);
      return Samples.activity(
              Action.PROFILE_UPDATE,
              by,
              new Result(400, "wrong: " + secret),
              List.of(new Difference(secret, secret, "now " + secret)),
              Map.of(Detail.SCOPE, secret, Detail.CLIENT_ID, "/v1/" + secret))
          .draft()
          .body();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "iam-Profile-6f1cbd4c-7b4e-4a39-9d0a-0a9f1a3f9b11",
    "crn:v1:bluemix:public:is:us-south-1:a/aabbccddeeff00112233445566778899::instance:0717_1e09281b-f177-46fb-baf1-bc152b2e391a",
    "my-very-long-name-of-a-virtual-server-instance-in-the-network-7",
    "/sekisho/v1/bare_metal_servers/a-server-with-a-long-name/revoke_tokens",
    "Send it as Authorization: Bearer <token>"
  })
  void whatPeopleWriteIsNoSecret(String text) {
    assertThat(Secrets.withheld(text)).isEqualTo(text);
  }

  private static JsonNode parsed(Activity activity) {
    return MAPPER.readTree(activity.draft().body());
  }
}
