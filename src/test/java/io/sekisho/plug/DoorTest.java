package io.sekisho.plug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sekisho.Root;
import io.sekisho.client.Failure;
import io.sekisho.host.Names;
import io.sekisho.linux.UnixSocket;
import io.sekisho.nodewire.HostView;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.wire.Attachment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
@ExtendWith(Root.class)
class DoorTest {
  private static final Names NAMES = new Names("dt");
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private HostView view = new HostView(List.of(), List.of(), List.of());
  private Door door;

  @BeforeEach
  void open() throws IOException {
    door = Door.open(Door.in(folder));
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void tellsRootWhereAGuestIsPluggedIn() {
    door.serve(guests("dt-vpc-1", "tap7"), () -> view);
    assertThat(ask("acme/web-1")).extracting(Attachment::device).containsExactly("tap7");
  }

  @Test
  void tellsAllThatIsInForceHoweverMuchItIs() {
    view =
        new HostView(
            List.of(new HostView.Network("acme", "prod", "r006-1", "dt-vpc-1", Map.of())),
            IntStream.range(0, 2_500).mapToObj(DoorTest::nic).toList(),
            IntStream.range(0, 1_000).mapToObj(DoorTest::rule).toList());
    door.serve(guests("dt-vpc-1", "tap7"), () -> view);

    assertThat(caller().status()).isEqualTo(view);
  }

  @Test
  void saysWhyItsStatusIsNotKnown() {
    door.serve(
        guests("dt-vpc-1", "tap7"),
        () -> {
          throw new IllegalStateException("the helper is away");
        });

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> caller().status())
        .withMessageContaining("the helper is away");
  }

  @Test
  void saysWhyNot() {
    door.serve(guests("dt-vpc-1", "tap7"), () -> view);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ask("other"))
        .withMessage("There is no other.");
  }

  @Test
  void keepsWhoCameEarlyUntilItIsServed() throws IOException {
    try (UnixSocket early = connect()) {
      early.send(question("acme/web-1"), OptionalInt.empty());
      door.serve(guests("dt-vpc-1", "tap7"), () -> view);
      assertThat(text(early.receive())).contains("tap7");
    }
  }

  @Test
  void letsNobodyInButRoot() throws Exception {
    door.serve(guests("dt-vpc-1", "tap7"), () -> view);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    assertThat(python(0)).contains("tap7");
    assertThat(python(65_534)).contains("PermissionError");
    // Even where the file lets them.
    Files.setPosixFilePermissions(Door.in(folder), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(python(65_534)).doesNotContain("PermissionError").doesNotContain("tap7");
    assertThat(python(0)).contains("tap7");
  }

  @Test
  void answersWhileOthersSayNothing() throws IOException {
    door.serve(guests("dt-vpc-1", "tap7"), () -> view);
    List<UnixSocket> silent = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      silent.add(connect());
    }
    assertThat(ask("acme/web-1")).hasSize(1);
    // They are cut off after five seconds.
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> silent.getFirst().receive());
    for (UnixSocket each : silent) {
      each.close();
    }
  }

  @Test
  void takesNoLongQuestionAndNoNonsense() throws IOException {
    door.serve(guests("dt-vpc-1", "tap7"), () -> view);
    try (UnixSocket socket = connect()) {
      socket.send(new byte[1_001], OptionalInt.empty());
      assertThatExceptionOfType(IOException.class).isThrownBy(socket::receive);
    }
    for (String nonsense :
        List.of(
            "{\"ask\":\"other\"}",
            "{}",
            "[",
            "{\"ask\":\"plug\"}",
            "{\"ask\":\"plug\",\"guest\":\"a b\"}",
            "{\"ask\":\"plug\",\"guest\":\"x\",\"more\":1}")) {
      try (UnixSocket socket = connect()) {
        socket.send(nonsense.getBytes(StandardCharsets.UTF_8), OptionalInt.empty());
        assertThat(text(socket.receive())).as(nonsense).contains("\"refused\"");
      }
    }
    assertThat(ask("acme/web-1")).hasSize(1);
  }

  @Test
  void isNotBelievedWhenItNamesWhatIsNotItsOwn() {
    door.serve(guests("other-vpc-1", "tap7"), () -> view);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ask("acme/web-1"))
        .withMessageContaining("none of its own");
    door.close();
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ask("acme/web-1"))
        .withMessageContaining("No Sekisho serves");
  }

  @Test
  void isNotBelievedWhenItNamesAnotherDevice() {
    door.serve(guests("dt-vpc-1", "lo"), () -> view);
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> ask("acme/web-1"))
        .withMessageContaining("none of its own");
  }

  @Test
  void isNotBelievedWhenItSaysWhatHypervisorsWouldMisread() throws IOException {
    Attachment good = place("dt-vpc-1", "tap7");
    for (List<Attachment> places :
        List.of(
            List.of(other(good, "eth0\",\"x\":\"", good.macAddress(), "10.0.0.4")),
            List.of(other(good, "eth0", "02:00:00:00:00:07 x", "10.0.0.4")),
            List.of(other(good, "eth0", good.macAddress(), "10.0.0.4; true")),
            Collections.nCopies(65, good))) {
      door.close();
      open();
      door.serve(guests(places), () -> view);
      assertThatExceptionOfType(Failure.class)
          .as(places.toString())
          .isThrownBy(() -> ask("acme/web-1"))
          .withMessageStartingWith("The Sekisho of this host");
    }
  }

  private List<Attachment> ask(String guest) {
    return caller().ask(new Request.Plug(guest, Optional.of("eth0"))).places();
  }

  private Caller caller() {
    return new Caller(Door.in(folder), NAMES, Duration.ZERO);
  }

  private UnixSocket connect() throws IOException {
    return UnixSocket.connect(Door.in(folder), SOON);
  }

  private static HostView.Interface nic(int mark) {
    HostView.Count none = HostView.Count.NONE;
    return new HostView.Interface(
        "acme",
        "web-" + mark,
        "0717_" + mark,
        "prod",
        "eth0",
        "dt-vpc-1",
        "tap" + mark,
        mark,
        false,
        "02:00:00:00:00:07",
        List.of("10.0.0.4"),
        List.of("web"),
        "http",
        new HostView.Traffic(
            new HostView.Count(mark, 1L << 40), none, none, none, none, none, none));
  }

  private static HostView.Rule rule(int number) {
    return new HostView.Rule(
        "acme",
        "prod",
        "security_group",
        "web",
        "r006-2",
        "rule-" + number,
        "r006-" + number,
        "inbound",
        "allow",
        new HostView.Count(number, number));
  }

  /// What a user is told, or what it runs into.
  private String python(int user) throws Exception {
    String script =
        """
        import socket
        try:
          s = socket.socket(socket.AF_UNIX)
          s.settimeout(5)
          s.connect("%s")
          q = b'{"ask":"plug","guest":"acme/web-1"}'
          s.sendall(len(q).to_bytes(4, "big") + q)
          print(s.recv(10000))
        except Exception as e:
          print(repr(e))
        """
            .formatted(Door.in(folder));
    Process process =
        new ProcessBuilder(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                "--clear-groups",
                "/usr/bin/python3",
                "-c",
                script)
            .redirectErrorStream(true)
            .start();
    return text(process.getInputStream().readAllBytes());
  }

  private static byte[] question(String guest) {
    return ("{\"ask\":\"plug\",\"guest\":\"" + guest + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Guests guests(String namespace, String device) {
    return guests(List.of(place(namespace, device)));
  }

  private static Guests guests(List<Attachment> places) {
    return new Guests() {
      @Override
      public Outcome<Here> plug(String guest, Optional<String> nic) {
        return find(guest).map(it -> new Here(it, false));
      }

      @Override
      public Outcome<List<Attachment>> find(String guest) {
        return guest.equals("acme/web-1")
            ? Outcome.of(places)
            : Outcome.refuse(Problem.of(Code.NOT_FOUND, "There is no " + guest + "."));
      }

      @Override
      public Outcome<Boolean> unplugged(String guest) {
        return Outcome.of(true);
      }
    };
  }

  private static Attachment other(Attachment it, String nic, String mac, String address) {
    return new Attachment(
        it.account(),
        it.compute(),
        it.computeId(),
        it.vpc(),
        it.subnet(),
        nic,
        it.mark(),
        it.networkNamespace(),
        it.device(),
        mac,
        List.of(address),
        it.gateway(),
        it.prefixLength(),
        it.metadataService(),
        it.responseHopLimit());
  }

  private static Attachment place(String namespace, String device) {
    return new Attachment(
        "acme",
        "web-1",
        "0717_1",
        "prod",
        "front",
        "eth0",
        7,
        namespace,
        device,
        "02:00:00:00:00:07",
        List.of("10.0.0.4"),
        "10.0.0.1",
        24,
        "http",
        1);
  }
}
