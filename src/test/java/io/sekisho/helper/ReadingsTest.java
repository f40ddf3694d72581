package io.sekisho.helper;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.linux.RuleCounters.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private static final int FRAME = 4 << 20;
  private final Readings readings = new Readings();

  @Test
  void areHandedOverInPiecesThatFitAFrameHoweverManyThereAre() {
    List<Count> one = counts(25_000);
    List<Count> other = counts(3);
    readings.begin(Map.of("test-vpc-1", one, "test-vpc-2", other));
    List<Count> of1 = new ArrayList<>();
    List<Count> of2 = new ArrayList<>();
    Reply.Counted piece;
    int pieces = 0;
    do {
      piece = readings.next();
      assertThat(Frames.write(piece).length).isLessThan(FRAME);
      of1.addAll(piece.counts().getOrDefault("test-vpc-1", List.of()));
      of2.addAll(piece.counts().getOrDefault("test-vpc-2", List.of()));
      pieces++;
    } while (piece.more());

    assertThat(pieces).isEqualTo(3);
    assertThat(of1).containsExactlyInAnyOrderElementsOf(one);
    assertThat(of2).containsExactlyInAnyOrderElementsOf(other);
  }

  @Test
  void beginAnewWhateverIsLeft() {
    readings.begin(Map.of("test-vpc-1", counts(25_000)));
    assertThat(readings.next().more()).isTrue();

    readings.begin(Map.of("test-vpc-2", counts(3)));
    assertThat(readings.next())
        .isEqualTo(new Reply.Counted(Map.of("test-vpc-2", counts(3)), false));
    assertThat(readings.next()).isEqualTo(new Reply.Counted(Map.of(), false));
  }

  /// With names as long as they can be.
  private static List<Count> counts(int number) {
    return IntStream.range(0, number)
        .mapToObj(
            i -> new Count("rule." + "r".repeat(128), "tap" + i, Long.MAX_VALUE, Long.MAX_VALUE))
        .toList();
  }
}
