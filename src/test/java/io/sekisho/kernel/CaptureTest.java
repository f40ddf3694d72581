package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sekisho.Root;
import io.sekisho.address.Ip;
import io.sekisho.host.Fleet;
import io.sekisho.kernel.Lab.Answer;
import io.sekisho.vpc.MetadataService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Guests on a bridge that is not ours, on a host that has a metadata service of its own.
@Tag("root")
@ExtendWith(Root.class)
class CaptureTest {
  private static final String FOREIGN = "the host greets\n";
  private static final String ALICE = "vpc-1 greets 10.0.0.5\n";

  private Lab lab;
  private Bridge bridge;
  private Guest alice;
  private Guest mallory;

  @BeforeEach
  void open() {
    lab = new Lab();
    bridge = new Bridge(lab.commands);
    lab.fleet
        .with(1, 1, Fleet.http(1), "10.0.0.5", "2001:db8::5")
        .with(2, 1, Fleet.http(1), "10.0.0.6", "2001:db8::6");
    lab.enforce();
    lab.serve(1);
    alice = bridge.guest(1, "br0", "10.0.0.5", "2001:db8::5");
    mallory = bridge.guest(2, "br0", "10.0.0.6", "2001:db8::6");
  }

  @AfterEach
  void close() throws IOException {
    bridge.close();
    lab.close();
  }

  private void capture(int mark) {
    bridge.capture(lab, 1, mark);
  }

  @Nested
  class Leads {
    @Test
    void aGuestToTheServiceByEveryWayThatGuestsKnow() {
      assertThat(Lab.greeting(alice)).isEqualTo(FOREIGN);
      capture(1);

      assertThat(Lab.greeting(alice)).isEqualTo(ALICE);
      assertThat(alice.connect6(80)).isEqualTo(Answer.OPEN);
      alice.ip("route add 169.254.169.254 dev eth0", "route add fd00:ec2::254 dev eth0");
      assertThat(Lab.greeting(alice)).isEqualTo(ALICE);
      assertThat(alice.connect6(80)).isEqualTo(Answer.OPEN);
      assertThat(lab.counted(1, "inet", "spoofed")).isZero();
      assertThat(lab.counted(1, "arp", "spoofed")).isZero();
    }

    /// Long after it first asked who has the address, a guest asks that very address.
    @Test
    void aGuestThatLooksWhetherTheServiceIsStillThere() {
      capture(1);
      alice.ip("route add 169.254.169.254 dev eth0", "route add fd00:ec2::254 dev eth0");
      alice.connect(80);
      alice.connect6(80);
      for (String service : new String[] {Lab.METADATA, Lab.METADATA_V6}) {
        alice.ip("neigh change " + service + " dev eth0 nud probe");

        assertThat(
                Lab.within(
                    3000, () -> alice.run("ip", "neigh", "show", service).contains("REACHABLE")))
            .isTrue();
      }
    }

    @Test
    void nothingOfItElsewhereWhateverTheSwitchesSay() {
      capture(1);
      lab.fleet.with(1, 1, MetadataService.OFF, "10.0.0.5", "2001:db8::5");
      lab.enforce();

      assertThat(alice.connect(80)).isEqualTo(Answer.SILENCE);
      assertThat(alice.run("sh", "-c", "ping -c1 -W1 169.254.169.254 || true")).contains("100%");
      assertThat(Lab.greeting(mallory)).isEqualTo(FOREIGN);
    }

    /// The host takes off every tag of VLAN 0, one after the other.
    @Test
    void nothingElsewhereThatIsWrappedInTags() throws Exception {
      bridge.ip("link set br0 address " + Wiring.HOST_MAC);
      Frame syn = Frame.syn(Fleet.mac(1), Ip.parse("10.0.0.5"), new byte[0], 0);
      try (Tcpdump dump = Tcpdump.at(alice, "eth0", "src 169.254.169.254")) {
        syn.tagged(0).tagged(0).send(alice);
        assertThat(Lab.within(2000, () -> !dump.packets().isEmpty())).isTrue();
      }
      capture(1);
      lab.stopServing();
      try (Tcpdump dump = Tcpdump.at(alice, "eth0", "src 169.254.169.254 and tcp[13] = 0x12")) {
        Frame tagged = syn;
        for (int tags = 0; tags < 4; tags++) {
          tagged.send(alice);
          tagged = tagged.tagged(0);
        }
        Lab.pause(300);

        assertThat(dump.packets()).isEmpty();
      }
      assertThat(alice.run("ping", "-c1", "-W2", "10.0.0.6")).contains(" 0% packet loss");
    }

    @Test
    void nothingElseAwayFromTheBridge() {
      capture(1);
      capture(2);

      for (String other : new String[] {"10.0.0.1", "10.0.0.6", "2001:db8::1", "2001:db8::6"}) {
        assertThat(alice.run("ping", "-c1", "-W2", other)).contains(" 0% packet loss");
      }
      assertThat(alice.run("ip", "neigh", "show", "10.0.0.1")).doesNotContain(Wiring.HOST_MAC);
    }
  }

  @Nested
  class Tells {
    @Test
    void oneGuestFromAnotherWhateverItSays() throws Exception {
      capture(1);
      capture(2);
      mallory.ip(
          "link set eth0 address " + Fleet.mac(1),
          "addr add 10.0.0.5/24 dev eth0",
          "addr add 2001:db8::5/64 dev eth0 nodad");
      try (Tcpdump dump = Tcpdump.at(alice, "eth0", "src 169.254.169.254")) {
        assertThat(mallory.connect("10.0.0.5", Lab.METADATA, 80)).isEqualTo(Answer.SILENCE);
        assertThat(mallory.connect("2001:db8::5", Lab.METADATA_V6, 80)).isEqualTo(Answer.SILENCE);

        assertThat(dump.packets()).isEmpty();
      }
      assertThat(lab.counted(1, "inet", "spoofed")).isPositive();
    }

    @Test
    void tenantsWithTheSameAddressApart() {
      lab.fleet.with(7, 2, Fleet.http(1), "10.0.0.5", "2001:db8::5");
      lab.enforce();
      lab.serve(2);
      bridge.add("br1");
      Guest namesake = bridge.guest(7, "br1", "10.0.0.5", "2001:db8::5");
      capture(1);
      bridge.capture(lab, 2, 7);

      assertThat(Lab.greeting(alice)).isEqualTo(ALICE);
      assertThat(Lab.greeting(namesake)).isEqualTo("vpc-2 greets 10.0.0.5\n");
    }

    @Test
    void guestsFromContainersByTheHopLimit() {
      capture(1);
      Guest container = alice.container();
      alice.masquerade();

      assertThat(alice.connect(80)).isEqualTo(Answer.OPEN);
      assertThat(container.connect(80)).isEqualTo(Answer.SILENCE);
      assertThat(container.connect6(80)).isEqualTo(Answer.SILENCE);
      lab.fleet.with(1, 1, Fleet.http(2), "10.0.0.5", "2001:db8::5");
      lab.enforce();
      assertThat(container.connect(80)).isEqualTo(Answer.OPEN);
      assertThat(container.connect6(80)).isEqualTo(Answer.OPEN);
    }
  }

  @Nested
  class Ends {
    @Test
    void andLeavesNothing() {
      String links = bridge.names();
      capture(1);
      capture(2);
      bridge.release(1);
      bridge.release(1);

      assertThat(Lab.greeting(alice)).isEqualTo(FOREIGN);
      assertThat(Lab.greeting(mallory)).isEqualTo("vpc-1 greets 10.0.0.6\n");
      bridge.release(2);
      assertThat(bridge.rules()).isEmpty();
      assertThat(bridge.names()).isEqualTo(links);
      assertThat(lab.ip("link")).doesNotContain("tap");
    }

    @Test
    void beforeItBeginsAnew() {
      capture(1);
      String rules = bridge.rules();
      String links = bridge.names();
      capture(1);

      assertThat(bridge.rules()).isEqualTo(rules);
      assertThat(bridge.names()).isEqualTo(links);
      assertThat(Lab.greeting(alice)).isEqualTo(ALICE);
    }
  }

  /// With nobody who looks after it, and no time at which it is not captured.
  @Test
  void anotherDeviceOfTheGuestTakesThePlaceOfTheOneThatWent() {
    capture(1);
    bridge.ip("link del vnet1");
    bridge.plug(alice, 1, "br0");
    alice.ip("addr replace 10.0.0.5/24 dev eth0", "route replace default via 10.0.0.1");
    String links = bridge.names();
    capture(1);

    assertThat(bridge.names()).isEqualTo(links);
    assertThat(Lab.greeting(alice)).isEqualTo(ALICE);
  }

  @Nested
  class Carries {
    private static final int LENGTH = 8 << 20;

    /// Checksums and segments are left to devices that are none: all of it must come out whole.
    @Test
    void largeRequestsAndAnswersWhole() throws Exception {
      lab.stopServing();
      capture(1);
      byte[] large = new byte[LENGTH];
      new Random(1).nextBytes(large);
      for (String service : new String[] {Lab.METADATA, Lab.METADATA_V6}) {
        try (ServerSocket listener = listen(service)) {
          Thread.ofPlatform().daemon().start(() -> echo(listener));

          assertThat(Arrays.equals(echoed(service, large), large)).as(service).isTrue();
        }
      }
    }

    private ServerSocket listen(String service) {
      return lab.network.inside(
          Lab.VPC_1, () -> new ServerSocket(80, 50, InetAddress.ofLiteral(service)));
    }

    private static void echo(ServerSocket listener) {
      try (Socket socket = listener.accept()) {
        socket.getOutputStream().write(socket.getInputStream().readNBytes(LENGTH));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private byte[] echoed(String service, byte[] bytes) {
      return Lab.there(alice.name())
          .inside(
              () -> {
                try (Socket socket = new Socket(service, 80)) {
                  socket.getOutputStream().write(bytes);
                  return socket.getInputStream().readAllBytes();
                }
              });
    }
  }

  /// With nobody who looks after it: another guest's device gets the name.
  @Test
  void anotherDeviceOfThatNameIsNotTakenForTheGuest() {
    capture(1);
    bridge.ip("link del vnet1", "link del vnet2");
    bridge.ip(
        "link add vnet1 type veth peer name eth0 address %s netns %s"
            .formatted(Fleet.mac(1), mallory.name()),
        "link set vnet1 master br0 up");
    mallory.ip(
        "link set eth0 up", "addr add 10.0.0.5/24 dev eth0", "route replace default via 10.0.0.1");

    assertThat(Lab.within(3000, () -> ping(mallory, "10.0.0.1"))).isTrue();
    assertThat(mallory.connect(80)).isNotEqualTo(Answer.OPEN);
    assertThat(lab.counted(1, "inet", "spoofed")).isZero();
  }

  private static boolean ping(Guest guest, String other) {
    return guest.run("sh", "-c", "ping -c1 -W1 " + other + " || true").contains(" 0% packet loss");
  }

  @Nested
  class Refuses {
    @Test
    void whatIsNotThere() {
      assertThatIllegalStateException()
          .isThrownBy(() -> bridge.begin(1, 1, "vnet9"))
          .withMessageContaining("there is no vnet9");
      assertThatIllegalStateException()
          .isThrownBy(() -> bridge.begin(3, 1, "vnet1"))
          .withMessageContaining("is not on this host");
      assertThat(bridge.rules()).isEmpty();
    }

    @Test
    void whatIsNoGuestsEnd() {
      bridge.ip("link add other1 type bridge", "tuntap add vnet9 mode tap");

      assertThatIllegalStateException()
          .isThrownBy(() -> bridge.begin(1, 1, "other1"))
          .withMessageContaining("other1 is no tap");
      assertThat(bridge.rules()).isEmpty();
      bridge.begin(1, 1, "vnet9");
      assertThat(bridge.rules()).contains("\"vnet9\"");
    }

    @Test
    void whatIsOnlyCalledLikeItsOwn() {
      String end = Bridge.end(1);
      bridge.ip("link add " + end + " type bridge", "link set " + end + " alias vnet1/1");

      assertThatIllegalStateException()
          .isThrownBy(() -> bridge.begin(1, 1, "vnet1"))
          .withMessageContaining(end + ", which is not Sekisho's");
      bridge.release(1);
      assertThat(bridge.names()).contains(end);
      assertThat(bridge.rules()).isEmpty();
    }

    @Test
    void whatSomebodyElseHas() {
      capture(1);

      assertThatIllegalStateException()
          .isThrownBy(() -> bridge.begin(1, 2, "vnet1"))
          .withMessage("vnet1 is captured for tap1: end that first");
    }

    @Test
    void whatWouldBeACommand() {
      assertThatIllegalArgumentException().isThrownBy(() -> bridge.begin(1, 1, "vnet1\" drop"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Capture.end(Lab.NAMES.prefix(), "tap1; reboot"));
    }
  }
}
