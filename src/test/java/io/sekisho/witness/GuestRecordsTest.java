package io.sekisho.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.control.Store.Audit;
import io.sekisho.telemetry.Event;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GuestRecordsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T05:06:07Z");
  private static final String ACME = "a".repeat(32);
  private static final String WEB =
      "crn:v1:bluemix:public:is:us-south-1:a/" + ACME + "::instance:0717_web";
  private static final String PROFILE = "Profile-6f1cbd4c-7b4e-4a39-9d0a-0a9f1a3f9b11";

  private final List<Event> journal = new ArrayList<>();
  private final List<Audit> trail = new ArrayList<>();

  private List<Audit> written(Event... events) {
    try (Recorder recorder =
            Recorder.start(
                trail::addAll, Recorder.Limits.DEFAULT, journal::add, InstantSource.fixed(NOW));
        Tally tally = new Tally(recorder)) {
      GuestRecords records = new GuestRecords(journal::add, tally);
      for (Event event : events) {
        records.write(event);
      }
    }
    return trail;
  }

  private static Event.Activity activity(String action, boolean success, String target) {
    return new Event.Activity(
        NOW,
        "trace",
        action,
        success,
        success ? 200 : 400,
        success ? "" : "profile_not_linked",
        ACME,
        WEB,
        target,
        success ? "" : "no link, no rule");
  }

  private static JsonNode event(Audit record) {
    return JsonMapper.shared().readTree(record.body());
  }

  @Test
  void anExchangeSaysWhoActsAsWhichProfile() {
    Event.Activity exchange = activity("is.metadata.computeresource-token.request", true, PROFILE);
    Audit record = written(exchange).getFirst();
    assertThat(journal).containsExactly(exchange);
    assertThat(record.target()).isEqualTo(PROFILE);
    assertThat(record.account().value()).isEqualTo(ACME);
    assertThat(event(record).at("/initiator/id").asString()).isEqualTo(WEB);
    assertThat(event(record).at("/initiator/credential/type").asString())
        .isEqualTo("instance-identity-token");
    assertThat(event(record).at("/target/id").asString()).endsWith("::profile:" + PROFILE);
    assertThat(event(record).at("/requestData/computeCrn").asString()).isEqualTo(WEB);
  }

  @Test
  void theFirstTokenIsGivenToAPlaceInTheNetwork() {
    Audit record = written(activity("is.metadata.jwt-token.create", true, "0717_web")).getFirst();
    assertThat(record.target()).isEqualTo("0717_web");
    assertThat(event(record).at("/initiator/credential/type").asString())
        .isEqualTo("compute-resource");
  }

  @Test
  void aRefusalSaysWhy() {
    Audit record =
        written(activity("is.metadata.computeresource-token.request", false, "")).getFirst();
    assertThat(event(record).at("/outcome").asString()).isEqualTo("failure");
    assertThat(event(record).at("/reason/reasonForFailure").asString())
        .isEqualTo("profile_not_linked: no link, no rule");
  }

  @Test
  void whatIsReadLeavesNothing() {
    assertThat(
            written(
                activity("is.metadata.instance.read", false, ""),
                new Event.Notice(NOW, Event.Kind.STARTED, Map.of())))
        .isEmpty();
    assertThat(journal).hasSize(2);
  }

  @Test
  void aGuestFillsTheTrailNeitherWithRefusalsNorWithTokens() {
    for (boolean success : List.of(true, false)) {
      trail.clear();
      Event[] many = new Event[5_000];
      Arrays.fill(many, activity("is.metadata.computeresource-token.request", success, PROFILE));
      assertThat(written(many)).hasSize(2);
      assertThat(event(trail.getFirst()).at("/requestData/count").isMissingNode()).isTrue();
      assertThat(event(trail.getLast()).at("/requestData/count").asString()).isEqualTo("4999");
    }
    assertThat(journal).hasSize(10_000);
  }

  @Test
  void everyGuestAndEveryProfileHasItsFirstOnRecord() {
    Event[] events = new Event[9];
    for (int i = 0; i < events.length; i++) {
      String profile = PROFILE.replace("b11", "b" + (20 + i));
      events[i] = activity("is.metadata.computeresource-token.request", true, profile);
    }
    assertThat(written(events)).extracting(Audit::target).doesNotHaveDuplicates().hasSize(9);
  }
}
