package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpc.Instance;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What instances have that stands under their own path.
class InstancePartRoutesTest {
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

  @Test
  void haveDisksWithNames() {
    JsonNode made = live.make("");
    String disks = "/instances/" + made.get("id").asString() + "/disks";
    JsonNode disk = vpc.get(disks).json().at("/disks/0");
    String one = disks + "/" + disk.get("id").asString();
    assertThat(vpc.get(one).json()).isEqualTo(disk);
    assertThat(vpc.patch(one, "{'name':'scratch'}").at("/name")).isEqualTo("scratch");
    assertThat(vpc.get(disks).at("/disks/0/name")).isEqualTo("scratch");
    assertThat(vpc.get(disks + "/none").status()).isEqualTo(404);
  }

  @Test
  void haveNoConsole() {
    String path = "/instances/" + live.id("") + "/console_access_token";
    Answer answer = vpc.post(path, "{'console_type':'serial'}");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.at("/errors/0/message")).contains("has no console here");
  }

  @Test
  void haveIbmsOlderInterfaces() {
    JsonNode made =
        vpc.make(
            "/instances",
            LiveInstances.body("", "{}")
                .replace(
                    "'primary_network_attachment':{}",
                    "'primary_network_interface':{'name':'eth0','subnet':{'id':'%s'}}"
                        .formatted(live.subnet)));
    assertThat(made.at("/primary_network_interface/name").asString()).isEqualTo("eth0");
    assertThat(made.at("/network_attachments")).isEmpty();
    assertThat(made.has("primary_network_attachment")).isFalse();
    Instance it = (Instance) live.guest(made.get("id").asString()).compute();
    assertThat(it.interfaces()).hasSize(1);
  }

  @Test
  void bootFromOneThing() {
    String nothing = live.body("").replace("'image':{'id':'r006-abc'},", "");
    assertThat(vpc.post("/instances", nothing).at("/errors/0/target/name")).isEqualTo("image");
    live.expect("image", "'image':{'id':'none'},");
    live.expect(
        "boot_volume_attachment.volume", "'boot_volume_attachment':{'volume':{'id':'r006-x'}},");
    JsonNode first =
        live.make("'boot_volume_attachment':{'delete_volume_on_instance_delete':false},");
    String volume = first.at("/boot_volume_attachment/volume/id").asString();
    String from = "'boot_volume_attachment':{'volume':{'id':'%s'}},".formatted(volume);
    String second = live.body(from).replace("'image':{'id':'r006-abc'},", "");
    assertThat(vpc.post("/instances", second).status()).isEqualTo(409);
    vpc.delete("/instances/" + first.get("id").asString());
    JsonNode made = vpc.make("/instances", second);
    assertThat(made.at("/boot_volume_attachment/volume/id").asString()).isEqualTo(volume);
    vpc.delete("/instances/" + made.get("id").asString());
    assertThat(vpc.get("/volumes/" + volume).status()).isEqualTo(200);
  }

  @Test
  void useReservationsUnlessAskedInTheOldWay() {
    String path = "/v1/instances?generation=2&account_id=" + vpc.account + "&version=";
    String body = live.body("").replace('\'', '"');
    String operator = vpc.office.operator;
    String policy = "/reservation_affinity/policy";
    assertThat(vpc.office.send(operator, "POST", path + "2024-11-19", body).at(policy))
        .isEqualTo("automatic");
    assertThat(vpc.office.send(operator, "POST", path + "2024-11-18", body).at(policy))
        .isEqualTo("disabled");
  }
}
