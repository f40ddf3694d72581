package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpc.Compute;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Bare metal servers over IBM's API.
class MetalRoutesTest {
  private static final String ALL = "/bare_metal_servers";

  private final LiveInstances live = new LiveInstances();
  private final LiveVpc vpc = live.vpc;

  @AfterEach
  void close() {
    live.close();
  }

  private String subnet() {
    return "{'subnet':{'id':'" + live.subnet + "'}}";
  }

  /// A body with one network attachment.
  ///
  /// @param more further members, each with a comma before it
  private String body(String more) {
    return body(
        "'primary_network_attachment':{'virtual_network_interface':" + subnet() + "}" + more,
        "'image':{'id':'r006-abc'},'keys':[{'id':'" + live.key + "'}]");
  }

  private static String body(String members, String initial) {
    return "{'zone':{'name':'us-south-1'},'profile':{'name':'bx2d-metal-96x384'},'initialization':{%s},%s}"
        .formatted(initial, members);
  }

  private JsonNode make(String more) {
    return vpc.make(ALL, body(more));
  }

  private static String path(JsonNode it) {
    return ALL + "/" + it.get("id").asString();
  }

  private String older() {
    return path(
        vpc.make(
            ALL,
            body(
                "'primary_network_interface':" + subnet(), "'image':{'id':'r006-abc'},'keys':[]")));
  }

  private void stop(String path) {
    assertThat(vpc.post(path + "/stop", "{'type':'hard'}").status()).isEqualTo(204);
  }

  private Compute guest(String path) {
    return live.guest(path.substring(path.lastIndexOf('/') + 1)).compute();
  }

  @Test
  void areMadeShownChangedAndDeleted() {
    JsonNode it = make(",'name':'metal'");
    assertThat(it.get("status").asString()).isEqualTo("running");
    assertThat(it.at("/cpu/core_count").asInt()).isEqualTo(48);
    assertThat(it.get("memory").asInt()).isEqualTo(384);
    assertThat(it.get("disks")).hasSize(9);
    assertThat(it.at("/boot_target/id")).isEqualTo(it.at("/disks/0/id"));
    assertThat(it.get("network_attachments")).hasSize(1);
    assertThat(it.at("/primary_network_attachment/resource_type").asString())
        .isEqualTo("bare_metal_server_network_attachment");
    assertThat(it.at("/metadata_service").propertyNames())
        .containsExactlyInAnyOrder("enabled", "protocol");
    String path = path(it);
    assertThat(vpc.get(path).json()).isEqualTo(it);
    Answer changed =
        vpc.patch(path, "{'name':'iron','metadata_service':{'enabled':true,'protocol':'https'}}");
    assertThat(changed.at("/name")).isEqualTo("iron");
    assertThat(guest(path).metadataService().enabled()).isTrue();
    assertThat(vpc.delete(path).status()).isEqualTo(409);
    stop(path);
    assertThat(vpc.delete(path).status()).isEqualTo(202);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.trail("is.bare-metal-server.bare-metal-server.create")).isEqualTo(1);
    assertThat(vpc.trail("is.bare-metal-server.bare-metal-server.delete")).isEqualTo(1);
  }

  @Test
  void areStoppedAndStarted() {
    String path = path(make(",'metadata_service':{'enabled':true}"));
    assertThat(vpc.post(path + "/start", "").status()).isEqualTo(409);
    assertThat(vpc.post(path + "/restart", "").status()).isEqualTo(204);
    assertThat(vpc.post(path + "/stop", "{'type':'gently'}").status()).isEqualTo(400);
    assertThat(vpc.post(path + "/stop", "{}").status()).isEqualTo(400);
    String id = path.substring(path.lastIndexOf('/') + 1);
    assertThat(live.guest(id).served()).isTrue();
    stop(path);
    assertThat(vpc.get(path).at("/status")).isEqualTo("stopped");
    assertThat(live.guest(id).served()).isFalse();
    assertThat(vpc.post(path + "/restart", "").status()).isEqualTo(409);
    assertThat(vpc.post(path + "/stop", "{'type':'soft'}").status()).isEqualTo(409);
    assertThat(vpc.post(path + "/start", "").status()).isEqualTo(204);
    assertThat(live.guest(id).served()).isTrue();
    assertThat(vpc.trail("is.bare-metal-server.bare-metal-server.stop")).isEqualTo(1);
  }

  @Test
  void changeSomeThingsOnlyWhenTheyAreOff() {
    String path = path(make(""));
    for (String change :
        List.of("{'enable_secure_boot':true}", "{'trusted_platform_module':{'mode':'tpm_2'}}")) {
      assertThat(vpc.patch(path, change).status()).isEqualTo(409);
    }
    stop(path);
    assertThat(vpc.patch(path, "{'enable_secure_boot':true}").at("/enable_secure_boot"))
        .isEqualTo("true");
    Answer module = vpc.patch(path, "{'trusted_platform_module':{'mode':'tpm_2'}}");
    assertThat(module.at("/trusted_platform_module/enabled")).isEqualTo("true");
    assertThat(vpc.patch(path, "{'trusted_platform_module':{'mode':'tpm_9'}}").status())
        .isEqualTo(400);
    assertThat(vpc.patch(path, "{'bandwidth':100}").status()).isEqualTo(400);
    assertThat(vpc.patch(path, "{'bandwidth':100000}").status()).isEqualTo(200);
    assertThat(
            vpc.patch(path, "{'reservation_affinity':{'policy':'disabled'}}")
                .at("/reservation_affinity/policy"))
        .isEqualTo("disabled");
  }

  @Test
  void areMadeOfWhatIsThere() {
    assertField(body("").replace("bx2d-metal-96x384", "bx2-2x8"), "profile");
    assertField(body("").replace("r006-abc'},", "r006-abc'},'user':1,"), "initialization.user");
    assertField(body("").replace(live.key, "r006-none"), "keys[0]");
    assertField(body("").replace(live.subnet, "0717-none"), virtual("subnet"));
    assertField(body("").replace("us-south-1", "us-south-2"), virtual("subnet"));
    assertField(body(",'reservation_affinity':{'policy':'manual'}"), "reservation_affinity.policy");
    assertField(
        body(",'metadata_service':{'response_hop_limit':2}"),
        "metadata_service.response_hop_limit");
    assertField("{}", "initialization");
    assertField(body(",'primary_network_interface':" + subnet()), "primary_network_interface");
    assertField(
        body(
            ",'network_attachments':[{'interface_type':'vlan','vlan':4,"
                + "'virtual_network_interface':"
                + subnet()
                + "}]"),
        "network_attachments[0].interface_type");
    String pci = ",'network_attachments':[{'virtual_network_interface':" + subnet() + "}]";
    assertField(body(pci), "network_attachments[0].interface_type");
    make(",'name':'metal'");
    assertThat(vpc.post(ALL, body(",'name':'metal'")).status()).isEqualTo(409);
  }

  private static String virtual(String member) {
    return "primary_network_attachment.virtual_network_interface." + member;
  }

  private void assertField(String body, String field) {
    Answer answer = vpc.post(ALL, body);
    assertThat(answer.at("/errors/0/target/name")).as(answer.text()).isEqualTo(field);
  }

  @Test
  void areInitializedAnew() {
    String given =
        "'image':{'id':'r006-abc'},'keys':[{'id':'%s'}],'default_trusted_profile':{'target':{'id':'%s'}}"
            .formatted(live.key, live.profile);
    String path =
        path(
            vpc.make(
                ALL,
                body(
                    "'primary_network_attachment':{'virtual_network_interface':" + subnet() + "}",
                    given)));
    JsonNode shown = vpc.get(path + "/initialization").json();
    assertThat(shown.at("/default_trusted_profile/target/id").asString()).isEqualTo(live.profile);
    assertThat(shown.get("keys")).hasSize(1);
    assertThat(shown.at("/image/id").asString()).isEqualTo("r006-abc");
    String again = "{'image':{'id':'r006-def'},'keys':[],'user_data':'secret'}";
    assertThat(put(path, again).status()).isEqualTo(409);
    stop(path);
    assertThat(put(path, "{'keys':[]}").code()).isEqualTo("missing_field");
    String large = again.replace("secret", "x".repeat(65_537));
    assertThat(put(path, large).at("/errors/0/target/name")).isEqualTo("user_data");
    Answer anew = put(path, again);
    assertThat(anew.at("/image/id")).isEqualTo("r006-def");
    assertThat(anew.text()).doesNotContain("secret");
    assertThat(guest(path).initialization().userData()).contains("secret");
    assertThat(guest(path).tokenGeneration()).isEqualTo(1);
    assertThat(vpc.get(path).at("/status")).isEqualTo("running");
  }

  private Answer put(String path, String body) {
    return vpc.send("PUT", path + "/initialization", body.replace('\'', '"'));
  }

  @Test
  void haveDisksWithNames() {
    String disks = path(make("")) + "/disks";
    JsonNode all = vpc.get(disks).json().get("disks");
    String one = disks + "/" + all.get(1).get("id").asString();
    assertThat(vpc.get(one).json()).isEqualTo(all.get(1));
    assertThat(vpc.patch(one, "{'name':'scratch'}").at("/name")).isEqualTo("scratch");
    assertThat(vpc.patch(one, "{'name':'boot'}").status()).isEqualTo(409);
    assertThat(vpc.get(disks + "/none").status()).isEqualTo(404);
  }

  @Test
  void haveNoConsoleAndNoFirmware() {
    String path = path(make(""));
    assertThat(vpc.post(path + "/console_access_token", "{'console_type':'vnc'}").status())
        .isEqualTo(409);
    assertThat(vpc.post(path + "/firmware/update", "{}").status()).isEqualTo(409);
  }

  @Test
  void areListedAndNarrowed() {
    make(",'name':'one'");
    make(",'name':'two'");
    assertThat(vpc.all(ALL + "?limit=1", "bare_metal_servers")).hasSize(2);
    assertThat(vpc.all(ALL + "?name=two", "bare_metal_servers")).hasSize(1);
    assertThat(vpc.all(ALL + "?vpc.name=blue", "bare_metal_servers")).hasSize(2);
    assertThat(vpc.all(ALL + "?vpc.name=red", "bare_metal_servers")).isEmpty();
    assertThat(vpc.all(ALL + "?reservation.id=x", "bare_metal_servers")).isEmpty();
  }

  @Test
  void areShownAsDeclared() {
    vpc.office.apply("accounts: [{name: acme, bare_metal_servers: [{name: iron, vpc: blue}]}]");
    JsonNode it = vpc.get(ALL + "?name=iron").json().at("/bare_metal_servers/0");
    assertThat(it.get("disks")).hasSize(1);
    String path = path(it);
    String disk = path + "/disks/" + it.at("/disks/0/id").asString();
    assertThat(vpc.patch(disk, "{'name':'mine'}").status()).isEqualTo(200);
    stop(path);
    vpc.office.apply(
        "accounts: [{name: acme, bare_metal_servers: [{name: iron, vpc: blue, profile: cx2-metal-96x192}]}]");
    assertThat(vpc.get(path).at("/status")).isEqualTo("stopped");
    assertThat(vpc.get(path).at("/disks/0/name")).isEqualTo("mine");
    assertThat(vpc.get(path).at("/memory")).isEqualTo("192");
  }

  @Test
  void areForThoseWhoMay() {
    String path = path(make(""));
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", path, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "POST", path + "/restart", "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token("Operator"), "POST", path + "/restart", "").status())
        .isEqualTo(204);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
  }

  @Test
  void areTwentyFiveAtMost() {
    for (int i = 0; i < 25; i++) {
      make("");
    }
    assertThat(vpc.post(ALL, body("")).status()).isEqualTo(409);
  }

  @Nested
  class WithAttachments {
    @Test
    void getAndLoseThemWhileOff() {
      String path = path(make(""));
      String all = path + "/network_attachments";
      String body =
          "{'interface_type':'pci','name':'second','virtual_network_interface':"
              + subnet().replace("}}", "},'enable_infrastructure_nat':false}")
              + "}";
      assertThat(vpc.post(all, body).status()).isEqualTo(409);
      stop(path);
      JsonNode it = vpc.make(all, body);
      assertThat(it.get("interface_type").asString()).isEqualTo("pci");
      assertThat(it.get("allowed_vlans")).isEmpty();
      assertThat(vpc.all(all + "?limit=1", "network_attachments")).hasSize(2);
      assertThat(guest(path).interfaces()).hasSize(2);
      String one = all + "/" + it.get("id").asString();
      assertThat(vpc.patch(one, "{'name':'third'}").at("/name")).isEqualTo("third");
      assertThat(vpc.patch(one, "{'allowed_vlans':[4]}").status()).isEqualTo(400);
      String target =
          vpc.get(
                  "/virtual_network_interfaces/"
                      + it.at("/virtual_network_interface/id").asString())
              .at("/target/resource_type");
      assertThat(target).isEqualTo("bare_metal_server_network_attachment");
      assertThat(vpc.delete(one).status()).isEqualTo(202);
      assertThat(guest(path).interfaces()).hasSize(1);
    }

    @Test
    void mayHaveSeveralFloatingIpsWithoutTranslation() {
      String path = path(make(""));
      String vni = vpc.get(path).at("/primary_network_attachment/virtual_network_interface/id");
      String interfaces = "/virtual_network_interfaces/" + vni;
      assertThat(vpc.patch(interfaces, "{'enable_infrastructure_nat':false}").status())
          .isEqualTo(200);
      for (int i = 0; i < 2; i++) {
        assertThat(vpc.post("/floating_ips", "{'target':{'id':'" + vni + "'}}").status())
            .isEqualTo(201);
      }
      assertThat(vpc.patch(interfaces, "{'enable_infrastructure_nat':true}").status())
          .isEqualTo(409);
    }
  }

  @Nested
  class InTheOlderForm {
    @Test
    void haveInterfacesOfTheirOwn() {
      String path = older();
      String all = path + "/network_interfaces";
      stop(path);
      String nic = "{'interface_type':'pci'," + subnet().substring(1);
      assertThat(vpc.post(all, nic.replace("pci", "hipersocket")).status()).isEqualTo(400);
      JsonNode it = vpc.make(all, nic);
      assertThat(it.propertyNames())
          .contains("mac_address", "allowed_vlans", "enable_infrastructure_nat");
      String one = all + "/" + it.get("id").asString();
      assertThat(
              vpc.patch(one, "{'enable_infrastructure_nat':false}")
                  .at("/enable_infrastructure_nat"))
          .isEqualTo("false");
      assertThat(vpc.all(all, "network_interfaces")).hasSize(2);
      String ip = vpc.make("/floating_ips", "{'zone':{'name':'us-south-1'}}").at("/id").asString();
      Answer bound = vpc.send("PUT", one + "/floating_ips/" + ip, "");
      assertThat(bound.at("/target/href")).contains(path);
      assertThat(vpc.get(one + "/ips").at("/ips/0/target/href")).endsWith(one);
      assertThat(vpc.get(one).json().get("floating_ips")).hasSize(1);
      assertThat(vpc.delete(one).status()).isEqualTo(204);
      assertThat(vpc.get("/floating_ips/" + ip).json().has("target")).isFalse();
      assertThat(vpc.get(path).json().get("network_attachments")).isEmpty();
    }
  }
}
