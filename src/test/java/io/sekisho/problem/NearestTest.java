package io.sekisho.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void countsChangesAndSwappedNeighbours() {
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("blue", "bleu")).isEqualTo(1);
    assertThat(Nearest.distance("reader", "raeder")).isEqualTo(1);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void suggestsOnlyWhatIsClose() {
    List<String> known = List.of("vpc", "zone", "metadata_service");
    assertThat(Nearest.to("zoen", known)).contains("zone");
    assertThat(Nearest.to("metadata-service", known)).contains("metadata_service");
    assertThat(Nearest.to("colour", known)).isEmpty();
  }
}
