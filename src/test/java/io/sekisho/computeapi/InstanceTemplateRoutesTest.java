package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Instance templates over IBM's API.
class InstanceTemplateRoutesTest {
  private static final String ALL = "/instance/templates";

  private static final LiveInstances live = new LiveInstances();
  private static final LiveVpc vpc = live.vpc;

  @AfterEach
  void clear() {
    live.clear();
  }

  @AfterAll
  static void close() {
    live.close();
  }

  private JsonNode make(String more) {
    return vpc.make(ALL, live.body(more));
  }

  private static String from(JsonNode template, String more) {
    return "{%s'source_template':{'id':'%s'}}".formatted(more, template.get("id").asString());
  }

  @Test
  void areMadeShownRenamedAndDeleted() {
    JsonNode made =
        make("'name':'small','user_data':'#!','keys':[{'id':'%s'}],".formatted(live.key));
    assertThat(made.at("/profile/name").asString()).isEqualTo("bx2d-2x8");
    assertThat(made.at("/keys/0/id").asString()).isEqualTo(live.key);
    assertThat(made.at("/user_data").asString()).isEqualTo("#!");
    assertThat(made.at("/resource_group/id").asString()).isEqualTo(vpc.account);
    String path = ALL + "/" + made.get("id").asString();
    assertThat(vpc.get(path).json()).isEqualTo(made);
    assertThat(vpc.patch(path, "{'name':'tiny'}").at("/name")).isEqualTo("tiny");
    assertThat(vpc.all(ALL, "templates")).hasSize(1);
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
  }

  @Test
  void makeInstancesOfWhichTheRequestSaysMore() {
    JsonNode template = make("'metadata_service':{'enabled':true,'protocol':'https'},");
    JsonNode plain = vpc.make("/instances", from(template, ""));
    assertThat(plain.at("/metadata_service/protocol").asString()).isEqualTo("https");
    assertThat(plain.at("/profile/name").asString()).isEqualTo("bx2d-2x8");
    assertThat(plain.at("/name").asString()).isNotEqualTo(template.at("/name").asString());
    String more = "'name':'web','profile':{'name':'cx2-4x8'},'metadata_service':{'enabled':false},";
    JsonNode own = vpc.make("/instances", from(template, more));
    assertThat(own.at("/profile/name").asString()).isEqualTo("cx2-4x8");
    assertThat(own.at("/metadata_service/enabled").asBoolean()).isFalse();
    String older = "'primary_network_interface':{'subnet':{'id':'%s'}},".formatted(live.subnet);
    assertThat(vpc.make("/instances", from(template, older)).at("/network_attachments")).isEmpty();
    assertThat(vpc.get("/instances").json().get("instances")).hasSize(3);
  }

  @Test
  void areCopied() {
    JsonNode template = make("'name':'small','total_volume_bandwidth':700,");
    JsonNode copy = vpc.make(ALL, from(template, "'profile':{'name':'cx2-4x8'},"));
    assertThat(copy.at("/total_volume_bandwidth").asInt()).isEqualTo(700);
    assertThat(copy.at("/profile/name").asString()).isEqualTo("cx2-4x8");
    assertThat(copy.has("source_template")).isFalse();
    assertThat(copy.at("/name").asString()).isNotEqualTo("small");
  }

  @Test
  void areOfWhatIsThere() {
    for (String wrong :
        new String[] {
          "'keys':[{'id':'none'}],", "'vpc':{'id':'none'},", "'total_volume_bandwidth':1,"
        }) {
      assertThat(vpc.post(ALL, live.body(wrong)).status()).isEqualTo(400);
    }
    make("'name':'small',");
    assertThat(vpc.post(ALL, live.body("'name':'small',")).status()).isEqualTo(409);
    assertThat(vpc.post("/instances", "{'source_template':{'id':'none'}}").status()).isEqualTo(400);
  }

  @Test
  void areReadByWhoeverMakesSomethingOfThem() {
    String body = from(make("'user_data':'secret',"), "").replace('\'', '"');
    String[] making = {
      "is.instance.instance.create",
      "is.instance.instance-template.create",
      "is.image.image.operate",
      "is.vpc.vpc.operate",
      "is.subnet.subnet.operate",
      "is.security-group.security-group.operate",
      "is.volume.volume.create"
    };
    String blind = vpc.tokenFor(making);
    assertThat(vpc.sendAs(blind, "POST", "/instances", body).status()).isEqualTo(403);
    assertThat(vpc.sendAs(blind, "POST", ALL, body).status()).isEqualTo(403);
    assertThat(vpc.get(ALL).at("/total_count")).isEqualTo("1");
    String[] reading = Arrays.copyOf(making, making.length + 1);
    reading[making.length] = "is.instance.instance-template.read";
    String seeing = vpc.tokenFor(reading);
    assertThat(vpc.sendAs(seeing, "POST", "/instances", body).status()).isEqualTo(201);
    assertThat(vpc.sendAs(seeing, "POST", ALL, body).status()).isEqualTo(201);
  }

  @Test
  void areForThoseWhoMayAndNobodyElses() {
    JsonNode template = make("");
    String path = ALL + "/" + template.get("id").asString();
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", path, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "GET", ALL, "").json().get("templates")).hasSize(1);
    assertThat(vpc.sendAs(viewer, "DELETE", path, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    Answer theirs =
        vpc.sendIn(vpc.rival, "POST", "/instances", from(template, "").replace('\'', '"'));
    assertThat(theirs.status()).isEqualTo(400);
  }
}
