package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Images say which servers may be made of them, and what those may become.
class AllowedUseTest {
  private static final LiveInstances live = new LiveInstances();
  private static final LiveVpc vpc = live.vpc;

  @AfterEach
  void clear() {
    live.clear();
    vpc.all("/images?visibility=private", "images")
        .forEach(image -> vpc.delete("/images/" + image.get("id").asString()));
  }

  @AfterAll
  static void close() {
    live.close();
  }

  private static String prototype(String use) {
    return "{'name':'mine','file':{'href':'cos://us-south/b/i.qcow2'},'operating_system':{'name':'debian-12-amd64'},'allowed_use':{%s}}"
        .formatted(use);
  }

  /// As a member of a body in single quotes.
  private static String instance(String expression) {
    return "'instance':'%s'".formatted(expression.replace("\"", "\\\""));
  }

  /// The id of an image whose instances have to be like this.
  private static String image(String expression) {
    return vpc.make("/images", prototype(instance(expression))).get("id").asString();
  }

  private static Answer make(String image, String more) {
    return vpc.post("/instances", live.body(more).replace("r006-abc", image));
  }

  private static String made(String image, String more) {
    Answer answer = make(image, more);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return "/instances/" + answer.at("/id");
  }

  private static void assertRefused(Answer answer, String expression) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("config_rule_violated");
    assertThat(answer.at("/errors/0/message"))
        .contains("allowed_use of its image mine asks for " + expression);
  }

  @Test
  void canForbidTheMetadataService() {
    String image = image("!metadata_service.enabled");
    String path = made(image, "");
    assertRefused(vpc.patch(path, "{'metadata_service':{'enabled':true}}"), "!metadata_service");
    assertThat(vpc.get(path).at("/metadata_service/enabled")).isEqualTo("false");
    assertRefused(make(image, "'metadata_service':{'enabled':true},"), "!metadata_service");
    assertThat(vpc.patch(path, "{'name':'another'}").status()).isEqualTo(200);
  }

  @Test
  void areAskedWhoeverFlipsASwitch() {
    String id = made(image("!metadata_service.enabled"), "'name':'web',").substring(11);
    Answer answer =
        vpc.office.send(
            vpc.office.operator,
            "PATCH",
            "/sekisho/v1/instances/" + id,
            "{\"metadata_service\":{\"enabled\":true}}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    assertThat(live.guest(id).compute().metadataService().enabled()).isFalse();
  }

  @Test
  void canWantHttps() {
    String https = "!metadata_service.enabled || metadata_service.protocol == \"https\"";
    String path = made(image(https), "");
    assertRefused(vpc.patch(path, "{'metadata_service':{'enabled':true}}"), "!metadata_service");
    String both = "{'metadata_service':{'enabled':true,'protocol':'https'}}";
    assertThat(vpc.patch(path, both).at("/metadata_service/enabled")).isEqualTo("true");
    assertRefused(vpc.patch(path, "{'metadata_service':{'protocol':'http'}}"), "!metadata");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enable_secure_boot                            | false
          !enable_secure_boot && gpu.count == 0         | true
          gpu.count > 1 && gpu.manufacturer == "nvidia" | false
          gpu.memory + 1 == 1 && gpu.model == ""        | true
          1 / gpu.count == 1                            | false
          gpu.model in ["", "L4"] ? true : false        | true
          """)
  void canAskForHardware(String expression, boolean fits) {
    assertThat(make(image(expression), "").status()).isEqualTo(fits ? 201 : 403);
  }

  @Test
  void changeNothingAboutWhatIsThere() {
    String image = image("true");
    String path = made(image, "'metadata_service':{'enabled':true},");
    String use = "{'allowed_use':{%s}}".formatted(instance("!metadata_service.enabled"));
    assertThat(vpc.patch("/images/" + image, use).status()).isEqualTo(200);
    String hops = "{'metadata_service':{'response_hop_limit':3}}";
    assertThat(vpc.patch(path, hops).at("/metadata_service/response_hop_limit")).isEqualTo("3");
    assertThat(vpc.patch(path, "{'metadata_service':{'enabled':false}}").status()).isEqualTo(200);
  }

  @Test
  void canKeepBareMetalServersOut() {
    String id =
        vpc.make("/images", prototype("'bare_metal_server':'enable_secure_boot'"))
            .get("id")
            .asString();
    String body =
        "{'name':'metal',%s'zone':{'name':'us-south-1'},'profile':{'name':'bx2d-metal-96x384'},'initialization':{'image':{'id':'%s'},'keys':[]},'primary_network_attachment':{'virtual_network_interface':{'subnet':{'id':'%s'}}}}";
    String all = "/bare_metal_servers";
    assertRefused(vpc.post(all, body.formatted("", id, live.subnet)), "enable_secure_boot");
    Answer secure = vpc.post(all, body.formatted("'enable_secure_boot':true,", id, live.subnet));
    assertThat(secure.status()).as(secure.text()).isEqualTo(201);
    vpc.post(all + "/" + secure.at("/id") + "/stop", "{'type':'hard'}");
    assertThat(vpc.delete(all + "/" + secure.at("/id")).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpu.count",
        "gpu.cuont > 1",
        "gpu.count >",
        "name == \"web\"",
        "\"aaaa\".matches(\"(a+)+b\")",
        "size(gpu.model) > 1",
        "[1, 2].all(x, x > 0)",
        "enable_secure_boot == 1"
      })
  void areOperatorsOverWhatIbmNames(String expression) {
    Answer answer = vpc.post("/images", prototype(instance(expression)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.at("/errors/0/target/name")).isEqualTo("allowed_use.instance");
    assertThat(answer.at("/errors/0/message")).contains("gpu.count");
  }

  @Test
  void knowTheSwitchesSinceTheirDate() {
    String before = "'api_version':'2026-06-22'," + instance("metadata_service.enabled");
    assertThat(vpc.post("/images", prototype(before)).status()).isEqualTo(400);
    assertThat(vpc.post("/images", prototype(before.replace("22", "23"))).status()).isEqualTo(201);
  }

  @Test
  void ofAnInventoryAreReadToo() {
    Answer answer =
        vpc.office.send(
            vpc.office.operator,
            "PUT",
            "/sekisho/v1/inventory",
            "catalog: {images: [{name: tin, operating_system: debian-12-amd64, allowed_use: {instance: gpu.cuont > 0}}]}\naccounts: []\n");
    assertThat(answer.text()).contains("catalog.images[0].allowed_use.instance");
  }
}
