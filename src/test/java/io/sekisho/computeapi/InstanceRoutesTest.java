package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Instances over IBM's API.
class InstanceRoutesTest {
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
  void areMadeShownChangedAndDeleted() {
    JsonNode made = live.make("'name':'web','keys':[{'id':'%s'}],".formatted(live.key));
    String path = "/instances/" + made.get("id").asString();
    assertThat(made.at("/status").asString()).isEqualTo("running");
    assertThat(made.at("/vpc/name").asString()).isEqualTo("blue");
    assertThat(made.at("/profile/name").asString()).isEqualTo("bx2d-2x8");
    assertThat(made.at("/memory").asInt()).isEqualTo(8);
    assertThat(made.at("/disks")).hasSize(1);
    assertThat(made.at("/metadata_service/enabled").asBoolean()).isFalse();
    assertThat(made.at("/primary_network_attachment/primary_ip/address").asString())
        .startsWith("10.0.0.");
    assertThat(made.at("/network_interfaces")).hasSize(1);
    assertThat(vpc.get(path).json()).isEqualTo(made);
    assertThat(vpc.patch(path, "{'name':'front'}").at("/name")).isEqualTo("front");
    assertThat(vpc.get(path).at("/name")).isEqualTo("front");
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
  }

  @Test
  void areAtOnceWhatTheirGuestsSee() {
    String id = live.id("'user_data':'#!','metadata_service':{'enabled':true},");
    assertThat(live.guest(id).served()).isTrue();
    assertThat(live.guest(id).compute().initialization().userData()).contains("#!");
    String path = "/instances/" + id;
    vpc.patch(path, "{'metadata_service':{'protocol':'https'}}");
    vpc.patch(path, "{'metadata_service':{'response_hop_limit':3}}");
    assertThat(live.guest(id).compute().metadataService())
        .isEqualTo(new MetadataService(true, Protocol.HTTPS, 3));
    assertThat(live.seen(id, "/instance").at("/metadata_service/protocol").asString())
        .isEqualTo("https");
    vpc.patch(path, "{'name':'front'}");
    assertThat(live.seen(id, "/instance").at("/name").asString()).isEqualTo("front");
    vpc.patch(path, "{'metadata_service':{'enabled':false}}");
    assertThat(live.guest(id).served()).isFalse();
  }

  @Nested
  class WhenSwitchedOff {
    @Test
    void areNotAnswered() {
      String id = live.id("'metadata_service':{'enabled':true},");
      JsonNode action = vpc.make("/instances/" + id + "/actions", "{'type':'stop','force':true}");
      assertThat(action.at("/status").asString()).isEqualTo("completed");
      assertThat(action.at("/type").asString()).isEqualTo("stop");
      assertThat(vpc.get("/instances/" + id).at("/status")).isEqualTo("stopped");
      assertThat(live.guest(id).served()).isFalse();
      vpc.make("/instances/" + id + "/actions", "{'type':'start'}");
      assertThat(vpc.get("/instances/" + id).at("/status")).isEqualTo("running");
      assertThat(live.guest(id).served()).isTrue();
    }

    @Test
    void canBecomeOfAnotherSize() {
      String id = live.id("");
      String path = "/instances/" + id;
      String larger = "{'profile':{'name':'bx2-4x16'},'total_volume_bandwidth':1000}";
      assertThat(vpc.patch(path, larger).status()).isEqualTo(409);
      vpc.make(path + "/actions", "{'type':'stop'}");
      Answer changed = vpc.patch(path, larger);
      assertThat(changed.json().get("memory").asInt()).isEqualTo(16);
      assertThat(changed.json().get("disks")).isEmpty();
      assertThat(changed.json().get("total_network_bandwidth").asInt()).isEqualTo(7000);
      assertThat(live.guest(id).compute().profile()).isEqualTo("bx2-4x16");
    }
  }

  @Test
  void takeOnlyActionsThatLeadSomewhere() {
    String path = "/instances/" + live.id("") + "/actions";
    assertThat(vpc.post(path, "{'type':'start'}").status()).isEqualTo(409);
    assertThat(vpc.post(path, "{'type':'reboot'}").status()).isEqualTo(201);
    assertThat(vpc.post(path, "{'type':'stop'}").status()).isEqualTo(201);
    assertThat(vpc.post(path, "{'type':'stop'}").status()).isEqualTo(409);
    assertThat(vpc.post(path, "{'type':'reboot'}").status()).isEqualTo(409);
    assertThat(vpc.post(path, "{'type':'melt'}").at("/errors/0/target/name")).isEqualTo("type");
  }

  @Test
  void areLinkedToTheirDefaultProfileUntilTheyGo() {
    String more = "'default_trusted_profile':{'target':{'id':'%s'}},".formatted(live.profile);
    String id = live.id(more);
    JsonNode given = vpc.get("/instances/" + id + "/initialization").json();
    assertThat(given.at("/default_trusted_profile/auto_link").asBoolean()).isTrue();
    assertThat(given.at("/default_trusted_profile/target/id").asString()).isEqualTo(live.profile);
    assertThat(links()).hasSize(1);
    vpc.delete("/instances/" + id);
    assertThat(links()).isEmpty();
    live.id(more.replace("{'target", "{'auto_link':false,'target"));
    assertThat(links()).isEmpty();
  }

  private List<Link> links() {
    return vpc.office
        .office
        .controller()
        .snapshot()
        .profile(live.profile)
        .map(TrustedProfile::links)
        .orElseThrow();
  }

  @Test
  void needThePermissionToLinkTheirProfile() {
    String editor = vpc.token("Editor");
    String more = "'default_trusted_profile':{'target':{'id':'%s'}},".formatted(live.profile);
    String body = live.body(more).replace('\'', '"');
    assertThat(vpc.sendAs(editor, "POST", "/instances", body).status()).isEqualTo(403);
    String without = live.body("").replace('\'', '"');
    assertThat(vpc.sendAs(editor, "POST", "/instances", without).status()).isEqualTo(201);
  }

  @Test
  void tellNobodyTheirUserData() {
    JsonNode made = live.make("'user_data':'secret','keys':[{'id':'%s'}],".formatted(live.key));
    JsonNode given = vpc.get("/instances/" + made.get("id").asString() + "/initialization").json();
    assertThat(given.at("/keys/0/name").asString()).isEqualTo("mine");
    assertThat(made.toString() + given).doesNotContain("secret");
  }

  @Test
  void leaveBehindWhatIsNotTheirsAlone() {
    String kept =
        live.body("'name':'kept',")
            .replace("{'subnet", "{'name':'stays','auto_delete':false,'subnet");
    JsonNode made = vpc.make("/instances", kept);
    JsonNode nic = made.get("primary_network_attachment");
    String vni = "/virtual_network_interfaces/" + vni(made);
    String floating = floating(made);
    assertThat(vpc.get(vni).json().has("target")).isTrue();
    vpc.delete("/instances/" + made.get("id").asString());
    assertThat(vpc.get(vni).json().has("target")).isFalse();
    assertThat(vpc.get(floating).at("/target/id")).isEqualTo(vni(made));
    JsonNode other = live.make("").get("primary_network_attachment");
    assertThat(other.at("/primary_ip/address")).isNotEqualTo(nic.at("/primary_ip/address"));
    vpc.delete(floating);
    vpc.delete(vni);
  }

  private static String vni(JsonNode instance) {
    return instance.at("/primary_network_attachment/virtual_network_interface/id").asString();
  }

  /// The path of a new floating IP that is bound to an instance.
  private static String floating(JsonNode instance) {
    String body = "{'target':{'id':'%s'}}".formatted(vni(instance));
    return "/floating_ips/" + vpc.make("/floating_ips", body).get("id").asString();
  }

  @Test
  void takeWithThemWhatIsTheirsAlone() {
    JsonNode made = live.make("");
    JsonNode nic = made.get("primary_network_attachment");
    String floating = floating(made);
    vpc.delete("/instances/" + made.get("id").asString());
    String vni = "/virtual_network_interfaces/" + vni(made);
    assertThat(vpc.get(vni).status()).isEqualTo(404);
    String volume = "/volumes/" + made.at("/boot_volume_attachment/volume/id").asString();
    assertThat(vpc.get(volume).status()).isEqualTo(404);
    assertThat(vpc.get(floating).json().has("target")).as("unbound").isFalse();
    assertThat(live.make("").at("/primary_network_attachment/primary_ip/address"))
        .isEqualTo(nic.at("/primary_ip/address"));
    vpc.delete(floating);
  }

  @Test
  void areListedAndNarrowed() {
    live.id("'name':'a',");
    live.id("'name':'b','availability':{'class':'spot'},");
    live.id("'name':'c','reservation_affinity':{'policy':'disabled'},");
    assertThat(names("limit=2")).containsExactly("a", "b", "c");
    assertThat(names("name=b")).containsExactly("b");
    assertThat(names("availability.class=spot")).containsExactly("b");
    assertThat(names("reservation_affinity.policy=disabled")).containsExactly("b", "c");
    assertThat(names("vpc.name=blue")).hasSize(3);
    assertThat(names("vpc.name=red")).isEmpty();
    assertThat(names("resource_group.id=" + vpc.account)).hasSize(3);
    assertThat(names("placement_group.name=none")).isEmpty();
    assertThat(names("instance_group_membership.instance_group.id=x")).isEmpty();
    assertThat(vpc.get("/instances?colour=red").status()).isEqualTo(400);
  }

  private List<String> names(String query) {
    return vpc.all("/instances?" + query, "instances").stream()
        .map(it -> it.get("name").asString())
        .toList();
  }

  @Test
  void areMadeOfWhatIsThere() {
    live.expect("profile", "'profile':{'name':'huge'},");
    live.expect("keys[0]", "'keys':[{'id':'r006-none'}],");
    live.expect("vpc", "'vpc':{'id':'r006-none'},");
    live.expect("placement_target", "'placement_target':{'id':'r006-none'},");
    live.expect(
        "default_trusted_profile.target", "'default_trusted_profile':{'target':{'id':'x'}},");
    live.expect("metadata_service.protocol", "'metadata_service':{'protocol':'ftp'},");
    live.expect(
        "metadata_service.response_hop_limit", "'metadata_service':{'response_hop_limit':65},");
    live.expect("availability.class", "'availability':{'class':'rare'},");
    live.expect("reservation_affinity.policy", "'reservation_affinity':{'policy':'manual'},");
    live.expect("total_volume_bandwidth", "'total_volume_bandwidth':3900,");
    live.expect("name", "'name':'Web',");
    assertThat(vpc.post("/instances", "{}").at("/errors/0/target/name")).isEqualTo("zone");
    String elsewhere = live.body("").replace("us-south-1", "us-south-2");
    assertThat(vpc.post("/instances", elsewhere).status()).isEqualTo(400);
    assertThat(vpc.get("/instances").json().get("instances")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'image':{'id':'stock'},",
        "'keys':[{'id':'mine'}],",
        "'default_trusted_profile':{'target':{'id':'reader'}},"
      })
  void areMadeOfWhatIsNamedByItsId(String more) {
    Answer answer = vpc.post("/instances", live.said(more));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/errors/0/message")).endsWith("That is a name: give the id.");
    assertThat(vpc.get("/keys/mine").at("/errors/0/message")).endsWith("give the id.");
    assertThat(vpc.get("/keys/none").at("/errors/0/message")).endsWith("in this account.");
  }

  @Test
  void haveEveryInterfaceOnce() {
    String vni =
        vpc.make("/virtual_network_interfaces", "{'subnet':{'id':'%s'}}".formatted(live.subnet))
            .get("id")
            .asString();
    String attachment = "{'virtual_network_interface':{'id':'%s'}}".formatted(vni);
    Answer refused =
        vpc.post(
            "/instances",
            LiveInstances.body("'network_attachments':[%s],".formatted(attachment), attachment));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/errors/0/target/name"))
        .isEqualTo("network_attachments[0].virtual_network_interface");
    String path = "/virtual_network_interfaces/" + vni;
    assertThat(vpc.delete(path).status()).as("it is still free").isEqualTo(202);
  }

  @Test
  void haveANameOfTheirOwn() {
    live.id("'name':'web',");
    assertThat(live.refused("'name':'web',").status()).isEqualTo(409);
    assertThat(live.make("").get("name").asString()).matches("([a-z]+-){3}[a-z]+");
  }

  @Test
  void areChangedByWhoSawThemLast() {
    String path = "/instances/" + live.id("");
    String first = vpc.get(path).etag();
    String second = vpc.patch(path, "{'name':'other'}").etag();
    assertThat(second).isNotEqualTo(first);
    assertThat(vpc.sendSeen("PATCH", path, "{'name':'third'}", first).status()).isEqualTo(412);
    assertThat(vpc.sendSeen("DELETE", path, "", first).status()).isEqualTo(412);
    assertThat(vpc.sendSeen("DELETE", path, "", second).status()).isEqualTo(204);
  }

  @Test
  void areNobodyElses() {
    String id = live.id("");
    for (String method : new String[] {"GET", "DELETE"}) {
      assertThat(vpc.sendIn(vpc.rival, method, "/instances/" + id, "").status()).isEqualTo(404);
    }
    assertThat(vpc.sendIn(vpc.rival, "GET", "/instances", "").json().get("instances")).isEmpty();
    String body = live.body("").replace('\'', '"');
    assertThat(vpc.sendIn(vpc.rival, "POST", "/instances", body).status()).isEqualTo(400);
  }

  @Test
  void areForThoseWhoMay() {
    String id = live.id("");
    String viewer = vpc.token("Viewer");
    String stop = "{\"type\":\"stop\"}";
    String actions = "/instances/" + id + "/actions";
    assertThat(vpc.sendAs(viewer, "GET", "/instances", "").json().get("instances")).hasSize(1);
    assertThat(vpc.sendAs(viewer, "DELETE", "/instances/" + id, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "POST", actions, stop).status()).isEqualTo(403);
    String body = live.body("").replace('\'', '"');
    assertThat(vpc.sendAs(viewer, "POST", "/instances", body).status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token("Operator"), "POST", actions, stop).status()).isEqualTo(201);
    String stranger = vpc.token("");
    assertThat(vpc.sendAs(stranger, "GET", "/instances", "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(stranger, "GET", "/instances/" + id, "").status()).isEqualTo(403);
  }

  @Test
  void becomeNewOnesInTheSamePlace() {
    String more = "'user_data':'old','metadata_service':{'enabled':true},";
    JsonNode old = live.make(more);
    String id = old.get("id").asString();
    String path = "/instances/" + id;
    String boot = old.at("/boot_volume_attachment/volume/id").asString();
    String again =
        "{'image':{'id':'r006-abc'},'user_data':'new','default_trusted_profile':{'target':{'id':'%s'}}}"
            .formatted(live.profile);
    assertThat(vpc.post(path + "/reinitialize", again).status()).isEqualTo(409);
    vpc.make(path + "/actions", "{'type':'stop'}");
    assertThat(vpc.post(path + "/reinitialize", "{}").status()).isEqualTo(400);
    assertThat(vpc.post(path + "/reinitialize", again).status()).isEqualTo(204);
    JsonNode now = vpc.get(path).json();
    assertThat(now.get("status").asString()).isEqualTo("running");
    assertThat(now.get("network_attachments")).isEqualTo(old.get("network_attachments"));
    assertThat(now.at("/boot_volume_attachment/volume/id").asString()).isNotEqualTo(boot);
    assertThat(vpc.get("/volumes/" + boot).status()).isEqualTo(404);
    Compute guest = live.guest(id).compute();
    assertThat(guest.initialization().userData()).contains("new");
    assertThat(guest.tokenGeneration()).isEqualTo(1);
    assertThat(links()).hasSize(1);
  }

  @Test
  void areOnRecord() {
    String id = live.id("'name':'web',");
    vpc.make("/instances/" + id + "/actions", "{'type':'stop'}");
    vpc.delete("/instances/" + id);
    Answer trail =
        vpc.office.send(
            vpc.office.operator,
            "GET",
            "/sekisho/v1/audit?account=" + vpc.account + "&target=" + id,
            "");
    assertThat(trail.json().toString())
        .contains(
            "is.instance.instance.create",
            "is.instance.instance.stop",
            "is.instance.instance.delete");
  }
}
