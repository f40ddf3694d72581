package io.sekisho.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.sekisho.client.Context;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.Failure;
import io.sekisho.control.Initiator;
import io.sekisho.control.Store.Retention;
import io.sekisho.network.FloatingPool;
import io.sekisho.station.GuestLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a start does to what this user's CLI knows. Guests are simulated, so root is not needed.
class WelcomeTest {
  private static final String KNOWN = "The operator's key is in ";
  private static final String UNKNOWN = "The CLI of this user does not know this Sekisho";

  @TempDir private Path folder;

  @Test
  void introducesTheFirstServer() throws IOException {
    String said = start("one");

    assertThat(context().key()).startsWith("sekisho_");
    // A terminal is looked at, and a journal is kept.
    assertThat(said)
        .contains(KNOWN + folder.resolve("home").resolve("client.json"))
        .doesNotContain(UNKNOWN, context().key());
    assertThat(said).contains(context().url() + "/sekisho/v1  (./sekisho get instances)");
  }

  @Test
  void saysAsWhomALineAsks() throws IOException {
    assertThat(start("one")).containsPattern("\n  as demo/demo-1:  curl -s -X PUT 'http://127\\.0");
  }

  @Test
  void namesACommandThatListsTheGuestsItLeavesOut() throws IOException {
    String more =
        """
        accounts:
          - name: demo
            vpcs: [{name: demo, subnets: [{name: demo-a, ipv4_cidr_block: 10.0.0.0/24}]}]
            bare_metal_servers:
        """;
    for (int i = 1; i <= 5; i++) {
      more += "      - {name: metal-%d, metadata_service: {enabled: true}}%n".formatted(i);
    }
    try (House house = House.open(settings(folder.resolve("one")))) {
      house.controller().apply(more.getBytes(UTF_8), false, false, new Initiator("test", "0"));
    }

    assertThat(start("one"))
        .contains("as demo/metal-4:", "\n  … and 1 more: ./sekisho attachments\n");
  }

  @Test
  void saysWhatToDoWhereAGuestsPortIsTaken() throws IOException {
    Settings settings = settings(folder.resolve("one"));
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket taken = new ServerSocket(settings.loopbackPort() + 1, 1, here);
        House house = House.open(settings)) {
      Welcome welcome = new Welcome(house, environment(System.out));

      assertThatThrownBy(() -> welcome.give())
          .asInstanceOf(type(Failure.class))
          .extracting(failure -> failure.details().getLast())
          .asString()
          .startsWith("can't listen for guests at 127.0.0.1:" + taken.getLocalPort() + " (")
          .endsWith("give this one a --loopback-port");
    }
  }

  @Test
  void followsAServerToItsNewAddress() throws IOException {
    start("one");
    Context before = context();

    String said = start("one");

    assertThat(said).contains(context().url()).doesNotContain(UNKNOWN);
    assertThat(context().url()).isNotEqualTo(before.url());
    assertThat(context().key()).isEqualTo(before.key());
  }

  @Test
  void leavesTheContextOfAnotherServerAloneAndSaysHowToLogIn() throws IOException {
    start("one");
    Context before = context();

    String first = start("two");
    String later = start("two");

    assertThat(context()).isEqualTo(before);
    String login = " --ca %s --key -".formatted(folder.resolve("two").resolve("ca.pem"));
    assertThat(first).contains(UNKNOWN, login).doesNotContain(KNOWN, before.key(), "/v1  (./");
    assertThat(first).containsPattern("shown this once\\.\n  \\S{20,}\n");
    assertThat(later).contains(UNKNOWN, login).doesNotContain("shown this once");
  }

  @Test
  void leavesAContextAloneThatItCannotRead() throws IOException {
    Path file = Files.createDirectory(folder.resolve("home")).resolve("client.json");
    Files.writeString(file, "{");

    assertThat(start("one")).contains(UNKNOWN, "shown this once");
    assertThat(file).hasContent("{");
  }

  private Context context() {
    return new ContextFile(environment(System.out)).kept().orElseThrow();
  }

  /// Starts on a state of this name and on any port, and stops.
  private String start(String state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (House house = House.open(settings(folder.resolve(state)))) {
      Environment environment = environment(new PrintStream(out, true, UTF_8));
      new Welcome(house, environment).give();
    }
    return out.toString(UTF_8);
  }

  private Environment environment(PrintStream out) {
    return new Environment(
        Map.of("SEKISHO_HOME", "home"), InputStream.nullInputStream(), out, out, folder);
  }

  static Settings settings(Path state) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new Settings(
          state,
          Optional.empty(),
          Optional.empty(),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          Settings.Guests.SIMULATED,
          "wt",
          free.getLocalPort() - 1,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          GuestLimits.of(Map.of()),
          Retention.DEFAULT,
          FloatingPool.NONE,
          Optional.empty());
    }
  }
}
