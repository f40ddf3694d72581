package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.address.Ip;
import io.sekisho.host.Fleet;
import io.sekisho.kernel.Lab.Answer;
import java.io.IOException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Whatever a guest does, what reaches the service from its tap is from its own addresses.
@Tag("root")
@ExtendWith(Root.class)
class IdentityTest {
  private static final byte[] NO_OPTIONS = {};
  private static final int WHOLE = 0;
  private Lab lab;
  private Guest mallory;
  private Guest alice;

  @BeforeEach
  void open() {
    lab = new Lab();
    lab.fleet
        .with(1, 1, Fleet.http(4), "10.0.0.5", "2001:db8::5")
        .with(2, 1, Fleet.http(4), "10.0.0.6", "2001:db8::6");
    lab.enforce();
    lab.serve(1);
    mallory = lab.attached(1, 1, "10.0.0.5", "2001:db8::5");
    alice = lab.attached(2, 1, "10.0.0.6", "2001:db8::6");
    assertThat(mallory.connect(80)).isEqualTo(Answer.OPEN);
    assertThat(mallory.connect6(80)).isEqualTo(Answer.OPEN);
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @Test
  void anHonestGuestIsNeverTakenForASpoofer() {
    // With duplicate address detection, which the lab's guests otherwise do without.
    alice.ip("addr del 2001:db8::6/128 dev eth0", "addr add 2001:db8::6/128 dev eth0");

    assertThat(Lab.within(5000, () -> !alice.run("ip", "addr").contains("tentative"))).isTrue();
    assertThat(alice.connect6(80)).isEqualTo(Answer.OPEN);
    assertThat(lab.counted(1, "inet", "spoofed")).isZero();
    assertThat(lab.counted(1, "arp", "spoofed")).isZero();
  }

  @Nested
  class Spoofing {
    /// Silence alone proves nothing here: had the SYN passed, the answer would go to alice.
    @Test
    void ofAnotherGuestsAddressIsDropped() throws Exception {
      mallory.ip("addr add 10.0.0.6/32 dev eth0", "addr add 2001:db8::6/128 dev eth0 nodad");
      try (Tcpdump capture = Tcpdump.at(alice, "eth0", "tcp")) {
        spoofed(() -> mallory.connect("10.0.0.6", Lab.METADATA, 80));
        spoofed(() -> mallory.connect("2001:db8::6", Lab.METADATA_V6, 80));

        assertThat(capture.packets()).isEmpty();
      }
      assertThat(alice.connect(80)).isEqualTo(Answer.OPEN);
    }

    @Test
    void ofAnotherMacIsDropped() {
      mallory.ip("link set eth0 address " + Fleet.mac(2));
      mallory.ip("neigh replace 10.0.0.1 lladdr " + Wiring.HOST_MAC + " dev eth0");
      mallory.ip("neigh replace fe80::1 lladdr " + Wiring.HOST_MAC + " dev eth0");

      spoofed(() -> mallory.connect(80));
      spoofed(() -> mallory.connect6(80));
    }

    private void spoofed(Supplier<Answer> attempt) {
      int before = lab.counted(1, "inet", "spoofed");

      assertThat(attempt.get()).isEqualTo(Answer.SILENCE);
      assertThat(lab.counted(1, "inet", "spoofed")).isGreaterThan(before);
    }

    @Test
    void ofTheServicesOwnAddressReachesNobody() throws Exception {
      mallory.ip("addr add 169.254.169.254/32 dev eth0");
      try (Tcpdump capture = Tcpdump.at(alice, "eth0", "src 169.254.169.254")) {
        mallory.connect("169.254.169.254", "10.0.0.6", 80);

        assertThat(capture.packets()).isEmpty();
      }
    }

    @Test
    void byALinkLocalAddressDoesNotReachTheService() {
      assertThat(Lab.within(5000, () -> !mallory.run("ip", "addr").contains("tentative"))).isTrue();
      // With no other address left, its kernel takes the link-local one.
      mallory.ip("addr del 2001:db8::5/128 dev eth0");

      assertThat(mallory.connect6(80)).isEqualTo(Answer.SILENCE);
      assertThat(lab.counted(1, "inet", "spoofed")).isPositive();
    }

    @Test
    void byForwardingAContainerUntranslatedIsDropped() {
      Guest container = mallory.container();

      spoofed(() -> container.connect(80));
      spoofed(() -> container.connect6(80));
    }

    @Test
    void insideAVlanTagIsDropped() throws Exception {
      Frame own = syn("10.0.0.5", NO_OPTIONS, WHOLE);
      Frame spoofed = syn("10.0.0.6", NO_OPTIONS, WHOLE);
      try (Tcpdump capture = Tcpdump.at(mallory, "eth0", "src 169.254.169.254");
          Tcpdump other = Tcpdump.at(alice, "eth0", "src 169.254.169.254")) {
        own.tagged(5).send(mallory);
        spoofed.tagged(5).send(mallory);
        spoofed.tagged(0).send(mallory);

        assertThat(capture.packets()).isEmpty();
        assertThat(other.packets()).isEmpty();
      }
    }
  }

  @Nested
  class Arp {
    @Test
    void poisonIsDroppedAndChangesNoNeighbour() {
      String before = neighbours();
      Ip gateway = Ip.parse("10.0.0.1");
      for (int operation = 1; operation <= 2; operation++) {
        for (String claimed : new String[] {"10.0.0.6", "10.0.0.1", "169.254.169.254"}) {
          Frame.arp(Fleet.mac(1), operation, Fleet.mac(1), Ip.parse(claimed), gateway)
              .send(mallory);
        }
        Frame.arp(Fleet.mac(1), operation, Fleet.mac(2), Ip.parse("10.0.0.5"), gateway)
            .send(mallory);
        Frame.arp(Fleet.mac(2), operation, Fleet.mac(1), Ip.parse("10.0.0.5"), gateway)
            .send(mallory);
      }

      assertThat(lab.counted(1, "arp", "spoofed")).isEqualTo(10);
      assertThat(neighbours()).isEqualTo(before).contains("10.0.0.6");
    }

    @Test
    void probesOfOnesOwnAddressAreNoSpoofing() {
      Frame.arp(Fleet.mac(1), 1, Fleet.mac(1), Ip.parse("0.0.0.0"), Ip.parse("10.0.0.5"))
          .send(mallory);

      assertThat(lab.counted(1, "arp", "spoofed")).isZero();
    }

    private String neighbours() {
      return lab.ip("neigh");
    }
  }

  @Nested
  class OddPackets {
    @Test
    void wholeSynIsAnswered() throws Exception {
      assertThat(answers(syn("10.0.0.5", NO_OPTIONS, WHOLE))).isPositive();
      assertThat(lab.counted(1, "inet", "malformed")).isZero();
    }

    @Test
    void sourceRoutesAreDropped() throws Exception {
      byte[] loose = {(byte) 0x83, 7, 4, 10, 0, 0, 6, 0};
      byte[] strict = {(byte) 0x89, 7, 4, 10, 0, 0, 6, 0};

      assertThat(answers(syn("10.0.0.5", loose, WHOLE))).isZero();
      assertThat(answers(syn("10.0.0.5", strict, WHOLE))).isZero();
      assertThat(lab.counted(1, "inet", "malformed")).isEqualTo(2);
    }

    @Test
    void fragmentsAreDropped() throws Exception {
      int moreFragments = 0x2000;
      int offset = 3;

      assertThat(answers(syn("10.0.0.5", NO_OPTIONS, moreFragments))).isZero();
      assertThat(answers(syn("10.0.0.5", NO_OPTIONS, offset))).isZero();
      assertThat(lab.counted(1, "inet", "malformed")).isEqualTo(2);
    }

    private int answers(Frame frame) throws Exception {
      try (Tcpdump capture = Tcpdump.at(mallory, "eth0", "src 169.254.169.254")) {
        frame.send(mallory);
        return capture.packets().size();
      }
    }
  }

  @Nested
  class Elsewhere {
    @Test
    void nothingIsForwardedBetweenGuestsWithoutGroups() throws Exception {
      try (Tcpdump capture = Tcpdump.at(alice, "eth0", "host 10.0.0.5 or host 2001:db8::5")) {
        assertThat(mallory.connect("10.0.0.5", "10.0.0.6", 22)).isEqualTo(Answer.SILENCE);
        assertThat(mallory.connect("2001:db8::5", "2001:db8::6", 22)).isEqualTo(Answer.SILENCE);

        assertThat(capture.packets()).isEmpty();
        assertThat(lab.countedOf(1, "refused_out", "tap1")).isPositive();
      }
    }

    @Test
    void anotherGuestIsNoWayToTheService() {
      mallory.ip(
          "route add 169.254.169.254/32 via 10.0.0.6 dev eth0 onlink",
          "neigh replace 10.0.0.6 lladdr " + Fleet.mac(2) + " dev eth0");

      assertThat(mallory.connect(80)).isEqualTo(Answer.SILENCE);
    }

    /// It answers ARP for all of them: who takes a neighbour to be the way is asking by itself.
    @Test
    void aNeighboursAddressLeadsToTheHost() {
      mallory.ip("route add 169.254.169.254/32 via 10.0.0.6 dev eth0 onlink");

      assertThat(Lab.greeting(mallory)).isEqualTo("vpc-1 greets 10.0.0.5\n");
    }

    @Test
    void onlyTheServicesPortsAreThere() {
      lab.listen(1, "0.0.0.0", 2222);

      assertThat(mallory.connect(2222)).isEqualTo(Answer.SILENCE);
      assertThat(mallory.connect("10.0.0.5", "10.0.0.1", 2222)).isEqualTo(Answer.SILENCE);
      assertThat(mallory.connect("10.0.0.5", "10.0.0.1", 80)).isEqualTo(Answer.SILENCE);
      assertThat(mallory.connect("2001:db8::5", "fd00:ec2::254", 22)).isEqualTo(Answer.SILENCE);
    }

    @Test
    void anInterfaceThatNobodyKnowsGetsNothing() {
      Guest outsider = new Guest(Lab.NAMES.prefix() + "-guest-99", lab.commands);
      lab.commands.run("ip", "netns", "add", outsider.name());
      lab.commands.run(
          "ip link add eth0 netns %s type veth peer name eth9 netns %s"
              .formatted(outsider.name(), Lab.VPC_1)
              .split(" "));
      lab.ip("link set eth9 address fe:00:00:00:00:01 up");
      lab.ip("route add 10.0.0.99 dev eth9");
      lab.ip("route add 2001:db8::99 dev eth9");
      outsider.ip(
          "link set eth0 up",
          "addr add 10.0.0.99/32 dev eth0",
          "addr add 2001:db8::99/128 dev eth0 nodad",
          "route add default via 10.0.0.1 dev eth0 onlink",
          "route add default via fe80::1 dev eth0",
          "neigh add 10.0.0.1 lladdr fe:00:00:00:00:01 dev eth0",
          "neigh add fe80::1 lladdr fe:00:00:00:00:01 dev eth0");

      assertThat(outsider.connect(80)).isEqualTo(Answer.SILENCE);
      assertThat(outsider.connect6(80)).isEqualTo(Answer.SILENCE);
    }

    @Test
    void theServiceCantOriginateConnections() throws Exception {
      lab.stopServing();
      try (Tcpdump capture = Tcpdump.at(mallory, "eth0", "tcp")) {
        for (int port : new int[] {0, 80}) {
          Lab.connect(Lab.VPC_1, Lab.METADATA, port, "10.0.0.5", 22);
          Lab.connect(Lab.VPC_1, Lab.METADATA_V6, port, "2001:db8::5", 22);
          Lab.connect(Lab.VPC_1, "10.0.0.1", port, "10.0.0.5", 22);
        }

        assertThat(capture.packets()).isEmpty();
      }
    }
  }

  @Nested
  class Flooding {
    @Test
    void costsOnlyTheOneWhoFloods() {
      syn("10.0.0.5", NO_OPTIONS, WHOLE).send(mallory, 1000);

      assertThat(lab.counted(1, "inet", "flooding")).isPositive();
      assertThat(alice.connect(80)).isEqualTo(Answer.OPEN);
      assertThat(lab.counted(1, "inet", "flooding")).isLessThan(1000);
    }
  }

  @Test
  void gatewayAnswersPing() {
    assertThat(mallory.run("ping", "-c1", "-W1", "10.0.0.1")).contains("1 received");
    assertThat(mallory.run("ping", "-c1", "-W1", "fe80::1%eth0")).contains("1 received");
  }

  private static Frame syn(String source, byte[] options, int fragment) {
    return Frame.syn(Fleet.mac(1), Ip.parse(source), options, fragment);
  }
}
