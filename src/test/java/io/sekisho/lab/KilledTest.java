package io.sekisho.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.kernel.Commands;
import io.sekisho.wire.Attachment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `up` in a process of its own that is killed before it can clean up after itself.
@Tag("root")
@ExtendWith(Root.class)
class KilledTest {
  private static final List<Attachment> PORTS = Ports.many(40, 4);

  @TempDir private Path keys;

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 100, 200, 400})
  void leavesNothingThatDownDoesNotFind(int millis) throws Exception {
    Pki.write(keys, "localhost");
    Lab lab = new Lab(Ports.NAMES, new Commands(), keys.resolve("ca.pem"));
    lab.down();
    try (HostHalf host = new HostHalf(PORTS)) {
      Process process = Java.start(Upper.class, keys.resolve("ca.pem").toString());
      while (Traces.left().stream().noneMatch(it -> it.startsWith("/run/netns"))) {
        Thread.sleep(1);
      }
      Thread.sleep(millis);
      process.destroyForcibly().waitFor();
      lab.down();
      Thread.sleep(500);
      assertThat(Traces.left()).isEmpty();
      assertThat(host.devices("lt-vpc-4")).containsExactly("lo");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 300})
  void doesNotHinderTheNextUp(int millis) throws Exception {
    Pki.write(keys, "localhost");
    Lab lab = new Lab(Ports.NAMES, new Commands(), keys.resolve("ca.pem"));
    lab.down();
    try (HostHalf _ = new HostHalf(PORTS)) {
      Process process = Java.start(Upper.class, keys.resolve("ca.pem").toString());
      while (Traces.left().stream().noneMatch(it -> it.startsWith("/run/netns"))) {
        Thread.sleep(1);
      }
      Thread.sleep(millis);
      process.destroyForcibly().waitFor();
      Thread.sleep(300);
      assertThat(lab.up(PORTS, Ports.file(PORTS))).hasSize(40).allMatch(lab::stands);
      lab.down();
    }
  }

  /// Makes the guests, and is killed.
  static final class Upper {
    public static void main(String[] args) {
      new Lab(Ports.NAMES, new Commands(), Path.of(args[0])).up(PORTS, Ports.file(PORTS));
    }
  }
}
