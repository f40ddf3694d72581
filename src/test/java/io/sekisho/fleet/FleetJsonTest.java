package io.sekisho.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.document.Codec;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What nodes and controllers say to each other is understood as it was meant.
class FleetJsonTest {
  private static final Instant AT = Instant.parse("2026-11-26T12:00:00.5Z");
  private static final Node.Key KEY = new Node.Key("kid-1", "{\"kty\":\"EC\"}");

  static Stream<Record> records() {
    return Stream.of(
        new Joining.Join("sekisho_join_x", "host-1", "csr", "server", KEY),
        new Joining.Renewal("csr", "server", List.of(KEY)),
        new Joining.Joined(
            new Joining.Who("node-1", "host-1"), "c", "s", "ca", AT, "i", "us-south"),
        new Applied(7, ""),
        new Asking.ForToken("0717_1", Optional.empty()),
        new Asking.ForToken(
            "0717_1", Optional.of(new Asking.Named(Optional.of("Profile-1"), Optional.empty()))),
        new Asking.Token("ey", AT, AT, "Profile-1", "Link-1"),
        new Asking.ForCertificate("0717_1", "csr", 300),
        new Asking.Certificate(List.of("a", "b"), AT, AT, "id", "0f"),
        new Deeds(
            "s", 4, List.of(new Deeds.Deed(AT, "t", "a.b.c", true, 200, "", "acc", "crn", "", ""))),
        new Deeds.Kept(4),
        Refusal.of(Problem.of(Code.CONFLICT, "No.").detail("why").field("csr"), "trace"));
  }

  @ParameterizedTest
  @MethodSource("records")
  void recordsAreReadAsTheyWereWritten(Record written) {
    assertThat(FleetJson.read(written.getClass(), FleetJson.write(written))).isEqualTo(written);
  }

  static Stream<Line> lines() {
    Contents contents = Samples.contents();
    List<Document> all = contents.computes().stream().map(Sort::document).toList();
    return Stream.of(
        new Line.Everything(3, all),
        new Line.Resumed(3),
        new Line.Change(4, all, List.of(new Document.Ref("key", "k"))),
        new Line.Alive(5),
        new Line.End("deleted"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void linesAreReadAsTheyWereWritten(Line written) {
    String text = new String(FleetJson.line(written), UTF_8);
    assertThat(text).startsWith("{\"type\":\"").endsWith("}\n");
    assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
    Line read = FleetJson.read(Line.class, text);
    assertThat(read).hasSameClassAs(written);
    assertThat(new String(FleetJson.line(read), UTF_8)).isEqualTo(text);
  }

  @Test
  void allThatASnapshotShowsGuestsIsReadAsItWasWritten() {
    Contents contents = Samples.contents();
    List<Object> all = new ArrayList<>(contents.accounts());
    all.addAll(contents.profiles());
    all.addAll(contents.resources());
    assertThat(all).isNotEmpty();
    Codec codec = new Codec();
    assertThat(all)
        .allSatisfy(
            value -> {
              Document document =
                  FleetJson.read(Document.class, FleetJson.write(Sort.document(value)));
              Sort sort = Sort.named(document.kind()).orElseThrow();
              assertThat(sort.read(document, codec)).isEqualTo(value);
            });
  }

  @Test
  void nodesAndWhatBelongsToThemAreKeptAsTheyWere() {
    Claims claims = new Claims(false, List.of(new AccountId("a".repeat(32))));
    List<Record> all =
        List.of(
            new Node(
                Node.identity("node-1", "host-1", AT),
                List.of(new Node.Certified("0f", AT)),
                List.of(KEY),
                claims),
            new JoinToken(JoinToken.identity("0123456789abcdef", AT), "hash", AT, true, Claims.ALL),
            Placement.of("0717_1", "node-1", AT));
    assertThat(all)
        .allSatisfy(
            value ->
                assertThat(new Codec().read(value.getClass(), Codec.write(value)))
                    .isEqualTo(value));
  }

  @Test
  void aRefusalIsTheSameOnTheOtherSide() {
    Problem problem = Problem.of(Code.NOT_FOUND, "No.").detail("why").header("X").status(400);
    Refusal refusal = Refusal.of(problem, "t");
    assertThat(FleetJson.read(Refusal.class, FleetJson.write(refusal)).problem())
        .isEqualTo(problem);
  }

  @Test
  void membersOfANewerOneArePassedOverAndMissingOnesRefused() {
    assertThat(FleetJson.read(Line.class, "{\"type\":\"alive\",\"revision\":5,\"mood\":\"good\"}"))
        .isEqualTo(new Line.Alive(5));
    assertThatThrownBy(() -> FleetJson.read(Joining.Join.class, "{\"name\":\"host-1\"}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FleetJson.read(Line.class, "{\"type\":\"party\"}"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FleetJson.read(Line.class, "null"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aJoinTokenHidesItsSecretAndTakesNoOtherForm() {
    JoinText text = new JoinText("0123456789abcdef", "a".repeat(64), "b".repeat(64));
    assertThat(JoinText.parse(text.text())).contains(text);
    assertThat(text.toString()).doesNotContain("aaaa");
    assertThat(JoinText.parse(text.text() + "0")).isEmpty();
    assertThat(JoinText.parse(text.text().replace("join", "Join"))).isEmpty();
  }
}
