package io.sekisho.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.fleet.Claims;
import io.sekisho.fleet.Node;
import io.sekisho.fleet.Placement;
import io.sekisho.host.HostPlans;
import io.sekisho.host.Names;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.office.LiveOffice;
import io.sekisho.problem.Outcome;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Subject;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What follows from change to change is what would come of everything at once.
class LocalGuestsTest {
  private static final Initiator OPERATOR = new Initiator("first", "trace");
  private static final Names NAMES = new Names("test");

  private final HostPlans plans = new HostPlans(NAMES, Limits.DEFAULT);
  private final List<Snapshot> told = new ArrayList<>();
  private final LocalGuests guests = new LocalGuests((_, own) -> told.add(own));
  private LiveOffice office;
  private Random random = new Random(0);
  private int compared;

  @BeforeEach
  void open() {
    office = new LiveOffice();
    office
        .office
        .ledger()
        .write(
            turn -> {
              turn.put(
                  new Node(
                      Node.identity("node-1", "one", Instant.EPOCH),
                      List.of(),
                      List.of(),
                      Claims.NONE));
              return Outcome.of("");
            });
    office.apply(inventory(0, 12));
    office.office.ledger().subscribe(this::published);
  }

  @AfterEach
  void close() {
    office.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void areThoseOfAllAtOnceAfterAnyChange(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      step();
    }
    assertThat(office.faults()).isEmpty();
    assertThat(compared).isGreaterThan(40);
  }

  @Test
  void areToldWhatTheListenerMissed() {
    List<Snapshot> before = new ArrayList<>();
    LocalGuests failing =
        new LocalGuests(
            (was, _) -> {
              before.add(was);
              if (before.size() == 2) {
                throw new IllegalStateException("not now");
              }
            });
    Snapshot first = Snapshot.EMPTY.next(1, Snapshot.EMPTY.contents());
    Snapshot second = first.next(2, first.contents(), Set.of());
    Snapshot third = second.next(3, first.contents(), Set.of());
    failing.published(Snapshot.EMPTY, first);
    assertThatIllegalStateException().isThrownBy(() -> failing.published(first, second));
    failing.published(first, third);

    assertThat(before).map(Snapshot::revision).containsExactly(0L, 1L, 1L);
  }

  private void published(Snapshot before, Snapshot after) {
    guests.published(before, after);
    Snapshot own = told.getLast();
    Set<String> elsewhere =
        after.contents().all(Placement.class).stream()
            .map(Placement::compute)
            .collect(Collectors.toSet());
    assertThat(own.subjects())
        .isEqualTo(after.only(it -> !elsewhere.contains(it.compute().id())).subjects());
    if (told.size() > 1) {
      Snapshot was = told.get(told.size() - 2);
      assertThat(own.since(was).orElseThrow().computes()).isEqualTo(differing(was, own));
    }
    assertThat(plans.of(own)).isEqualTo(new HostPlans(NAMES, Limits.DEFAULT).of(own));
    compared++;
  }

  private static Set<String> differing(Snapshot before, Snapshot after) {
    Set<Subject> some = new HashSet<>(before.subjects());
    Set<Subject> others = new HashSet<>(after.subjects());
    return IntStream.of(0, 1)
        .boxed()
        .flatMap(
            it ->
                it == 0
                    ? before.subjects().stream().filter(each -> !others.contains(each))
                    : after.subjects().stream().filter(each -> !some.contains(each)))
        .map(it -> it.compute().id())
        .collect(Collectors.toSet());
  }

  private void step() {
    List<Subject> all = office.office.controller().snapshot().subjects();
    String one = all.get(random.nextInt(all.size())).compute().id();
    switch (random.nextInt(8)) {
      case 0 -> office.apply(inventory(random.nextInt(3), 12));
      case 1 -> office.office.controller().patchAccount("acme", random.nextBoolean(), OPERATOR);
      case 2 -> {
        if (all.size() > 3) {
          office.office.controller().delete(Kind.INSTANCE, one, OPERATOR);
        }
      }
      case 3, 4 -> place(one);
      default ->
          office
              .office
              .controller()
              .patchCompute(
                  Kind.INSTANCE,
                  one,
                  ComputePatch.of(
                      new MetadataServiceSettings(
                          Optional.of(random.nextBoolean()), Optional.empty(), Optional.empty())),
                  OPERATOR);
    }
  }

  /// Puts a guest on the node, or takes it off.
  private void place(String compute) {
    Placement placement = Placement.of(compute, "node-1", Instant.EPOCH);
    office
        .office
        .ledger()
        .write(
            turn -> {
              if (turn.value(placement.id()).isPresent()) {
                turn.delete(placement);
              } else {
                turn.put(placement);
              }
              return Outcome.of("");
            });
  }

  /// @param more subnets without guests
  private static String inventory(int more, int instances) {
    StringBuilder text = new StringBuilder("accounts:\n  - name: acme\n    vpcs:\n");
    for (int i = 0; i < 4; i++) {
      text.append("      - name: v%d\n        subnets:\n".formatted(i));
      for (int k = 0; k <= more; k++) {
        text.append(
            "          - {name: s%d-%d, ipv4_cidr_block: 10.%d.%d.0/24}\n".formatted(i, k, i, k));
      }
    }
    text.append("    instances:\n");
    for (int i = 0; i < instances; i++) {
      text.append(
          "      - {name: i%1$d, vpc: v%2$d, network_interfaces: [{subnet: s%2$d-0}]}\n"
              .formatted(i, i % 3));
    }
    return text.toString();
  }
}
