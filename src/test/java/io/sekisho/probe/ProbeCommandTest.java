package io.sekisho.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What it says and how it ends when it does not attack.
class ProbeCommandTest {
  @Test
  void attacksNobodyUnasked() {
    Ran ran = Ran.probe();

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("Name a target such as http://169.254.169.254");
    assertThat(ran.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "ftp://127.0.0.1",
        "http://",
        "http://127.0.0.1/metadata",
        "http://127.0.0.1?a=b",
        "http://127.0.0.1 --connect=127.0.0.1",
        "http://127.0.0.1 --connect=127.0.0.1:x",
        "http://127.0.0.1 --classes=A99",
        "http://127.0.0.1 --rate=0",
        "http://127.0.0.1 --ca=/nowhere",
        "http://127.0.0.1 --foreign-token=/nowhere",
        "http://127.0.0.1 --dialect=gcp",
        "http://127.0.0.1 --nonsense"
      })
  void saysWhatWasTypedWrongly(String line) {
    Ran ran = Ran.probe(line.split(" "));

    assertThat(ran.code()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).isNotBlank().doesNotContain("Exception");
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Ran ran = Ran.probe("http://169.254.169.254", "--connect=127.0.0.1:" + port);

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("Nobody answers at http://169.254.169.254");
  }

  @Test
  void saysThatThereIsNoHonestServiceToAttack() throws IOException {
    try (Imds imds = new Imds()) {
      Ran ran = Ran.probe("http://169.254.169.254", "--connect=127.0.0.1:" + imds.port());

      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("check --dialect");
    }
  }

  @Test
  void showsItsClasses() {
    Ran ran = Ran.probe("--list");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("A19  Request smuggling").hasLineCount(Probe.attacks().size());
  }
}
