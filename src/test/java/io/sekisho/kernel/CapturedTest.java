package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.linux.Device;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which devices of a host are taken for Sekisho's.
class CapturedTest {
  @Test
  void areThoseThatItNamedAndNoted() {
    for (int mark : new int[] {1, 35, 36, 999_999_999}) {
      assertThat(marks("own-" + Integer.toString(mark, 36), "veth", "vnet0/7"))
          .containsExactly(mark);
    }
  }

  @Test
  void areNoneThatAreOnlyCalledSo() {
    assertThat(marks("own-1", "bridge", "vnet0/7")).isEmpty();
    assertThat(marks("own-1", "veth", "an uplink")).isEmpty();
    assertThat(marks("own-01", "veth", "vnet0/7")).isEmpty();
    assertThat(marks("own-0", "veth", "vnet0/7")).isEmpty();
    assertThat(marks("owner-1", "veth", "vnet0/7")).isEmpty();
    assertThat(marks("own-" + Integer.toString(1_000_000_000, 36), "veth", "vnet0/7")).isEmpty();
    assertThat(marks("own-zzzzzz", "veth", "vnet0/7")).isEmpty();
  }

  private static List<Integer> marks(String name, String kind, String alias) {
    Device device = new Device(9, name, Optional.of(kind), 1500, Optional.of(alias));
    return Captured.among(List.of(device), "own").stream().map(Captured::mark).toList();
  }
}
