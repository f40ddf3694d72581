package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;
import static io.sekisho.store.Papers.audit;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.audit.Head;
import io.sekisho.telemetry.Event;
import io.sekisho.witness.TrailWatch;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A trail that is watched while somebody tampers with it.
class TrailWatchTest {
  @TempDir Path folder;
  private Lodging lodging;
  private StateDirectory state;
  private final List<Event> events = new ArrayList<>();
  private TrailWatch watch;

  @BeforeEach
  void open() {
    lodging = Lodging.Type.SQLITE.in(folder);
    state = lodging.open();
    watch =
        new TrailWatch(
            state.store(), events::add, InstantSource.fixed(Instant.parse("2026-11-26T05:06:07Z")));
  }

  @AfterEach
  void close() {
    state.close();
  }

  private Head more(String target) {
    state.store().audit(List.of(audit(ACME, target, "iam-am.policy.delete")));
    return state.store().auditHead();
  }

  private List<String> told() {
    watch.run();
    List<String> told =
        events.stream()
            .map(Event.Notice.class::cast)
            .map(notice -> notice.kind().wireName() + " " + notice.fields())
            .toList();
    events.clear();
    return told;
  }

  @Test
  void theHeadIsNotedWhenItMoved() {
    assertThat(told()).isEmpty();
    more("one");
    Head head = more("two");
    assertThat(told()).containsExactly("audit_trail_head {head=%s}".formatted(head.note()));
    assertThat(told()).isEmpty();
  }

  @Test
  void aCutEndIsTold() throws SQLException {
    Head one = more("one");
    Head two = more("two");
    told();
    lodging.execute("DROP TRIGGER audit_log_forgets_nothing");
    lodging.execute("DELETE FROM audit_log WHERE sequence = 2");
    assertThat(told())
        .singleElement()
        .asString()
        .startsWith("audit_trail_cut")
        .contains(one.note(), two.note());
  }

  @Test
  void anotherRecordInItsPlaceIsTold() throws SQLException {
    more("one");
    more("two");
    told();
    lodging.execute("DROP TRIGGER audit_log_is_append_only");
    lodging.execute("UPDATE audit_log SET hash = '" + "f".repeat(64) + "' WHERE sequence = 2");
    more("three");
    assertThat(told()).singleElement().asString().startsWith("audit_trail_cut");
  }
}
