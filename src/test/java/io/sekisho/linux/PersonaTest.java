package io.sekisho.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.linux.Knock.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("root")
@ExtendWith(Root.class)
class PersonaTest {
  private static final Persona OTHER = new Persona(2002, 2003, List.of(2004L, 2005L));
  private static final Path STATUS = Path.of("/proc/thread-self/status");

  @Test
  void oneThreadBecomesAnotherUserAndNoOther() throws IOException {
    // So that its classes are there before rights are given up.
    assertThat(Files.readAllLines(STATUS)).contains("Uid:\t0\t0\t0\t0");

    List<String> status = OTHER.does(() -> Files.readAllLines(STATUS));

    assertThat(status)
        .contains(
            "Uid:\t2002\t2002\t2002\t2002",
            "Gid:\t2003\t2003\t2003\t2003",
            "Groups:\t2004 2005 ",
            "CapEff:\t0000000000000000");
    assertThat(Files.readAllLines(STATUS)).contains("Uid:\t0\t0\t0\t0");
    assertThat(Libc.effectiveUser()).isZero();
  }

  @Test
  void tellsAnAnswerFromARefusal() throws IOException {
    byte[] here = {127, 0, 0, 1};
    Duration patience = Duration.ofMillis(200);
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByAddress(here));
        Knock knock = Knock.open(Knock.Kind.TCP, false);
        Knock mapped = Knock.open(Knock.Kind.TCP, true)) {
      port = server.getLocalPort();
      assertThat(knock.at(here, port, 0, patience)).isEqualTo(new Answer.Answered());
      assertThat(mapped.at(here, port, 0, patience)).isEqualTo(new Answer.Answered());
    }
    try (Knock knock = Knock.open(Knock.Kind.TCP, false)) {
      assertThat(knock.at(here, port, 0, patience)).isEqualTo(new Answer.Failed(Knock.REFUSED));
    }
  }
}
