package io.sekisho.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.message.Corpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The seeds of the fuzz targets mean what they say, and their nearest neighbours break nothing.
/// How the fuzzer itself is run: `./dev fuzz`.
class SeedsTest {
  private static final int NEIGHBOURS = 1_500;

  record Seed(Target target, Corpus.Case input) {
    @Override
    public String toString() {
      return target + " " + input;
    }
  }

  static List<Seed> seeds() throws IOException {
    List<Seed> seeds = new ArrayList<>();
    for (Target target : Target.ALL) {
      target.seeds().forEach(input -> seeds.add(new Seed(target, input)));
    }
    return seeds;
  }

  static List<Target> targets() {
    return Target.ALL;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void haveTheirVerdict(Seed seed) throws Exception {
    byte[] bytes = seed.input.bytes().getBytes(ISO_8859_1);
    assertThat(seed.target.verdict(bytes)).as(seed.toString()).isEqualTo(seed.input.expected());
  }

  @ParameterizedTest
  @MethodSource("targets")
  void haveNeighboursThatBreakNothing(Target target) throws Exception {
    Random random = new Random(20_261_126);
    List<Corpus.Case> inputs = target.seeds();
    for (int round = 0; round < NEIGHBOURS; round++) {
      byte[] bytes = inputs.get(random.nextInt(inputs.size())).bytes().getBytes(ISO_8859_1);
      for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertThat(target.verdict(bytes)).isNotEmpty();
    }
  }

  @Test
  void reachBothWays() throws IOException {
    for (Target target : Target.ALL) {
      assertThat(target.seeds().stream().map(Corpus.Case::expected).distinct())
          .as(target.toString())
          .hasSizeGreaterThan(1);
    }
  }
}
