package io.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.Subject;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final String ONE =
      """
      accounts:
        - name: acme
          vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
          instances: [{name: web-1}]
      """;

  private final Desk desk = new Desk();
  private final Controller control = desk.controller;

  @BeforeEach
  void apply() {
    desk.apply(ONE);
  }

  @Test
  void areToldOfWhatIsThereAndOfEachChange() {
    List<String> told = new ArrayList<>();
    desk.ledger.subscribe((before, after) -> told.add(before.revision() + ">" + after.revision()));
    revoke();
    revoke();
    assertThat(told).containsExactly("0>1", "1>2", "2>3");
  }

  @Test
  void areCalledAfterTheCommitAndBeforeTheCallReturns() {
    List<Integer> writes = new ArrayList<>();
    desk.ledger.subscribe(
        (_, after) -> {
          assertThat(control.snapshot()).isSameAs(after);
          writes.add(desk.store.writes().size());
        });
    revoke();
    assertThat(writes).containsExactly(1, 2);
  }

  @Test
  void areNotCalledWhenNothingChanged() {
    List<Snapshot> told = new ArrayList<>();
    desk.ledger.subscribe((_, after) -> told.add(after));
    desk.apply(ONE);
    assertThat(told).hasSize(1);
  }

  @Test
  void areNotSubscribedIfTheyCantTakeOverWhatIsThere() {
    assertThatThrownBy(() -> desk.ledger.subscribe((_, _) -> fail())).hasMessage("no nft");
    revoke();
  }

  @Test
  void keepNoFailureFromTheCaller() {
    Flaky flaky = new Flaky();
    List<Snapshot> others = new ArrayList<>();
    desk.ledger.subscribe(flaky);
    desk.ledger.subscribe((_, after) -> others.add(after));
    flaky.failing = true;
    Problem problem = Desk.refused(control.revokeTokens(Kind.INSTANCE, "web-1", Desk.OPERATOR));
    assertThat(problem.code()).isEqualTo(Code.SERVICE_UNAVAILABLE);
    assertThat(problem.message()).startsWith("Saved as revision 2, but not in force on this host");
    assertThat(problem.detail()).isEqualTo("no nft");
    assertThat(control.snapshot().revision()).isEqualTo(2);
    assertThat(others).hasSize(2);
    assertThat(desk.events)
        .anyMatch(e -> e instanceof Event.Notice n && n.kind() == Event.Kind.CHANGE_NOT_IN_FORCE);
  }

  @Test
  void areCalledAgainByARetryThatChangesNothing() {
    Flaky flaky = new Flaky();
    desk.ledger.subscribe(flaky);
    flaky.failing = true;
    assertThat(switchOn(true)).isEqualTo("refused");
    assertThat(switchOn(true)).isEqualTo("refused");
    flaky.failing = false;
    assertThat(switchOn(true)).isEqualTo("granted");
    assertThat(flaky.taken).containsExactly("0>1", "1>2");
    assertThat(desk.store.writes()).hasSize(2);
  }

  @Test
  void seeEveryRevisionInOrderUnderConcurrentChanges() throws Exception {
    List<Long> told = new ArrayList<>();
    desk.ledger.subscribe((_, after) -> told.add(after.revision()));
    int threads = 8;
    long each = 25;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(
                () -> {
                  for (int j = 0; j < each; j++) {
                    revoke();
                  }
                }));
      }
      for (Future<?> future : all) {
        future.get();
      }
    }
    Subject web = desk.subject("web-1");
    assertThat(web.compute().tokenGeneration()).isEqualTo(threads * each);
    assertThat(told).hasSize(201).isSorted().doesNotHaveDuplicates();
  }

  private void revoke() {
    Desk.granted(control.revokeTokens(Kind.INSTANCE, "web-1", Desk.OPERATOR));
  }

  private String switchOn(boolean on) {
    MetadataServiceSettings settings =
        new MetadataServiceSettings(Optional.of(on), Optional.empty(), Optional.empty());
    return control.patchCompute(Kind.INSTANCE, "web-1", ComputePatch.of(settings), Desk.OPERATOR)
            instanceof Outcome.Granted
        ? "granted"
        : "refused";
  }

  private static void fail() {
    throw new IllegalStateException("no nft");
  }

  private static final class Flaky implements SnapshotListener {
    final List<String> taken = new ArrayList<>();
    boolean failing;

    @Override
    public void published(Snapshot before, Snapshot after) {
      if (failing) {
        fail();
      }
      taken.add(before.revision() + ">" + after.revision());
    }
  }
}
