package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A trusted profile from its making to its end: IBM's platform-services SDK manages it, a guest of
/// the lab gets its tokens through IBM's authenticator, and our own API obeys its policies.
@Tag("root")
class ProfileLifeTest {
  @RegisterExtension static final Product PRODUCT = new Product("plt");

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();

  @Test
  void isObeyedAtEachStep() throws Exception {
    assertThat(NPM.resolve("node_modules")).as("./dev test installs it").exists();
    JsonNode instance = shown("get instance acme/web-1 -o json");
    JsonNode account = shown("get account acme -o json");
    List<String> guest =
        List.of(
            "ip",
            "netns",
            "exec",
            PRODUCT.namespace("acme/web-1"),
            "node",
            NPM.resolve("iam-token.js").toString());
    String known =
        JSON.writeValueAsString(
            Map.of(
                "account", account.get("id").stringValue(),
                "crn", instance.get("crn").stringValue(),
                "guest", guest));

    ProcessBuilder life =
        new ProcessBuilder("node", NPM.resolve("profile-life.js").toString(), url(), known);
    life.environment().put("OPERATOR_KEY", operatorKey());
    life.environment().put("NODE_EXTRA_CA_CERTS", PRODUCT.ca().toString());

    assertThat(Ran.of(life).good())
        .isEqualTo(
            """
            before any trust: refused
            by rule: true
            token of a removed rule: 401
            by link: true
            without a policy: 403
            with a policy: 200
            without it again: 403
            life of a token after the limit: 900
            token of a removed link: 401
            guest without a link: refused
            linked again: 200
            token of a deleted profile: 401
            introspected: false
            guest of a deleted profile: refused
            """);
  }

  private static JsonNode shown(String command) throws Exception {
    return JSON.readTree(PRODUCT.cli(command.split(" ")).good());
  }

  private static String url() throws Exception {
    Matcher url = Pattern.compile("(https://\\S+)/sekisho/v1").matcher(PRODUCT.said());
    assertThat(url.find()).isTrue();
    return url.group(1);
  }

  private static String operatorKey() throws Exception {
    return PRODUCT.context().path("key").asString();
  }
}
