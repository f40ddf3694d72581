package io.sekisho.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.api.Wire.Answer;
import io.sekisho.office.LiveOffice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The seed of cloud-init as an operator sees and switches it.
class SeedRoutesTest {
  private static final String WEB_1 = "/sekisho/v1/instances/acme/web-1";
  private static final String ON = "{\"cloud_init\":{\"seed\":true}}";

  private LiveApi api;

  @BeforeEach
  void open() throws Exception {
    api = new LiveApi();
    String fleet = Files.readString(Path.of("src/test/resources/api/fleet.yaml"));
    send("PUT", "/sekisho/v1/inventory", "application/yaml", fleet);
  }

  @AfterEach
  void close() {
    api.close();
  }

  private Answer send(String method, String path, String type, String body) {
    return Wire.send(
        api, method, path, body, "Authorization: Bearer " + api.key, "Content-Type: " + type);
  }

  private Answer patch(String path, String body) {
    return send("PATCH", path, "application/merge-patch+json", body);
  }

  private Answer get(String path) {
    return Wire.send(api, "GET", path, "", "Authorization: Bearer " + api.key);
  }

  @Test
  void isOffAndSaysSo() {
    Answer answer = get(WEB_1 + "/seed");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("conflict");
    assertThat(get(WEB_1).json().at("/cloud_init/seed").asBoolean(true)).isFalse();
  }

  @Test
  void isShownWithItsSecretInOnePlaceAlone() {
    Answer switched = patch(WEB_1, ON);
    Answer seed = get(WEB_1 + "/seed");
    String url = seed.json().at("/url").asString();

    assertThat(switched.json().at("/cloud_init/seed").asBoolean()).isTrue();
    assertThat(url).matches("https://169\\.254\\.169\\.254/seed/[0-9a-f]{32}/");
    assertThat(seed.json().at("/datasource").asString())
        .isEqualTo("ds=nocloud;dsmode=net;s=" + url);
    assertThat(seed.json().at("/network_config").asString()).startsWith("{\"ethernets\":");
    String secret = url.substring(url.length() - 33, url.length() - 1);
    assertThat(switched + " " + get(WEB_1) + api.events).doesNotContain(secret);
  }

  @Test
  void isSwitchedAloneOrWithTheService() {
    String both = "{\"cloud_init\":{\"seed\":true},\"metadata_service\":{\"protocol\":\"http\"}}";
    patch(WEB_1, both);
    assertThat(get(WEB_1 + "/seed").json().at("/url").asString()).startsWith("http://");

    patch(WEB_1, "{\"cloud_init\":{\"seed\":false}}");
    assertThat(get(WEB_1 + "/seed").status()).isEqualTo(409);
    assertThat(get(WEB_1).json().at("/metadata_service/protocol").asString()).isEqualTo("http");
  }

  @Test
  void isThereForBareMetalServersToo() {
    String server = "/sekisho/v1/bare_metal_servers/db-1";
    patch(server, ON);

    assertThat(get(server + "/seed").status()).isEqualTo(200);
  }

  @Test
  void isNotShownWithoutARecord() {
    try (LiveOffice office = new LiveOffice()) {
      office.apply(
          """
          accounts:
            - name: acme
              vpcs: [{name: blue, subnets: [{name: a, ipv4_cidr_block: 10.0.0.0/24}]}]
              instances: [{name: web, cloud_init: {seed: true}}, {name: bare}]
              bare_metal_servers: [{name: db, cloud_init: {seed: true}}]
          """);
      String operator = office.operator;
      for (String of : List.of("instances/web", "bare_metal_servers/db", "instances/bare")) {
        office.send(operator, "GET", "/sekisho/v1/" + of + "/seed", "");
      }
      String trail = "/sekisho/v1/audit?action=is.";
      JsonNode shown =
          office.send(operator, "GET", trail + "instance.seed.read", "").json().get("records");
      assertThat(shown).hasSize(1);
      assertThat(shown.get(0).at("/event/target/name").asString()).isEqualTo("web");
      assertThat(shown.get(0).at("/event/severity").asString()).isEqualTo("critical");
      assertThat(shown.get(0).at("/event/initiator/id").asString()).contains("first");
      assertThat(shown.toString()).doesNotContain("/seed/");
      assertThat(
              office
                  .send(operator, "GET", trail + "bare-metal-server.seed.read", "")
                  .json()
                  .get("records"))
          .hasSize(1);
    }
  }

  @Test
  void isNotAnAccountsToSwitch() {
    assertThat(patch("/sekisho/v1/accounts/acme", ON).code()).isEqualTo("unknown_field");
  }
}
