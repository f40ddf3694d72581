package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.clients.IbmJavaClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// IBM's own clients in a guest, unmodified: only where the service's own certificate comes in does
/// anybody have to tell them anything.
@Tag("root")
class IbmClientsTest {
  @RegisterExtension static final Product PRODUCT = new Product("at2");

  private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();
  private static final String PASSWORD = "changeit";

  @BeforeAll
  static void prepare() {
    assertThat(NPM.resolve("node_modules")).as("./dev test installs it").exists();
    PRODUCT.operator("link vault vault-1");
    Ran.here(
            "keytool",
            "-importcert",
            "-noprompt",
            "-alias",
            "sekisho",
            "-storepass",
            PASSWORD,
            "-file",
            PRODUCT.ca().toString(),
            "-keystore",
            trustStore())
        .good();
  }

  @ParameterizedTest
  @CsvSource({
    "2022-03-01, default", "2022-03-01, id", "2022-03-01, crn",
    "2025-08-26, default", "2025-08-26, id", "2025-08-26, crn"
  })
  void javaGetsIamTokens(String version, String choice) {
    List<String> arguments = new ArrayList<>(List.of(Guest.IPV4, version));
    if (!choice.equals("default")) {
      arguments.add(choice + "=" + profile("web", choice));
    }

    String header = java("web-1", List.of(), arguments).good();

    assertThat(iamId(header)).isEqualTo("iam-" + profile("web", "id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2022-03-01", "2025-08-26"})
  void javaGetsIamTokensOverTlsWithATrustStoreOfItsOwn(String version) {
    List<String> trust =
        List.of(
            "-Djavax.net.ssl.trustStore=" + trustStore(),
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);

    String header = java("vault-1", trust, List.of(Guest.HTTPS, version)).good();

    assertThat(iamId(header)).isEqualTo("iam-" + profile("vault", "id"));
  }

  @Test
  void javaWithoutTheCaTrustsNobody() {
    Ran ran = java("vault-1", List.of(), List.of(Guest.HTTPS, Guest.VERSION));

    assertThat(ran.code()).isNotZero();
    assertThat(ran.err()).contains("unable to find valid certification path");
  }

  @ParameterizedTest
  @CsvSource({
    "2022-03-01, default", "2022-03-01, id", "2022-03-01, crn",
    "2025-08-26, default", "2025-08-26, id", "2025-08-26, crn"
  })
  void nodeGetsIamTokens(String version, String choice) {
    Map<String, String> options =
        switch (choice) {
          case "id" -> Map.of("serviceVersion", version, "iamProfileId", profile("web", "id"));
          case "crn" -> Map.of("serviceVersion", version, "iamProfileCrn", profile("web", "crn"));
          default -> Map.of("serviceVersion", version);
        };

    String header = node("web-1", options).good();

    assertThat(iamId(header)).isEqualTo("iam-" + profile("web", "id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2022-03-01", "2025-08-26"})
  void nodeGetsIamTokensOverTlsWithAnExtraCa(String version) {
    String extra = "NODE_EXTRA_CA_CERTS=" + PRODUCT.ca();

    String header =
        node("vault-1", Map.of("serviceVersion", version, "url", Guest.HTTPS), extra).good();

    assertThat(iamId(header)).isEqualTo("iam-" + profile("vault", "id"));
  }

  @Test
  void nodeInALabIsToldOfTheCaAlready() {
    String header = node("vault-1", Map.of("url", Guest.HTTPS)).good();

    assertThat(iamId(header)).isEqualTo("iam-" + profile("vault", "id"));
  }

  @Test
  void nodeWithoutTheCaTrustsNobody() {
    // Debian's own Node also trusts what the system trusts, which in a guest includes our CA.
    Ran ran =
        node(
            "vault-1",
            Map.of("url", Guest.HTTPS),
            "NODE_EXTRA_CA_CERTS=",
            "SSL_CERT_FILE=/dev/null",
            "SSL_CERT_DIR=/dev/null");

    assertThat(ran.code()).isNotZero();
    assertThat(ran.err()).contains("certificate");
  }

  @Test
  void nodeIsToldThatAProfileIsNotLinked() {
    Ran ran = node("web-1", Map.of("iamProfileId", profile("backup", "id")));

    assertThat(ran.code()).isNotZero();
    assertThat(ran.err()).isNotBlank();
  }

  private static Ran java(String guest, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(IbmJavaClient.class.getName());
    command.addAll(arguments);
    return PRODUCT.guest(guest).run(command.toArray(String[]::new));
  }

  private static Ran node(String guest, Map<String, String> options, String... environment) {
    String json = JsonMapper.shared().writeValueAsString(options);
    return PRODUCT
        .guest(guest)
        .run(
            Stream.of(
                    Stream.of("env"),
                    Stream.of(environment),
                    Stream.of("node", NPM.resolve("iam-token.js").toString(), json))
                .flatMap(it -> it)
                .toArray(String[]::new));
  }

  private static String iamId(String header) {
    assertThat(header).startsWith("Bearer ");
    return IamToken.verified(PRODUCT, header.substring("Bearer ".length()).strip()).iamId();
  }

  private static String profile(String name, String member) {
    return PRODUCT.resource("trusted-profile", name).path(member).asString();
  }

  private static String trustStore() {
    return PRODUCT.home().resolve("trust.p12").toString();
  }
}
