package io.sekisho.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpc.Samples;
import io.sekisho.vpc.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every document of three instances against files, and what all of them have in common.
class GoldenDocumentsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, Subject> CASES =
      Map.of("rich", Samples.rich(), "minimal", Samples.minimal(), "empty", Samples.empty());
  private static final List<String> SINGLES = List.of("/instance", "/instance/initialization");
  private static final List<String> COLLECTIONS =
      List.of(
          "/instance/network_interfaces",
          "/instance/network_attachments",
          "/instance/volume_attachments",
          "/instance/cluster_network_attachments",
          "/instance/software_attachments",
          "/keys",
          "/placement_groups",
          "/virtual_network_interfaces");

  @ParameterizedTest
  @MethodSource("documents")
  void rendersTheDocumentAsInTheFile(Sample sample) {
    Golden.check(sample.name(), sample.text());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void writesCompactJsonInAlphabeticalOrder(Sample sample) {
    JsonNode parsed = JSON.readTree(sample.text());
    assertThat(sample.text()).isEqualTo(parsed.toString());
    assertThat(unsorted(parsed)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void leavesOutWhatIsNotThere(Sample sample) {
    assertThat(values(JSON.readTree(sample.text()))).noneMatch(JsonNode::isNull);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void namesNoResourceGroup(Sample sample) {
    assertThat(sample.text()).doesNotContain("resource_group", Samples.RESOURCE_GROUP);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksOnlyPagesAndSoftware(Sample sample) {
    JsonNode parsed = JSON.readTree(sample.text());
    assertThat(parsed.findValuesAsString("href"))
        .allMatch(href -> href.startsWith(Asking.ORIGIN + "/metadata/v1/"))
        .allMatch(href -> href.contains("?limit=") || href.contains("/software_attachments/"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void writesDatesInUtc(Sample sample) {
    assertThat(JSON.readTree(sample.text()).findValuesAsString("created_at"))
        .allMatch("2026-03-01T08:15:30.000Z"::equals);
  }

  @Test
  void keepsLicenceKeysAndUserDataInTheirOwnDocuments() {
    assertThat(documents().filter(sample -> sample.text().contains("ABCD-EFGH-1234")))
        .allMatch(sample -> sample.name().contains("software_attachments"))
        .hasSize(2);
    assertThat(documents().filter(sample -> sample.text().contains("#cloud-config")))
        .extracting(Sample::name)
        .containsExactly("rich/instance.initialization");
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/metadata/documented.csv", numLinesToSkip = 1)
  void hasEveryMemberThatIbmDocuments(String name, String member) {
    JsonNode document =
        documents()
            .filter(sample -> sample.name().equals("rich/" + name))
            .map(sample -> JSON.readTree(sample.text()))
            .findFirst()
            .orElseThrow();
    assertThat(document.at("/" + member.replace('.', '/')).isMissingNode()).isFalse();
  }

  /// Every document of every case; a collection's first member stands for all of them.
  static Stream<Sample> documents() {
    return CASES.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(each -> paths(each.getValue()).map(path -> sample(each.getKey(), path)));
  }

  private static Stream<String> paths(Subject subject) {
    List<String> all = new ArrayList<>(SINGLES);
    for (String collection : COLLECTIONS) {
      String name = collection.substring(collection.lastIndexOf('/') + 1);
      JsonNode list = Asking.json(subject, collection).get(name);
      all.add(collection);
      list.valueStream().forEach(one -> all.add(collection + "/" + one.get("id").asString()));
    }
    return all.stream();
  }

  private static Sample sample(String subject, String path) {
    Document document = Asking.document(CASES.get(subject), path, Page.FIRST);
    return new Sample(
        subject + "/" + path.substring(1).replace('/', '.'),
        new String(document.json(), StandardCharsets.UTF_8));
  }

  private static Stream<JsonNode> values(JsonNode node) {
    return Stream.concat(Stream.of(node), node.valueStream().flatMap(GoldenDocumentsTest::values));
  }

  private static List<String> unsorted(JsonNode node) {
    return values(node)
        .map(each -> List.copyOf(each.propertyNames()))
        .filter(names -> !names.equals(names.stream().sorted().toList()))
        .map(List::toString)
        .toList();
  }

  record Sample(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }
}
