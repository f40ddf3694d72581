package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Placement groups over IBM's API.
class PlacementGroupRoutesTest {
  private static final String ALL = "/placement_groups";

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

  private static String body(String name, String strategy) {
    return "{'name':'%s','strategy':'%s'}".formatted(name, strategy);
  }

  @Test
  void areMadeShownRenamedAndDeleted() {
    JsonNode made = vpc.make(ALL, body("wide", "host_spread"));
    assertThat(made.at("/lifecycle_state").asString()).isEqualTo("stable");
    String path = ALL + "/" + made.get("id").asString();
    assertThat(vpc.get(path).json()).isEqualTo(made);
    assertThat(vpc.patch(path, "{'name':'wider'}").at("/name")).isEqualTo("wider");
    assertThat(vpc.patch(path, "{'strategy':'power_spread'}").status()).isEqualTo(400);
    assertThat(vpc.all(ALL, "placement_groups")).hasSize(1);
    assertThat(vpc.delete(path).status()).isEqualTo(202);
    assertThat(vpc.get(path).status()).isEqualTo(404);
  }

  @Test
  void haveAStrategyAndANameOfTheirOwn() {
    vpc.make(ALL, body("wide", "host_spread"));
    assertThat(vpc.post(ALL, body("wide", "host_spread")).status()).isEqualTo(409);
    assertThat(vpc.post(ALL, body("other", "luck")).at("/errors/0/target/name"))
        .isEqualTo("strategy");
    assertThat(vpc.post(ALL, "{}").status()).isEqualTo(400);
  }

  @Test
  void holdAFewInstancesAndStayAsLongAsTheyDo() {
    String group = vpc.make(ALL, body("few", "power_spread")).get("id").asString();
    String in = "'placement_target':{'id':'%s'},".formatted(group);
    JsonNode first = live.make(in);
    assertThat(first.at("/placement_target/name").asString()).isEqualTo("few");
    assertThat(first.at("/reservation_affinity/policy").asString()).isEqualTo("disabled");
    assertThat(vpc.all("/instances?placement_group.name=few", "instances")).hasSize(1);
    for (int i = 0; i < 3; i++) {
      live.make(in);
    }
    assertThat(live.refused(in).status()).isEqualTo(409);
    assertThat(vpc.delete(ALL + "/" + group).status()).isEqualTo(409);
    assertThat(live.refused("'reservation_affinity':{'policy':'automatic'}," + in).status())
        .isEqualTo(409);
  }

  @Test
  void areForThoseWhoMayAndNobodyElses() {
    String path = ALL + "/" + vpc.make(ALL, body("wide", "host_spread")).get("id").asString();
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", path, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "DELETE", path, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    assertThat(vpc.sendIn(vpc.rival, "GET", ALL, "").json().get("placement_groups")).isEmpty();
  }
}
