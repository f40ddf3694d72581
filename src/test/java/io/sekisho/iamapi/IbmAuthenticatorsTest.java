package io.sekisho.iamapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.clients.IbmIamClient;
import io.sekisho.token.Town;
import io.sekisho.vpc.Changed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// IBM's own authenticators, unmodified, against the token endpoint over HTTPS.
class IbmAuthenticatorsTest {
  private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();
  private static final String PASSWORD = "changeit";
  private static final String CRN = Town.profile(Town.PROFILE, "ops", Town.ACME).crn().toString();

  @TempDir static Path folder;
  private static LiveTokens live;
  private static Web web;

  @BeforeAll
  static void open() throws Exception {
    assertThat(NPM.resolve("node_modules")).as("./dev test installs it").exists();
    live = new LiveTokens(folder.resolve("state"));
    web = new Web(live);
    Files.writeString(folder.resolve("ca.pem"), live.identity.pem());
    try (OutputStream file = Files.newOutputStream(folder.resolve("trust.p12"))) {
      live.identity.trustStore().store(file, PASSWORD.toCharArray());
    }
  }

  @AfterAll
  static void close() {
    live.close();
  }

  private record Ran(int code, String out, String err) {
    String iamId() {
      assertThat(code).as(err).isZero();
      assertThat(out).startsWith("Bearer ");
      return web.get("/me", out.strip().substring("Bearer ".length())).text("id");
    }
  }

  @Test
  void javaExchangesApiKeys() {
    assertThat(java("user-secret").iamId()).isEqualTo(Town.USER);
    assertThat(java("service-secret").iamId()).isEqualTo("iam-" + Town.SERVICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "crn", "name"})
  void javaAssumesProfiles(String way) {
    String value =
        switch (way) {
          case "id" -> Town.PROFILE;
          case "crn" -> CRN;
          default -> "ops/" + Town.ACME.value();
        };
    assertThat(java("service-secret", way + "=" + value).iamId()).isEqualTo("iam-" + Town.PROFILE);
  }

  @Test
  void javaIsToldWhatIsWrong() {
    assertThat(java("wrong").err()).contains("Provided API key could not be found.");
    assertThat(java("user-secret", "id=" + Town.FOREIGN).err())
        .contains("There is no such trusted profile");
  }

  @Test
  void nodeExchangesApiKeys() {
    assertThat(node("IamAuthenticator", Map.of("apikey", "user-secret")).iamId())
        .isEqualTo(Town.USER);
    assertThat(node("IamAuthenticator", Map.of("apikey", "service-secret")).iamId())
        .isEqualTo("iam-" + Town.SERVICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iamProfileId", "iamProfileCrn", "iamProfileName"})
  void nodeAssumesProfiles(String way) {
    Map<String, String> options = new HashMap<>(Map.of("apikey", "user-secret"));
    switch (way) {
      case "iamProfileId" -> options.put(way, Town.PROFILE);
      case "iamProfileCrn" -> options.put(way, CRN);
      default -> options.putAll(Map.of(way, "ops", "iamAccountId", Town.ACME.value()));
    }
    assertThat(node("IamAssumeAuthenticator", options).iamId()).isEqualTo("iam-" + Town.PROFILE);
  }

  @Test
  void nodeIsToldWhatIsWrong() {
    assertThat(node("IamAuthenticator", Map.of("apikey", "wrong")).err())
        .contains("Provided API key could not be found.");
    Map<String, String> foreign = Map.of("apikey", "user-secret", "iamProfileId", Town.FOREIGN);
    assertThat(node("IamAssumeAuthenticator", foreign).err())
        .contains("There is no such trusted profile");
  }

  @Test
  void whatTheyGotDiesWithTheProfile() {
    live.town.put(Changed.with(Town.profile(Town.PROFILE, "ops", Town.ACME), "description", "x"));
    String header = java("user-secret", "id=" + Town.PROFILE).out().strip();
    String token = header.substring("Bearer ".length());
    assertThat(web.get("/me", token).status()).isEqualTo(200);
    live.town.delete(Town.profile(Town.PROFILE, "ops", Town.ACME));
    assertThat(web.get("/me", token).status()).isEqualTo(401);
    assertThat(web.post("/identity/introspect", "token", token).text("active")).isEqualTo("false");
    live.town.put(Town.profile(Town.PROFILE, "ops", Town.ACME));
  }

  private static Ran java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djavax.net.ssl.trustStore=" + folder.resolve("trust.p12"),
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
            "-cp",
            System.getProperty("java.class.path"),
            IbmIamClient.class.getName(),
            live.url()));
    command.addAll(List.of(arguments));
    return run(new ProcessBuilder(command));
  }

  private static Ran node(String authenticator, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("url", live.url());
    String json = JsonMapper.shared().writeValueAsString(all);
    ProcessBuilder builder =
        new ProcessBuilder(
            "node", NPM.resolve("iam-authenticate.js").toString(), authenticator, json);
    builder.environment().put("NODE_EXTRA_CA_CERTS", folder.resolve("ca.pem").toString());
    return run(builder);
  }

  private static Ran run(ProcessBuilder builder) {
    try {
      Path out = Files.createTempFile(folder, "out", "");
      Path err = Files.createTempFile(folder, "err", "");
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return new Ran(
          process.waitFor(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
