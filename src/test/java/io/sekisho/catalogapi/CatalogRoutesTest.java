package io.sekisho.catalogapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What there is to make servers from, over IBM's API.
class CatalogRoutesTest {
  private static final LiveVpc VPC = new LiveVpc();

  @AfterAll
  static void close() {
    VPC.close();
  }

  private static List<String> names(String path, String member) {
    return VPC.all(path, member).stream().map(it -> it.get("name").asString()).toList();
  }

  private static List<String> listed(String path, String member) {
    return VPC.get(path)
        .json()
        .get(member)
        .valueStream()
        .map(it -> it.get("name").asString())
        .toList();
  }

  @Test
  void regionsAndZonesAreShown() {
    assertThat(listed("/regions", "regions")).containsExactly("us-south");
    Answer region = VPC.get("/regions/us-south");
    assertThat(region.at("/status")).isEqualTo("available");
    assertThat(region.at("/href")).isEqualTo(region.at("/endpoint") + "/v1/regions/us-south");
    assertThat(listed("/regions/us-south/zones", "zones"))
        .containsExactly("us-south-1", "us-south-2", "us-south-3");
    Answer zone = VPC.get("/regions/us-south/zones/us-south-2");
    assertThat(zone.at("/region/name")).isEqualTo("us-south");
    assertThat(zone.at("/href")).endsWith("/v1/regions/us-south/zones/us-south-2");
    assertThat(VPC.get("/regions/eu-de").status()).isEqualTo(404);
    assertThat(VPC.get("/regions/us-south/zones/us-south-9").status()).isEqualTo(404);
  }

  @Test
  void whatTheOperatorDeclaresIsShownInstead() {
    try (LiveVpc vpc = new LiveVpc()) {
      vpc.office.apply(
          """
          catalog:
            regions: [{name: moon, status: unavailable, zones: [{name: moon-1, data_center: m1}]}]
            instance_profiles: [bx2-2x8]
            volume_profiles: [sdp]
            bare_metal_server_profiles: [bx2-metal-96x384]
            operating_systems: [{name: tinos-1-amd64, vendor: Tin}]
          accounts: []
          """);
      assertThat(vpc.get("/regions").at("/regions/0/status")).isEqualTo("unavailable");
      Answer zone = vpc.get("/regions/moon/zones/moon-1");
      assertThat(zone.at("/data_center")).isEqualTo("m1");
      assertThat(zone.at("/universal_name")).isEqualTo("moon-m1-a");
      assertThat(vpc.get("/instance/profiles").json().get("total_count").asInt()).isEqualTo(1);
      assertThat(vpc.get("/instance/profiles/bx2-4x16").status()).isEqualTo(404);
      assertThat(vpc.get("/volume/profiles").at("/profiles/0/name")).isEqualTo("sdp");
      assertThat(vpc.get("/volume/profiles/custom").status()).isEqualTo(404);
      assertThat(vpc.get("/bare_metal_server/profiles").at("/profiles/0/name"))
          .isEqualTo("bx2-metal-96x384");
      assertThat(vpc.get("/operating_systems").at("/operating_systems/0/vendor")).isEqualTo("Tin");
    }
  }

  /// Addresses, zones and profiles of the catalogue are those that things get.
  @Test
  void whatTheOperatorDeclaresIsWhatThingsAreMadeOf() {
    try (LiveVpc vpc = new LiveVpc()) {
      vpc.office.apply(
          """
          catalog:
            regions:
              - name: moon
                zones: [{name: moon-1, floating_ips: [203.0.113.9]}, {name: moon-2}]
          accounts: []
          """);
      String ip = "{'zone':{'name':'moon-1'}}";
      assertThat(vpc.make("/floating_ips", ip).get("address").asString()).isEqualTo("203.0.113.9");
      assertThat(vpc.post("/floating_ips", ip).status()).as("there is one").isEqualTo(409);
      assertThat(vpc.post("/floating_ips", ip.replace("moon-1", "moon-2")).status()).isEqualTo(409);
      assertThat(vpc.post("/floating_ips", ip.replace("moon-1", "moon-3")).status()).isEqualTo(400);
      String made = vpc.make("/vpcs", "{'name':'blue'}").get("id").asString();
      assertThat(vpc.all("/vpcs/" + made + "/address_prefixes", "address_prefixes"))
          .extracting(it -> it.at("/zone/name").asString())
          .containsExactlyInAnyOrder("moon-1", "moon-2");
    }
  }

  @Test
  void instanceProfilesSayWhatTheirNamesSay() {
    Answer profile = VPC.get("/instance/profiles/gx3-16x80x1l4");
    assertThat(profile.json().at("/vcpu_count/value").asInt()).isEqualTo(16);
    assertThat(profile.json().at("/memory/value").asInt()).isEqualTo(80);
    assertThat(profile.json().at("/gpu_count/value").asInt()).isEqualTo(1);
    assertThat(profile.at("/gpu_model/values/0")).isEqualTo("l4");
    assertThat(profile.at("/family")).isEqualTo("gpu");
    assertThat(
            VPC.get("/instance/profiles/bx2d-32x128").json().at("/disks/0/quantity/value").asInt())
        .isEqualTo(2);
    assertThat(VPC.get("/instance/profiles/bx2-2x8").json().has("gpu_count")).isFalse();
    assertThat(VPC.get("/instance/profiles/large").status()).isEqualTo(404);
  }

  @Test
  void instanceProfilesComePageByPageForThoseWhoExpectThat() {
    assertThat(VPC.get("/instance/profiles?limit=5").json().get("profiles")).hasSize(5);
    assertThat(names("/instance/profiles?limit=40", "profiles"))
        .doesNotHaveDuplicates()
        .contains("bx2-2x8", "bxf-2x8", "gx3d-160x1792x8h100");
    String old = "/v1/instance/profiles?version=2026-03-24&generation=2&account_id=" + VPC.account;
    JsonNode whole = VPC.office.send(VPC.office.operator, "GET", old, "").json();
    assertThat(whole.propertyNames()).containsExactly("profiles");
    assertThat(whole.get("profiles").size()).isGreaterThan(150);
  }

  @Test
  void bareMetalServerProfilesAreShown() {
    assertThat(names("/bare_metal_server/profiles?limit=10", "profiles"))
        .hasSizeGreaterThan(20)
        .contains("bx2-metal-96x384");
    JsonNode profile = VPC.get("/bare_metal_server/profiles/bx2d-metal-96x384").json();
    assertThat(profile.at("/cpu_core_count/value").asInt()).isEqualTo(48);
    assertThat(profile.at("/memory/value").asInt()).isEqualTo(384);
    assertThat(profile.get("disks")).hasSize(2);
    assertThat(VPC.get("/bare_metal_server/profiles/bx2-2x8").status()).isEqualTo(404);
  }

  @Test
  void volumeProfilesAreShown() {
    assertThat(names("/volume/profiles", "profiles"))
        .containsExactlyInAnyOrder("general-purpose", "5iops-tier", "10iops-tier", "custom", "sdp");
    JsonNode profile = VPC.get("/volume/profiles/general-purpose").json();
    assertThat(profile.at("/capacity/max").asInt()).isEqualTo(16_000);
    assertThat(profile.at("/iops/type").asString()).isEqualTo("dependent_range");
    assertThat(VPC.get("/volume/profiles/quick").status()).isEqualTo(404);
  }

  @Test
  void operatingSystemsAreShown() {
    assertThat(names("/operating_systems?limit=5", "operating_systems"))
        .contains("debian-12-amd64", "ubuntu-24-04-amd64");
    Answer system = VPC.get("/operating_systems/debian-12-amd64");
    assertThat(system.at("/vendor")).isEqualTo("Debian");
    assertThat(system.at("/user_data_format")).isEqualTo("cloud_init");
    assertThat(VPC.get("/operating_systems/multics").status()).isEqualTo(404);
  }

  @Test
  void anyoneOfTheAccountMayKnow() {
    String stranger = VPC.token("");
    for (String path :
        List.of("/regions", "/instance/profiles", "/volume/profiles", "/operating_systems")) {
      assertThat(VPC.sendAs(stranger, "GET", path, "").status()).as(path).isEqualTo(200);
      assertThat(VPC.sendAs("", "GET", path, "").status()).as(path).isEqualTo(401);
    }
  }
}
