package io.sekisho.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A suite that finds nothing proves something only if it can find: here it has to. Most of the
/// time it waits for answers that do not come, so that its tests run beside each other.
@Execution(ExecutionMode.CONCURRENT)
class HolesTest {
  private static final String TARGET = "http://169.254.169.254";

  @TempDir private static Path folder;
  private static Careless careless;
  private static Path foreign;

  @BeforeAll
  static void open() throws IOException {
    careless = Careless.inTheClear();
    foreign = Files.writeString(folder.resolve("foreign"), "a-token-of-another");
  }

  @AfterAll
  static void close() throws IOException {
    careless.close();
  }

  private static Ran probe(int port, String... more) {
    String[] all = new String[more.length + 3];
    all[0] = TARGET;
    all[1] = "--connect=127.0.0.1:" + port;
    all[2] = "--foreign-token=" + foreign;
    System.arraycopy(more, 0, all, 3, more.length);
    return Ran.probe(all);
  }

  private static JsonNode report(Ran ran) {
    return JsonMapper.shared().readTree(ran.out());
  }

  @Nested
  class OfACarelessServer {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "A01", "A02", "A04", "A05", "A06", "A07", "A14", "A17", "A18", "A19", "A20", "A21", "A36",
          "A38", "A39", "B01", "B02", "B03", "B04", "B05", "B07", "B08", "B10", "B11", "B12", "B13",
          "B18", "B19", "B20", "B22", "B23", "B24", "B25", "B26", "B27", "B28", "B29", "B30", "B31",
          "B33", "B34", "B44"
        })
    void areFound(String id) {
      Ran ran = probe(careless.port(), "--classes=" + id, "-o=json");

      assertThat(ran.code()).isEqualTo(1);
      JsonNode row = report(ran).at("/classes/0");
      assertThat(row.path("id").asString()).isEqualTo(id);
      assertThat(row.path("unexpected").asInt()).as(row.toString()).isPositive();
    }

    @Test
    void areFoundInTheDialectOfEc2() {
      for (String id : new String[] {"A01", "A02", "A04", "A06", "A18", "A36", "B01", "B24"}) {
        Ran ran = probe(careless.port(), "--dialect=ec2", "--classes=" + id);
        assertThat(ran.code()).as(id + ran.err()).isEqualTo(1);
      }
    }

    @Test
    void areFoundInTheDialectOfOpenstack() {
      for (String id : new String[] {"A01", "A02", "A04", "A06", "A19", "A20", "A36", "B13"}) {
        Ran ran = probe(careless.port(), "--dialect=openstack", "--classes=" + id);
        assertThat(ran.code()).as(id + ran.err()).isEqualTo(1);
      }
    }

    @Test
    void areToldWithoutTokensAndDocuments() {
      Ran ran = probe(careless.port(), "--classes=A04,A14,A19,B24");

      assertThat(ran.out())
          .contains("A04 Another guest by its address: a neighbour\n")
          .contains("expected  403,unchanged keep")
          .contains("X-Forwarded-For: 10.0.0.5")
          .contains("received  HTTP/1.1 200 OK … <20 bytes>")
          .contains("Bearer <token>")
          .doesNotContain(Careless.TOKEN, "a-token-of-another", "\"name\"")
          .endsWith(" not applicable.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ibm", "ec2"})
    void areASecondAnswerBehindARefusal(String dialect) {
      Ran ran = probe(careless.port(), "--classes=A19", "--dialect=" + dialect, "-o=json");

      assertThat(report(ran).at("/classes/0/findings"))
          .filteredOn(finding -> finding.path("vector").asString().equals("CL.TE"))
          .singleElement()
          .satisfies(
              finding ->
                  assertThat(finding.path("received").asString())
                      .startsWith("HTTP/1.1 400 Bad Request")
                      .contains(", then more: HTTP/1.1 200 OK"));
    }

    @Test
    void areRequestsThatCanBeReadInTwoWays() {
      Ran ran = probe(careless.port(), "--classes=A19", "-o=json");

      assertThat(report(ran).at("/classes/0/findings").toString())
          .contains(
              "LF ends the request line", "CL twice, different", "folded", "a line of one space");
    }

    @Test
    void areNotWhatTheStandardAllowsToThoseWhoPromisedNothing() {
      Ran ran = probe(careless.port(), "--dialect=openstack", "--classes=A19", "-o=json");

      assertThat(report(ran).at("/classes/0/findings").toString())
          .contains("CL.TE", "CL twice, different")
          .doesNotContain("LF ends the request line", "\"folded\"", "a line of one space");
    }
  }

  @Nested
  class OfAServerThatKnowsItsTokens {
    @Test
    void areNotInventedInTheDialectOfEc2() throws IOException {
      try (Imds imds = new Imds()) {
        Ran ran =
            probe(
                imds.port(), "--dialect=ec2", "--classes=A01,A04,A14,A36,A38,B01,B24,B26,B32,B34");

        assertThat(ran.out()).contains(" 0 unexpected");
        assertThat(ran.code()).isZero();
      }
    }

    @Test
    void areFoundWhereItKnowsNoHosts() throws IOException {
      try (Imds imds = new Imds()) {
        assertThat(probe(imds.port(), "--dialect=ec2", "--classes=A06").code()).isEqualTo(1);
      }
    }
  }

  @Nested
  class OfAServerWithoutTokens {
    @Test
    void areItsOpenDocuments() throws IOException {
      try (Imds imds = new Imds(false)) {
        JsonNode report = classes(imds, "A01,A36");

        assertThat(report.at("/classes/0/unexpected").asInt()).isEqualTo(8);
        assertThat(report.at("/classes/0/asExpected").asInt()).isZero();
        assertThat(report.at("/classes/1/findings").findValuesAsString("vector"))
            .containsExactly("no token", "Basic", "an empty token", "some token");
      }
    }

    @Test
    void areNotInvented() throws IOException {
      try (Imds imds = new Imds(false)) {
        JsonNode report = classes(imds, "A04,A14,A24,B01,B24,B28,B32,B34,B36,B37");

        assertThat(report.at("/summary/unexpected").asInt()).as(report.toString()).isZero();
        assertThat(report.path("classes"))
            .filteredOn(row -> row.path("vectors").asInt() > 0)
            .extracting(row -> row.path("id").asString())
            .containsExactly("A04", "B36", "B37");
      }
    }

    private JsonNode classes(Imds imds, String ids) {
      return report(probe(imds.port(), "--dialect=openstack", "--classes=" + ids, "--output=json"));
    }
  }

  @Nested
  class OfTls {
    @Test
    void areFound() throws Exception {
      Certified certified = Certified.make(folder);
      try (Careless server = new Careless(certified.socket(), 5_000)) {
        Ran ran =
            Ran.probe(
                "https://127.0.0.1",
                "--connect=127.0.0.1:" + server.port(),
                "--ca=" + certified.certificate(),
                "--classes=A28,B40",
                "-o=json");

        assertThat(ran.code()).as(ran.err()).isEqualTo(1);
        assertThat(report(ran).at("/classes/1/findings").toString())
            .contains("ECDHE-RSA with AES-CBC")
            .doesNotContain("RC4");
        assertThat(report(ran).at("/classes/0/findings").toString())
            .contains("\"TLS 1.3\"")
            .doesNotContain("\"TLS 1.2\"");
      }
    }
  }
}
