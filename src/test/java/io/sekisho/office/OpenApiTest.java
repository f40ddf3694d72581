package io.sekisho.office;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.sekisho.web.Https.Answer;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the server says of its API, against what it does. `-Dgolden=rewrite` writes the documents
/// anew; the diff is for the reviewer.
class OpenApiTest {
  private static final Path DOCUMENTS = Path.of("docs/openapi");
  private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();
  private static final List<String> PAGES =
      List.of(
          "/docs",
          "/docs/style.css",
          "/openapi/iam.json",
          "/openapi/sekisho.json",
          "/openapi/vpc.json");

  private static LiveOffice office;

  @BeforeAll
  static void open() throws IOException {
    office = new LiveOffice();
    try (InputStream in = OpenApiTest.class.getResourceAsStream("/api/fleet.yaml")) {
      office.apply(new String(in.readAllBytes(), UTF_8));
    }
  }

  @AfterAll
  static void close() {
    office.close();
  }

  private static JsonNode document(String name) {
    return Json.mapper().readTree(office.get("/openapi/" + name).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sekisho.json", "iam.json", "vpc.json"})
  void whatIsServedIsWhatIsCommitted(String name) throws IOException {
    String served = office.get("/openapi/" + name).text();
    Path file = DOCUMENTS.resolve(name);
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.createDirectories(DOCUMENTS);
      Files.writeString(file, served);
    }
    assertThat(served).isEqualTo(Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sekisho.json", "iam.json", "vpc.json"})
  void everyOperationSaysWhatGoesInAndWhatComesOut(String name) {
    List<String> ids = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document(name).get("paths").properties()) {
      for (JsonNode operation : path.getValue()) {
        ids.add(operation.get("operationId").asString());
        assertThat(operation.get("responses").propertyNames())
            .as(path.getKey())
            .anyMatch(status -> status.startsWith("2"));
        for (JsonNode media : operation.at("/requestBody/content")) {
          assertThat(media.has("schema")).as(path.getKey()).isTrue();
        }
        assertThat(operation.has("x-sekisho-action")).isNotEqualTo(operation.has("security"));
      }
    }
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(4);
  }

  @Test
  void theDocumentsAreOpenApi() throws Exception {
    assertThat(NPM.resolve("node_modules/@seriousme/openapi-schema-validator"))
        .as("./dev test installs it")
        .exists();
    Process node =
        new ProcessBuilder(
                "node",
                "openapi-valid.mjs",
                DOCUMENTS.resolve("sekisho.json").toAbsolutePath().toString(),
                DOCUMENTS.resolve("iam.json").toAbsolutePath().toString(),
                DOCUMENTS.resolve("vpc.json").toAbsolutePath().toString())
            .directory(NPM.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), UTF_8);
    assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).as(said).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "sekisho.json, /sekisho/v1/status, /sekisho/v1/status",
    "sekisho.json, /sekisho/v1/accounts, /sekisho/v1/accounts",
    "sekisho.json, /sekisho/v1/instances, /sekisho/v1/instances",
    "sekisho.json, /sekisho/v1/instances/{ref}, /sekisho/v1/instances/web-1",
    "sekisho.json, /sekisho/v1/instances/{ref}, /sekisho/v1/instances/nobody",
    "sekisho.json, /sekisho/v1/subnets, /sekisho/v1/subnets",
    "sekisho.json, /sekisho/v1/trusted_profiles, /sekisho/v1/trusted_profiles",
    "sekisho.json, /sekisho/v1/changes, /sekisho/v1/changes?after=0",
    "sekisho.json, /sekisho/v1/audit, /sekisho/v1/audit",
    "sekisho.json, /sekisho/v1/audit/head, /sekisho/v1/audit/head",
    "sekisho.json, /readyz, /readyz",
    "iam.json, /v1/profiles, /v1/profiles?account_id=ACCOUNT",
    "iam.json, /v1/profiles/{profile_id}, /v1/profiles/nobody?account_id=ACCOUNT",
    "iam.json, /v1/serviceids, /v1/serviceids?account_id=ACCOUNT",
    "iam.json, /v1/apikeys, /v1/apikeys?account_id=ACCOUNT",
    "iam.json, /v1/policies, /v1/policies?account_id=ACCOUNT",
    "iam.json, /v2/policies, /v2/policies?account_id=ACCOUNT",
    "iam.json, /v2/roles, /v2/roles?account_id=ACCOUNT",
    "iam.json, /v2/groups, /v2/groups?account_id=ACCOUNT",
    "iam.json, /v2/accounts/{account_id}/users, /v2/accounts/ACCOUNT/users",
    "iam.json, /v1/accounts/{account_id}/settings/identity,"
        + " /v1/accounts/ACCOUNT/settings/identity",
    "iam.json, /v1/accounts/{account_id}/effective_settings/identity,"
        + " /v1/accounts/ACCOUNT/effective_settings/identity",
    "iam.json, /identity/keys, /identity/keys",
    "iam.json, /identity/.well-known/openid-configuration,"
        + " /identity/.well-known/openid-configuration",
  })
  void answersAreWhatTheDocumentSays(String name, String template, String path) {
    String account = office.send(office.operator, "GET", "/sekisho/v1/accounts/acme", "").at("/id");
    conforms(name, "get", template, path.replace("ACCOUNT", account), "");
  }

  @Test
  void whatIsMadeIsShownAsTheDocumentSays() {
    String account = office.send(office.operator, "GET", "/sekisho/v1/accounts/acme", "").at("/id");
    String body = "{\"name\": \"documented\", \"account_id\": \"%s\"}".formatted(account);
    assertThat(conforms("iam.json", "post", "/v1/profiles", "/v1/profiles", body).status())
        .isEqualTo(201);
    assertThat(conforms("iam.json", "post", "/v1/profiles", "/v1/profiles", body).status())
        .isEqualTo(409);
    assertThat(conforms("iam.json", "post", "/v1/profiles", "/v1/profiles", "{\"x\": 1}").status())
        .isEqualTo(400);
    String group = "/v2/groups?account_id=" + account;
    assertThat(conforms("iam.json", "post", "/v2/groups", group, "{\"name\": \"g\"}").status())
        .isEqualTo(201);
    String inventory = "{\"accounts\": [{\"name\": \"beta\"}]}";
    assertThat(
            conforms(
                    "sekisho.json",
                    "put",
                    "/sekisho/v1/inventory",
                    "/sekisho/v1/inventory?dry_run=true",
                    inventory)
                .status())
        .isEqualTo(200);
  }

  /// Asks, and judges the answer by the schema that the document has for its status. More than the
  /// schema names counts as a mistake here.
  private static Answer conforms(
      String name, String method, String template, String path, String body) {
    ObjectNode document = (ObjectNode) document(name);
    Answer answer = office.send(office.operator, method.toUpperCase(Locale.ROOT), path, body);
    JsonNode operation = document.get("paths").get(template).get(method);
    JsonNode response = operation.get("responses").path(Integer.toString(answer.status()));
    if (response.has("$ref")) {
      response = document.at(response.get("$ref").asString().substring(1));
    }
    JsonNode schema = response.at("/content/application~1json/schema");
    assertThat(schema.isMissingNode()).as("%s answers %d", path, answer.status()).isFalse();
    document.at("/components/schemas").forEach(OpenApiTest::close);
    ObjectNode whole = Json.mapper().createObjectNode();
    whole.set("components", document.get("components"));
    whole.putArray("allOf").add(schema);
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(whole);
    assertThat(compiled.validate(answer.json())).as("%s %s", path, answer.json()).isEmpty();
    return answer;
  }

  private static void close(JsonNode schema) {
    if (schema.has("properties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "same-origin"})
  void aPersonsBrowserReadsThePages(String site) {
    assertThat(PAGES)
        .allSatisfy(
            path -> {
              var answer = office.get(path, "Sec-Fetch-Site", site);
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                  .startsWith("default-src 'none'; style-src 'self';")
                  .contains("frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'")
                  .doesNotContain("unsafe", "script-src", "http");
              assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
              assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Sec-Fetch-Site, NONE",
    "Sec-Fetch-Site, 'none, none'",
    "Origin, https://127.0.0.1",
    "Origin, null",
  })
  void anotherPageDoesNot(String header, String value) {
    assertThat(PAGES)
        .allSatisfy(path -> assertThat(office.get(path, header, value).status()).isEqualTo(403));
    String path = PAGES.getFirst();
    assertThat(office.get(path, "Sec-Fetch-Site", "none", "Sec-Fetch-Site", "cross-site").status())
        .isEqualTo(403);
    assertThat(office.get(path, "Sec-Fetch-Site", "none", "Origin", "null").status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "same-origin"})
  void nothingElseIsOpenToBrowsers(String site) {
    for (String name : List.of("sekisho.json", "iam.json")) {
      for (Map.Entry<String, JsonNode> path : document(name).get("paths").properties()) {
        if (!PAGES.contains(path.getKey())) {
          String sent = path.getKey().replaceAll("\\{\\w+}", "web-1");
          assertThat(
                  office
                      .get(
                          sent,
                          "Sec-Fetch-Site",
                          site,
                          "Authorization",
                          "Bearer " + office.operator)
                      .status())
              .as(sent)
              .isEqualTo(403);
        }
      }
    }
    assertThat(office.get("/docs/more", "Sec-Fetch-Site", site).status()).isEqualTo(403);
    assertThat(office.get("/docs/", "Sec-Fetch-Site", site).status()).isEqualTo(403);
  }

  @Test
  void thePageShowsEveryOperationAndLoadsNothingFromElsewhere() {
    String page = office.get("/docs").text();
    assertThat(page).doesNotContain("<script", "style=", "http://", "https://", "onclick");
    Set<String> anchors = found(page, " id=\"([^\"]+)\"");
    assertThat(anchors).containsAll(found(page, "href=\"#([^\"]+)\""));
    for (String name : List.of("sekisho.json", "iam.json")) {
      String number = name.equals("iam.json") ? "d1-" : "d0-";
      for (JsonNode path : document(name).get("paths")) {
        path.forEach(
            operation ->
                assertThat(anchors).contains(number + operation.get("operationId").asString()));
      }
    }
  }

  private static Set<String> found(String text, String pattern) {
    Set<String> all = new TreeSet<>();
    for (MatchResult match : Pattern.compile(pattern).matcher(text).results().toList()) {
      all.add(match.group(1));
    }
    return all;
  }
}
