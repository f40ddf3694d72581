package io.sekisho.catalogapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Images over IBM's API.
class ImageRoutesTest {
  private static final String TIN =
      """
      catalog:
        operating_systems:
          - {name: debian-12-amd64}
          - {name: sealed-1-amd64, allow_user_image_creation: false}
        images:
          - {name: tin, operating_system: sealed-1-amd64, allowed_use: {instance: gpu.count == 0}}
      accounts: []
      """;

  private final LiveVpc vpc = new LiveVpc();

  @AfterEach
  void close() {
    vpc.close();
  }

  private static String body(String name) {
    return """
        {'name':'%s','file':{'href':'cos://us-south/bucket/image.qcow2'},
         'operating_system':{'name':'debian-12-amd64'}}"""
        .formatted(name);
  }

  private String make(String name) {
    return vpc.make("/images", body(name)).get("id").asString();
  }

  private List<String> names(String query) {
    return vpc.all("/images" + query, "images").stream()
        .map(it -> it.get("name").asString())
        .toList();
  }

  @Test
  void areMadeShownRenamedAndDeleted() {
    JsonNode image = vpc.make("/images", body("mine"));
    assertThat(image.get("status").asString()).isEqualTo("available");
    assertThat(image.get("visibility").asString()).isEqualTo("private");
    assertThat(image.at("/operating_system/name").asString()).isEqualTo("debian-12-amd64");
    assertThat(image.at("/allowed_use/instance").asString()).isEqualTo("true");
    assertThat(image.at("/allowed_use/api_version").asString()).isEqualTo("2026-06-23");
    String path = "/images/" + image.get("id").asString();
    assertThat(vpc.patch(path, "{'name':'yours'}").at("/name")).isEqualTo("yours");
    assertThat(vpc.get(path).at("/name")).isEqualTo("yours");
    assertThat(vpc.delete(path).status()).isEqualTo(202);
    assertThat(vpc.get(path).status()).isEqualTo(404);
  }

  @Test
  void ofTheCatalogueAreForEverybodyAndNobodyChangesThem() {
    vpc.office.apply(TIN);
    assertThat(names("")).containsExactly("tin");
    assertThat(vpc.sendIn(vpc.rival, "GET", "/images", "").at("/images/0/name")).isEqualTo("tin");
    make("mine");
    assertThat(names("?visibility=public")).containsExactly("tin");
    assertThat(names("?visibility=private")).containsExactly("mine");
    String id = vpc.get("/images?name=tin").at("/images/0/id");
    Answer image = vpc.get("/images/" + id);
    assertThat(image.at("/allowed_use/instance")).isEqualTo("gpu.count == 0");
    assertThat(image.at("/resource_group/name")).isEqualTo("Default");
    for (String method : List.of("DELETE", "PATCH")) {
      Answer refused = vpc.send(method, "/images/" + id, method.equals("PATCH") ? "{}" : "");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.text()).contains("only whoever runs this");
    }
    assertThat(vpc.post("/images", body("tin")).status()).isEqualTo(409);
    assertThat(vpc.post("/images", body("x").replace("debian-12", "sealed-1")).status())
        .isEqualTo(400);
  }

  @Test
  void sayWhichServersTheyMayBecome() {
    String said = "{'instance':'gpu.count > 0','api_version':'2026-01-01'}";
    JsonNode made =
        vpc.make(
            "/images",
            body("mine").replace("{'name':'mine'", "{'allowed_use':" + said + ",'name':'mine'"));
    assertThat(made.at("/allowed_use/instance").asString()).isEqualTo("gpu.count > 0");
    assertThat(made.at("/allowed_use/bare_metal_server").asString()).isEqualTo("true");
    String path = "/images/" + made.get("id").asString();
    Answer changed = vpc.patch(path, "{'allowed_use':{'bare_metal_server':'enable_secure_boot'}}");
    assertThat(changed.at("/allowed_use/instance")).isEqualTo("gpu.count > 0");
    assertThat(changed.at("/allowed_use/bare_metal_server")).isEqualTo("enable_secure_boot");
    assertThat(vpc.patch(path, "{'allowed_use':{'api_version':'2018-01-01'}}").status())
        .isEqualTo(400);
    assertThat(vpc.patch(path, "{'allowed_use':{'instance':' '}}").status()).isEqualTo(400);
  }

  @Test
  void growOldAsTheyAreToldTo() {
    String path = "/images/" + make("mine");
    assertThat(vpc.post(path + "/deprecate", "").status()).isEqualTo(204);
    assertThat(vpc.get(path).at("/status")).isEqualTo("deprecated");
    assertThat(names("?status=deprecated")).containsExactly("mine");
    assertThat(vpc.post(path + "/deprecate", "").status()).isEqualTo(409);
    assertThat(vpc.patch(path, "{'deprecation_at':'2999-01-01T00:00:00Z'}").status())
        .isEqualTo(409);
    assertThat(vpc.post(path + "/obsolete", "").status()).isEqualTo(204);
    assertThat(vpc.get(path).at("/status")).isEqualTo("obsolete");
    assertThat(vpc.post(path + "/obsolete", "").status()).isEqualTo(409);
    assertThat(vpc.patch(path, "{'obsolescence_at':null}").at("/status")).isEqualTo("deprecated");
    assertThat(vpc.patch(path, "{'deprecation_at':null}").at("/status")).isEqualTo("available");
  }

  @Test
  void growOldInTheFutureAndInOrder() {
    String path = "/images/" + make("mine");
    assertThat(vpc.patch(path, "{'deprecation_at':'2001-01-01T00:00:00Z'}").status())
        .isEqualTo(400);
    assertThat(vpc.patch(path, "{'deprecation_at':'soon'}").status()).isEqualTo(400);
    Answer late = vpc.patch(path, "{'deprecation_at':'2999-01-01T00:00:00Z'}");
    assertThat(late.at("/status")).isEqualTo("available");
    assertThat(vpc.patch(path, "{'obsolescence_at':'2998-01-01T00:00:00Z'}").status())
        .isEqualTo(400);
    assertThat(vpc.post(path + "/obsolete", "").status()).isEqualTo(409);
  }

  @Test
  void haveAFileOrAVolumeAndASystemThatIsThere() {
    assertThat(vpc.post("/images", "{'operating_system':{'name':'debian-12-amd64'}}").status())
        .isEqualTo(400);
    assertThat(
            vpc.post("/images", body("mine").replace("debian-12", "multics-1"))
                .at("/errors/0/target/name"))
        .isEqualTo("operating_system");
    assertThat(
            vpc.post("/images", body("mine").replace("debian-12-amd64", "debian-12-amd46"))
                .at("/errors/0/message"))
        .endsWith("GET /v1/operating_systems lists them. Did you mean debian-12-amd64?");
    assertThat(vpc.post("/images", body("ibm-mine")).status()).isEqualTo(400);
    make("mine");
    assertThat(vpc.post("/images", body("mine")).status()).isEqualTo(409);
    String keyed = body("x").replace("{'name':'x'", "{'encryption_key':{'crn':'crn'},'name':'x'");
    assertThat(vpc.post("/images", keyed).at("/errors/0/target/name")).isEqualTo("encryption_key");
  }

  @Test
  void sayInAFewWordsWhereTheirBytesAre() {
    String href = "cos://us-south/bucket/image.qcow2";
    String longest = href + "x".repeat(2_048 - href.length());
    vpc.make("/images", body("mine").replace(href, longest));
    assertThat(
            vpc.post("/images", body("x").replace(href, longest + "x")).at("/errors/0/target/name"))
        .isEqualTo("file.href");
  }

  @Test
  void areTwoHundredAndFiftyAtMostOfAnAccounts() {
    for (int i = 0; i < 250; i++) {
      make("image-" + i);
    }
    Answer refused = vpc.post("/images", body("more"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text()).contains("no more are possible");
  }

  @Test
  void areListedPageByPage() {
    for (int i = 0; i < 5; i++) {
      make("image-" + i);
    }
    assertThat(names("?limit=2&visibility=private"))
        .containsExactly("image-0", "image-1", "image-2", "image-3", "image-4");
    assertThat(names("?user_data_format=ipxe")).isEmpty();
  }

  @Test
  void areNobodyElsesAndForThoseWhoMay() {
    String path = "/images/" + make("mine");
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    assertThat(vpc.sendIn(vpc.rival, "GET", "/images?visibility=private", "").json().get("images"))
        .isEmpty();
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", path, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "DELETE", path, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "POST", path + "/deprecate", "").status()).isEqualTo(403);
    String stranger = vpc.token("");
    assertThat(vpc.sendAs(stranger, "GET", "/images", "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(stranger, "GET", path, "").status()).isEqualTo(403);
  }
}
