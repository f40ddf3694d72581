package io.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.AccountId;
import io.sekisho.telemetry.Event;
import io.sekisho.wire.Applied;
import io.sekisho.wire.ProfileView.LinkRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What is told of an update, to whoever applied it and to the audit trail.
class DifferencesTest {
  private static final String SMALL =
      """
      accounts:
        - name: acme
          vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
          instances: [{name: web-1, metadata_service: {enabled: true, response_hop_limit: 2}}]
          trusted_profiles: [{name: reader}]
      """;

  private final Desk desk = new Desk();

  /// What is told of the update of one resource, and nothing but it.
  private String told(String before, String after) {
    desk.apply(before);
    List<Applied.Change> updated =
        desk.apply(after).changes().stream()
            .filter(change -> change.action().equals("updated"))
            .toList();
    assertThat(updated).hasSize(1);
    return updated.getFirst().words();
  }

  @Test
  void haveBothValuesOfEveryMember() {
    String after =
        SMALL.replace(
            "enabled: true, response_hop_limit: 2", "enabled: false, response_hop_limit: 1");

    assertThat(told(SMALL, after))
        .isEqualTo(
            "metadata_service.enabled: true -> false, metadata_service.response_hop_limit: 2 -> 1");
  }

  @Test
  void areTheSameInADryRun() {
    desk.apply(SMALL);

    Application dry = desk.send(SMALL.replace("limit: 2", "limit: 3"), false, true);

    assertThat(((Application.Accepted) dry).result().changes())
        .extracting(Applied.Change::words)
        .contains("metadata_service.response_hop_limit: 2 -> 3");
  }

  @Test
  void standInTheEventNextToTheName() {
    desk.apply(SMALL);
    desk.events.clear();

    desk.controller.link("reader", new LinkRequest("web-1", Optional.empty()), Desk.OPERATOR);
    desk.controller.unlink("reader", "web-1", Desk.OPERATOR);
    desk.controller.patchAccount("acme", false, Desk.OPERATOR);
    desk.controller.delete(Kind.INSTANCE, "web-1", Desk.OPERATOR);

    assertThat(details())
        .containsExactly(
            "reader: links: + web-1",
            "reader: links: - web-1",
            "acme: metadata_service.enabled: true -> false",
            "web-1");
  }

  private List<String> details() {
    return desk.events.stream()
        .filter(Event.Activity.class::isInstance)
        .map(event -> ((Event.Activity) event).detail())
        .toList();
  }

  @Nested
  class OfWhatOnlyAGuestMaySee {
    @Test
    void haveTheNameAlone() throws IOException {
      String rich = Files.readString(Path.of("src/test/resources/control/rich.yaml"));
      String after =
          rich.replace("#cloud-config", "#other-data")
              .replace("c2VjcmV0", "b3RoZXI=")
              .replace("the-licence", "the-other");

      assertThat(told(rich, after))
          .isEqualTo("initialization.user_data, initialization.password, software");
      assertThat(desk.events.toString())
          .doesNotContain("cloud-config", "other-data", "c2VjcmV0", "b3RoZXI=", "the-");
    }
  }

  @Nested
  class OfMuch {
    @Test
    void areBounded() {
      String instances =
          IntStream.range(0, 200)
              .mapToObj("{name: app-%d}"::formatted)
              .collect(Collectors.joining(", "));
      String links =
          IntStream.range(0, 200)
              .mapToObj("{compute: app-%d}"::formatted)
              .collect(Collectors.joining(", "));
      String before = SMALL.replace("instances: [", "instances: [" + instances + ", ");

      String words = told(before, before.replace("reader}", "reader, links: [" + links + "]}"));

      assertThat(words).startsWith("links: + app-0 app-1 ").hasSizeLessThan(100).endsWith("…");
    }

    @Test
    void fillNoMoreThanALineOfTheLog() {
      List<Applied.Difference> many =
          IntStream.range(0, 100)
              .mapToObj(i -> new Applied.Difference("m" + i, Optional.of("a"), Optional.of("b")))
              .toList();
      Item item = new Item(Kind.VPC, "r1", new AccountId("0".repeat(32)), "blue", "");

      assertThat(new Change(Change.Action.UPDATED, item, many).detail())
          .startsWith("blue: m0: a -> b, ")
          .hasSize(513);
    }
  }
}
