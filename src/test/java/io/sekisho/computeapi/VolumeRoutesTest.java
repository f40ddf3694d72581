package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Volumes, and how instances have them, over IBM's API.
class VolumeRoutesTest {
  private final LiveInstances live = new LiveInstances();
  private final LiveVpc vpc = live.vpc;

  @AfterEach
  void close() {
    live.close();
  }

  private static String body(String name, String more) {
    return "{'name':'%s','profile':{'name':'general-purpose'},'zone':{'name':'us-south-1'},'capacity':100%s}"
        .formatted(name, more);
  }

  private String make(String name) {
    return vpc.make("/volumes", body(name, "")).get("id").asString();
  }

  private List<String> names(String query) {
    return vpc.all("/volumes" + query, "volumes").stream()
        .map(it -> it.get("name").asString())
        .toList();
  }

  private static String attachments(String instance) {
    return "/instances/" + instance + "/volume_attachments";
  }

  private String attach(String instance, String volume, String more) {
    return vpc.make(attachments(instance), "{'volume':{'id':'%s'}%s}".formatted(volume, more))
        .get("id")
        .asString();
  }

  @Test
  void areMadeShownChangedAndDeleted() {
    JsonNode made = vpc.make("/volumes", body("mine", ",'user_tags':['Env:Dev']"));
    assertThat(made.get("attachment_state").asString()).isEqualTo("unattached");
    assertThat(made.get("iops").asInt()).isEqualTo(3_000);
    assertThat(made.get("encryption").asString()).isEqualTo("provider_managed");
    assertThat(made.at("/user_tags/0").asString()).isEqualTo("env:dev");
    assertThat(made.get("crn").asString()).contains(":is:us-south-1:a/").contains("::volume:");
    String path = "/volumes/" + made.get("id").asString();
    String grow = "{'name':'yours','capacity':2000,'user_tags':['x']}";
    assertThat(vpc.patch(path, grow).at("/errors/0/target/name")).isEqualTo("If-Match");
    Answer grown = vpc.sendSeen("PATCH", path, grow, vpc.get(path).etag());
    assertThat(grown.at("/name")).isEqualTo("yours");
    assertThat(grown.json().get("iops").asInt()).isEqualTo(6_000);
    assertThat(grown.at("/user_tags/0")).isEqualTo("x");
    assertThat(vpc.patch(path, "{'profile':{'name':'5iops-tier'}}").json().get("iops").asInt())
        .isEqualTo(10_000);
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
  }

  @Test
  void areAsLargeAndFastAsTheirProfileLets() {
    String custom = body("fast", ",'iops':5000").replace("general-purpose", "custom");
    assertThat(vpc.make("/volumes", custom).get("iops").asInt()).isEqualTo(5_000);
    assertThat(vpc.post("/volumes", custom.replace("5000", "9000")).at("/errors/0/target/name"))
        .isEqualTo("iops");
    String sdp = body("new", ",'bandwidth':2000").replace("general-purpose", "sdp");
    JsonNode made = vpc.make("/volumes", sdp);
    assertThat(made.get("bandwidth").asInt()).isEqualTo(2_000);
    assertThat(made.get("storage_generation").asInt()).isEqualTo(2);
    for (String wrong :
        List.of(
            body("x", ",'iops':5000"),
            body("x", ",'bandwidth':2000"),
            body("x", "").replace("100", "5"),
            body("x", "").replace("100", "20000"),
            body("x", "").replace(",'capacity':100", ""),
            body("x", "").replace("general-purpose", "quick"),
            body("x", "").replace("us-south-1", "us-south-9"),
            body("x", ",'encryption_key':{'crn':'crn'}"),
            body("x", ",'source_snapshot':{'id':'id'}"),
            body("x", ",'allowed_use':{'instance':'true'}"),
            body("x", ",'user_tags':['a/b']"))) {
      assertThat(vpc.post("/volumes", wrong).status()).as(wrong).isEqualTo(400);
    }
    String path = "/volumes/" + made.get("id").asString();
    assertThat(vpc.patch(path, "{'capacity':50}").status()).isEqualTo(400);
    assertThat(vpc.patch(path, "{'profile':{'name':'custom'}}").status()).isEqualTo(400);
    assertThat(vpc.patch(path, "{'allowed_use':{'instance':'true'}}").status()).isEqualTo(409);
    make("mine");
    assertThat(vpc.post("/volumes", body("mine", "")).status()).isEqualTo(409);
  }

  @Test
  void areAttachedAndDetached() {
    String web = live.id("");
    String volume = make("data");
    String id = attach(web, volume, ",'name':'second'");
    Answer shown = vpc.get("/volumes/" + volume);
    assertThat(shown.at("/attachment_state")).isEqualTo("attached");
    assertThat(shown.json().get("active").asBoolean()).isTrue();
    assertThat(shown.at("/volume_attachments/0/instance/id")).isEqualTo(web);
    assertThat(live.seen(web, "/instance/volume_attachments/" + id).at("/name").asString())
        .isEqualTo("second");
    assertThat(vpc.delete("/volumes/" + volume).status()).isEqualTo(409);
    assertThat(vpc.post(attachments(web), "{'volume':{'id':'%s'}}".formatted(volume)).status())
        .isEqualTo(409);
    vpc.patch("/volumes/" + volume, "{'name':'renamed'}");
    Answer attachment = vpc.get(attachments(web) + "/" + id);
    assertThat(attachment.at("/volume/name")).isEqualTo("renamed");
    assertThat(attachment.at("/type")).isEqualTo("data");
    assertThat(vpc.get(attachments(web)).json().get("volume_attachments")).hasSize(2);
    assertThat(vpc.delete(attachments(web) + "/" + id).status()).isEqualTo(204);
    assertThat(vpc.get("/volumes/" + volume).at("/attachment_state")).isEqualTo("unattached");
    assertThat(vpc.delete("/volumes/" + volume).status()).isEqualTo(204);
  }

  @Test
  void goWithTheirInstanceIfTheyAreToldTo() {
    String web = live.id("");
    String kept = make("kept");
    String gone = make("gone");
    String told = make("told");
    attach(web, kept, "");
    attach(web, gone, ",'delete_volume_on_instance_delete':true");
    String later = attach(web, told, "");
    Answer patched =
        vpc.patch(
            attachments(web) + "/" + later,
            "{'delete_volume_on_instance_delete':true,'name':'other'}");
    assertThat(patched.at("/name")).isEqualTo("other");
    assertThat(vpc.delete("/instances/" + web).status()).isEqualTo(204);
    assertThat(names("")).containsExactly("kept");
    assertThat(vpc.get("/volumes/" + kept).at("/attachment_state")).isEqualTo("unattached");
  }

  @Test
  void areMadeWithInstancesByThoseWhoMayMakeThem() {
    String web = live.id("");
    String[] all = {
      "is.instance.instance.create",
      "is.instance.instance.operate",
      "is.instance.instance.update",
      "is.image.image.operate",
      "is.vpc.vpc.operate",
      "is.subnet.subnet.operate",
      "is.security-group.security-group.operate",
      "is.volume.volume.operate",
      "is.volume.volume.create"
    };
    String poor = vpc.tokenFor(Arrays.copyOf(all, all.length - 1));
    String rich = vpc.tokenFor(all);
    String made = "{\"volume\":{\"capacity\":50,\"profile\":{\"name\":\"general-purpose\"}}}";
    String body = live.body("").replace('\'', '"');
    assertThat(vpc.sendAs(poor, "POST", attachments(web), made).status()).isEqualTo(403);
    assertThat(vpc.sendAs(poor, "POST", "/instances", body).status()).isEqualTo(403);
    assertThat(names("")).hasSize(1);
    assertThat(vpc.sendAs(rich, "POST", attachments(web), made).status()).isEqualTo(201);
    assertThat(vpc.sendAs(rich, "POST", "/instances", body).status()).isEqualTo(201);
    assertThat(names("")).hasSize(3);
  }

  @Test
  void areCondemnedByThoseWhoMayOperateThem() {
    String web = live.id("");
    String path = attachments(web) + "/" + attach(web, make("mine"), "");
    String condemned = "{\"delete_volume_on_instance_delete\":true}";
    String update = "is.instance.instance.update";
    String poor = vpc.tokenFor(update, "is.instance.instance.operate");
    assertThat(vpc.sendAs(poor, "PATCH", path, condemned).status()).isEqualTo(403);
    assertThat(vpc.sendAs(poor, "PATCH", path, "{\"name\":\"other\"}").status()).isEqualTo(200);
    assertThat(vpc.sendAs(poor, "PATCH", path, condemned.replace("true", "false")).status())
        .as("as it is")
        .isEqualTo(200);
    String rich = vpc.tokenFor(update, "is.volume.volume.operate");
    assertThat(vpc.sendAs(rich, "PATCH", path, condemned).status()).isEqualTo(200);
  }

  @Test
  void stayWhenTheirInstanceBootsFromAnother() {
    JsonNode web =
        live.make(
            "'boot_volume_attachment':{'delete_volume_on_instance_delete':false,'volume':{'name':'kept'}},");
    String path = "/instances/" + web.get("id").asString();
    vpc.make(path + "/actions", "{'type':'stop'}");
    assertThat(vpc.post(path + "/reinitialize", "{'image':{'id':'r006-abc'}}").status())
        .isEqualTo(204);
    String kept = "/volumes/" + web.at("/boot_volume_attachment/volume/id").asString();
    assertThat(vpc.get(kept).at("/attachment_state")).isEqualTo("unattached");
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(names("")).containsExactly("kept");
    assertThat(vpc.delete(kept).status()).isEqualTo(204);
  }

  @Test
  void ofNewInstancesAreReal() {
    JsonNode web =
        live.make(
            "'boot_volume_attachment':{'name':'root','volume':{'name':'first','capacity':120}},"
                + "'volume_attachments':[{'volume':{'capacity':50,'profile':{'name':'10iops-tier'}}}],");
    String boot = web.at("/boot_volume_attachment/volume/id").asString();
    Answer shown = vpc.get("/volumes/" + boot);
    assertThat(shown.at("/name")).isEqualTo("first");
    assertThat(shown.json().get("capacity").asInt()).isEqualTo(120);
    assertThat(shown.at("/source_image/name")).isEqualTo("stock");
    assertThat(shown.at("/operating_system/name")).isEqualTo("debian-12-amd64");
    assertThat(names("?attachment_state=attached")).hasSize(2);
    assertThat(names("?operating_system.family=null")).hasSize(1);
    assertThat(names("?operating_system.family=not:null")).containsExactly("first");
    assertThat(names("?operating_system.architecture=amd64")).containsExactly("first");
    String root = web.at("/boot_volume_attachment/id").asString();
    Answer refused = vpc.delete(attachments(web.get("id").asString()) + "/" + root);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(live.refused("'image':{'id':'nothing'},").status()).isEqualTo(400);
  }

  @Test
  void makeInstancesAndImages() {
    JsonNode first =
        live.make(
            "'boot_volume_attachment':{'delete_volume_on_instance_delete':false,'volume':{'name':'root'}},");
    String root = first.at("/boot_volume_attachment/volume/id").asString();
    String image = "{'name':'golden','source_volume':{'id':'%s'}}".formatted(root);
    assertThat(vpc.post("/images", image).status()).as("it runs").isEqualTo(409);
    vpc.delete("/instances/" + first.get("id").asString());
    JsonNode golden = vpc.make("/images", image);
    assertThat(golden.at("/operating_system/name").asString()).isEqualTo("debian-12-amd64");
    assertThat(golden.at("/source_volume/id").asString()).isEqualTo(root);
    String empty = make("empty");
    assertThat(
            vpc.post("/images", image.replace(root, empty).replace("golden", "x"))
                .at("/errors/0/target/name"))
        .isEqualTo("source_volume");
    JsonNode second =
        vpc.make(
            "/instances",
            live.body(
                    "'boot_volume_attachment':{'delete_volume_on_instance_delete':true,'volume':{'id':'%s'}},"
                        .formatted(root))
                .replace("'image':{'id':'r006-abc'},", ""));
    assertThat(second.at("/boot_volume_attachment/volume/id").asString()).isEqualTo(root);
    assertThat(
            live.refused("'boot_volume_attachment':{'volume':{'id':'%s'}},".formatted(empty))
                .status())
        .isEqualTo(400);
    vpc.delete("/instances/" + second.get("id").asString());
    assertThat(
            vpc.get("/images/" + golden.get("id").asString())
                .at("/source_volume/deleted/more_info"))
        .endsWith("/docs");
  }

  @Test
  void ofInventoriesAreThere() {
    vpc.office.apply(
        """
        accounts:
          - name: acme
            vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
            instances: [{name: web-1, image: tin, volumes: [{name: boot, volume: root}, {name: data}]}]
        """);
    assertThat(names("")).containsExactlyInAnyOrder("root", "web-1-data");
    String id = vpc.get("/instances").at("/instances/0/id");
    for (JsonNode each : vpc.get(attachments(id)).json().get("volume_attachments")) {
      assertThat(vpc.get("/volumes/" + each.at("/volume/id").asString()).status()).isEqualTo(200);
    }
    assertThat(vpc.get("/instances/" + id).json().at("/image/remote").isObject()).isTrue();
    assertThat(vpc.get("/volumes?name=root").at("/volumes/0/source_image/name")).isEqualTo("tin");
  }

  @Test
  void ofInventoriesAreInOnePlace() {
    String inventory =
        """
        accounts:
          - name: acme
            vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
            instances: [%s]
        """;
    String one = "{name: web-%d, volumes: [{name: boot, volume: root}]}";
    String two = "{name: web-%d, volumes: [{name: boot}, {name: data, volume: root}]}";
    assertRefused(inventory.formatted(one.formatted(1) + ", " + two.formatted(2)));
    assertRefused(
        inventory.formatted(
            "{name: web-1, volumes: [{name: boot}, {name: a, volume: x}, {name: b, volume: x}]}"));
    assertThat(names("")).isEmpty();
    vpc.office.apply(inventory.formatted(one.formatted(1)));
    assertRefused(inventory.formatted(two.formatted(2)));
    vpc.office.apply(
        inventory.formatted("{name: web-1, volumes: [{name: own}]}, " + two.formatted(2)));
    assertThat(vpc.get("/volumes?name=root").at("/volumes/0/volume_attachments/0/instance/name"))
        .isEqualTo("web-2");
  }

  private void assertRefused(String inventory) {
    assertThatThrownBy(() -> vpc.office.apply(inventory)).hasMessageContaining("give each its own");
  }

  @Test
  void areListedPageByPage() {
    for (int i = 0; i < 5; i++) {
      make("volume-" + i);
    }
    assertThat(names("?limit=2"))
        .containsExactly("volume-0", "volume-1", "volume-2", "volume-3", "volume-4");
    assertThat(names("?zone.name=us-south-2")).isEmpty();
    assertThat(names("?storage_generation=1&encryption=provider_managed")).hasSize(5);
    vpc.make("/volumes", body("tagged", ",'user_tags':['mine']"));
    assertThat(names("?tag=mine")).containsExactly("tagged");
  }

  @Test
  void areChangedByWhoSawThemAsTheyAre() {
    String path = "/volumes/" + make("mine");
    String tag = vpc.get(path).etag();
    assertThat(vpc.sendSeen("PATCH", path, "{'user_tags':['x']}", tag).status()).isEqualTo(200);
    assertThat(vpc.sendSeen("PATCH", path, "{'user_tags':['y']}", tag).status()).isEqualTo(412);
    assertThat(vpc.sendSeen("PATCH", path, "{'name':'yours'}", tag).status()).isEqualTo(412);
    assertThat(vpc.sendSeen("DELETE", path, "", tag).status()).isEqualTo(412);
  }

  @Test
  void areNobodyElsesAndForThoseWhoMay() {
    String volume = make("mine");
    String path = "/volumes/" + volume;
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    assertThat(vpc.sendIn(vpc.rival, "GET", "/volumes", "").json().get("volumes")).isEmpty();
    String web = live.id("");
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", path, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "DELETE", path, "").status()).isEqualTo(403);
    String attach = "{\"volume\":{\"id\":\"%s\"}}".formatted(volume);
    assertThat(vpc.sendAs(viewer, "POST", attachments(web), attach).status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", "/volumes", "").status()).isEqualTo(403);
  }

  @Test
  void areTwelveAtMostBesidesTheOneToBootFrom() {
    String web = live.id("");
    for (int i = 0; i < 12; i++) {
      attach(web, make("volume-" + i), "");
    }
    Answer refused = vpc.post(attachments(web), "{'volume':{'id':'%s'}}".formatted(make("more")));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("secondary volumes");
  }
}
