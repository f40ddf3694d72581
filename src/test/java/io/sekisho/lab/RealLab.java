package io.sekisho.lab;

import static io.sekisho.lab.Ports.port;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.kernel.Commands;
import io.sekisho.wire.Attachment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A lab in real namespaces beside an emulated node.
@Tag("root")
@ExtendWith(Root.class)
abstract class RealLab {
  static final String CLOUD = "api.metadata.cloud.ibm.com";

  static final List<Attachment> PORTS =
      List.of(
          port("acme/web-1", 1, 1, "10.0.0.5", "10.0.0.9", "fd00:a::5"),
          port("acme/web-1", 1, 2, "10.0.1.5"),
          port("acme/db-1", 1, 3, "10.0.0.6"),
          port("globex/web-1", 2, 4, "10.0.0.5"));

  static final LabFile FILE = Ports.file(PORTS, new LabFile.Container("acme/web-1", "app"));

  @TempDir static Path keys;

  final Lab lab =
      new Lab(Ports.NAMES, new Commands(), keys.resolve("ca.pem"), Duration.ofSeconds(5));
  HostHalf host;

  @BeforeAll
  static void makeKeys() throws Exception {
    Pki.write(keys, CLOUD);
  }

  @BeforeEach
  void prepare() {
    lab.down();
    host = new HostHalf(PORTS);
  }

  @AfterEach
  void clean() {
    lab.down();
    host.close();
    assertThat(Traces.left()).isEmpty();
  }
}
