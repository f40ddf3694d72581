package io.sekisho.metadata;

import static io.sekisho.metadata.Asking.json;
import static io.sekisho.metadata.Asking.page;
import static io.sekisho.metadata.Asking.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.problem.Problem.Target;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Compute.Password;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Samples;
import io.sekisho.vpc.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DocumentsTest {
  private static final String VNIS = "/virtual_network_interfaces";

  @Nested
  class NotFound {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "/",
          "/instance/",
          "//instance",
          "/Instance",
          "/instances",
          "/instance/volume_attachment/0717-90000000-00000000",
          "/keys/",
          "/keys//",
          "/keys/r006-44e5e06b-9450-4f5f-a9be-96feebf770d8/",
          "/keys/r006-44e5e06b-9450-4f5f-a9be-96feebf770d8/public_key",
          "/reservations",
          "/dedicated_hosts",
          "/instance/../keys",
          "instance",
          "/instance/initialization/user_data"
        })
    void refusesPathsThatLeadNowhere(String path) {
      Problem problem = refusal(Samples.rich(), path);
      assertThat(problem.code()).isEqualTo(Code.NOT_FOUND);
      assertThat(problem.status()).isEqualTo(404);
      assertThat(problem.target()).isEmpty();
      assertThat(Documents.action(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/instance/network_interfaces/x",
          "/instance/network_attachments/0717-c0000000-00000001",
          "/instance/volume_attachments/x",
          "/instance/cluster_network_attachments/x",
          "/instance/software_attachments/x",
          "/keys/R006-44E5E06B-9450-4F5F-A9BE-96FEEBF770D8",
          "/placement_groups/x",
          "/virtual_network_interfaces/0717-a0000000-00000001"
        })
    void pointsAtAnUnknownId(String path) {
      Problem problem = refusal(Samples.rich(), path);
      assertThat(problem.code()).isEqualTo(Code.NOT_FOUND);
      assertThat(problem.status()).isEqualTo(404);
      assertThat(problem.target())
          .contains(new Target(Target.Type.PARAMETER, "id", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/keys/r006-44e5e06b-9450-4f5f-a9be-96feebf770d8",
          "/placement_groups/r006-418fe842-a3e9-47b9-a938-1aa5bd632871",
          "/virtual_network_interfaces/0717-c0000000-00000001",
          "/instance/volume_attachments/0717-90000000-00000001"
        })
    void hidesWhatOnlyAnotherInstanceHas(String path) {
      assertThat(json(Samples.rich(), path).isEmpty()).isFalse();
      assertThat(refusal(Samples.minimal(), path).code()).isEqualTo(Code.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"/instance", "/instance/initialization", "/keys", "/placement_groups", "/x"})
    void hasNothingForBareMetalServers(String path) {
      Problem problem = refusal(Samples.bareMetal(), path);
      assertThat(problem.code()).isEqualTo(Code.NOT_FOUND);
      assertThat(problem.message()).contains("Bare metal").contains("/identity/v1");
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/metadata/actions.csv", numLinesToSkip = 1)
  void namesTheActionForTheAuditTrail(String path, String action) {
    assertThat(Documents.action(path)).contains(action);
    assertThat(Asking.document(Samples.rich(), path, Page.FIRST).action()).isEqualTo(action);
  }

  @Test
  void namesTheActionOfARefusedQuestionToo() {
    assertThat(Documents.action("/keys/unknown")).contains("is.metadata.instance-key.get");
  }

  @Nested
  class Initializing {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "#!/bin/sh\r\necho \"$HOME\"\t\\n\u0007", "ümläut €"})
    void passesUserDataOnExactlyAsGiven(String userData) {
      JsonNode document = json(withUserData(userData), "/instance/initialization");
      assertThat(document.get("user_data").asString()).isEqualTo(userData);
    }

    @Test
    void tellsNoUserDataFromEmptyUserData() {
      assertThat(json(Samples.minimal(), "/instance/initialization").has("user_data")).isFalse();
    }

    @Test
    void namesAnEncryptionKeyThatIsNotAmongItsOwn() {
      Initialization foreignKey =
          new Initialization(
              List.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(new Password("eA==", "r006-gone")));
      JsonNode password = json(initialized(foreignKey), "/instance/initialization").get("password");
      assertThat(password.at("/encryption_key").toString()).isEqualTo("{\"id\":\"r006-gone\"}");
    }

    private Subject withUserData(String userData) {
      return initialized(
          new Initialization(List.of(), Optional.of(userData), Optional.empty(), Optional.empty()));
    }

    private Subject initialized(Initialization initialization) {
      return Samples.subject(
          Changed.with(Samples.minimalInstance(), "initialization", initialization));
    }
  }

  @Nested
  class StrangeText {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "\"},\"admin\":true,{\"",
          "back\\slash / slash",
          "\u0000\u0001\u001b[31m\u007f\u0085\b\f\n\r\t",
          "line\u2028paragraph\u2029",
          "\ufeff\u200b\u202eright to left",
          "\ud83d\ude80 \u00e9 e\u0301 \u65e5\u672c\u8a9e",
          "<script>alert('x')</script>&amp;",
          "null"
        })
    void comesThroughUnharmed(String name) {
      Instance instance = Samples.minimalInstance();
      Instance renamed =
          Changed.with(instance, "identity", Changed.with(instance.identity(), "name", name));
      Subject subject = Samples.subject(renamed);
      byte[] bytes = Asking.document(subject, "/instance", Page.FIRST).json();
      assertThat(JsonMapper.builder().build().readTree(bytes).get("name").asString())
          .isEqualTo(name);
      assertThat(bytes).as("control characters on the wire").doesNotContain(controls());
    }

    @Test
    void survivesTextThatIsNoUnicode() throws CharacterCodingException {
      Initialization broken =
          new Initialization(
              List.of(), Optional.of("a\ud800b"), Optional.empty(), Optional.empty());
      Subject subject =
          Samples.subject(Changed.with(Samples.minimalInstance(), "initialization", broken));
      byte[] bytes = Asking.document(subject, "/instance/initialization", Page.FIRST).json();
      String strictlyDecoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      assertThat(JsonMapper.builder().build().readTree(strictlyDecoded).get("user_data").asString())
          .isEqualTo("a\ud800b");
    }

    private byte[] controls() {
      return IntStream.range(0, 0x20)
          .mapToObj(Character::toString)
          .reduce("", String::concat)
          .getBytes(StandardCharsets.US_ASCII);
    }
  }

  @Nested
  class Paging {
    private final Subject many =
        Samples.subject(
            Changed.with(
                Samples.minimalInstance(),
                "interfaces",
                IntStream.rangeClosed(1, 60)
                    .mapToObj(mark -> Samples.plainInterface(mark, mark + 3))
                    .toList()));

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 59, 60, 61, 100})
    void followsTheLinksToEveryMemberOnce(int limit) {
      List<String> seen = new ArrayList<>();
      Optional<String> start = Optional.of("");
      while (start.isPresent()) {
        JsonNode page = json(many, VNIS, page(start.get(), limit));
        assertThat(page.get("virtual_network_interfaces").size()).isBetween(1, limit);
        assertThat(page.get("total_count").asInt()).isEqualTo(60);
        page.get("virtual_network_interfaces")
            .valueStream()
            .forEach(nic -> seen.add(nic.get("id").asString()));
        start = startOfNext(page);
      }
      assertThat(seen).hasSize(60).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void givesFiftyUnlessToldOtherwise() {
      JsonNode page = json(many, VNIS);
      assertThat(page.get("virtual_network_interfaces").size()).isEqualTo(50);
      assertThat(page.get("limit").asInt()).isEqualTo(50);
      assertThat(page.at("/first/href").asString())
          .isEqualTo("http://169.254.169.254/metadata/v1/virtual_network_interfaces?limit=50");
      assertThat(page.at("/next/href").asString())
          .isEqualTo(
              "http://169.254.169.254/metadata/v1/virtual_network_interfaces?limit=50"
                  + "&start=0717-c0000000-00000033");
    }

    @Test
    void linksBackToTheOriginItIsGiven() {
      assertThat(
              Documents.document(many, VNIS, Page.FIRST, "https://api.metadata.cloud.ibm.com")
                  .map(document -> new String(document.json(), StandardCharsets.UTF_8))
                  .toString())
          .contains("\"https://api.metadata.cloud.ibm.com/metadata/v1" + VNIS + "?limit=50\"")
          .doesNotContain("169.254.169.254");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "0717-a0000000-00000001", "&limit=100", "' or 1=1"})
    void refusesAStartThatLeadsNowhere(String start) {
      Problem problem = refusal(many, VNIS, page(start, 10));
      assertThat(problem.code()).isEqualTo(Code.INVALID_VALUE);
      assertThat(problem.status()).isEqualTo(400);
      assertThat(problem.target())
          .contains(new Target(Target.Type.PARAMETER, "start", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/instance", "/keys", "/instance/network_interfaces"})
    void refusesPagesOfWhatHasNone(String path) {
      assertThat(refusal(many, path, page("", 10)).code()).isEqualTo(Code.UNKNOWN_FIELD);
      assertThat(refusal(many, path, new Page(Optional.of("x"), Optional.empty())).target())
          .contains(new Target(Target.Type.PARAMETER, "start", Optional.empty()));
      assertThat(refusal(many, path, page("", 10)).message()).endsWith("only: version, maturity.");
    }

    private Optional<String> startOfNext(JsonNode page) {
      String href = page.at("/next/href").asString("");
      return Optional.of(href)
          .filter(text -> !text.isEmpty())
          .map(text -> text.substring(text.indexOf("&start=") + "&start=".length()));
    }
  }

  @Test
  void keepsDocumentsOutOfLogs() {
    Document document =
        Asking.document(Samples.rich(), "/instance/software_attachments", Page.FIRST);
    assertThat(document.toString())
        .startsWith("Document[action=is.metadata.instance-software-attachment.list, ")
        .doesNotContain("SKU");
  }
}
