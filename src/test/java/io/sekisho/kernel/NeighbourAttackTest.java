package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.host.Fleet;
import io.sekisho.host.HostPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A guest that may reach nobody, and tries to get into what two others say to each other.
@Tag("root")
@ExtendWith(Root.class)
class NeighbourAttackTest {
  private static final String WORLD =
      """
      place 1 front peers 10.0.0.5 2001:db8::5
      place 2 front peers 10.0.0.6 2001:db8::6
      place 3 front alone 10.0.0.7 2001:db8::7
      segment front - 10.0.0.0/24 2001:db8::/64
      group peers
      in udp/5000 peers
      in udp/5000 peers ::/0
      out any 0.0.0.0/0
      out any ::/0
      group alone
      out any 0.0.0.0/0
      """;

  /// What the scripts of these tests begin with.
  private static final String TOOLS =
      """
      import socket, struct, sys
      ip = socket.inet_aton
      def sum16(data):
          data += b'\\0' * (len(data) % 2)
          total = sum(struct.unpack('!%dH' % (len(data) // 2), data))
          while total >> 16: total = (total & 0xffff) + (total >> 16)
          return ~total & 0xffff
      def ip4(source, target, protocol, payload, number=7, fragment=0):
          head = struct.pack('!BBHHHBBH4s4s', 0x45, 0, 20 + len(payload), number, fragment, 64, protocol, 0, ip(source), ip(target))
          return head[:10] + struct.pack('!H', sum16(head)) + head[12:] + payload
      def send(kind, packet):
          wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
          wire.bind(('eth0', 0))
          own = open('/sys/class/net/eth0/address').read().strip() if len(sys.argv) < 2 else sys.argv[1]
          wire.send(bytes.fromhex('fe0000000001' + own.replace(':', '')) + struct.pack('!H', kind) + packet)
      """;

  private final Lab lab = new Lab();
  private Guest alice;
  private Guest bob;
  private Guest mallory;

  @BeforeEach
  void begin() {
    lab.network.enforce(new HostPlan(List.of(Side.of(1, WORLD, 0).plan()), Map.of()));
    alice = lab.attached(1, 1, "10.0.0.5", "2001:db8::5");
    bob = lab.attached(2, 1, "10.0.0.6", "2001:db8::6");
    mallory = lab.attached(3, 1, "10.0.0.7", "2001:db8::7");
  }

  @AfterEach
  void end() throws IOException {
    lab.close();
  }

  private static String run(Guest guest, int mark, String script) {
    return guest.run("python3", "-c", TOOLS + script, Fleet.mac(mark).toString());
  }

  /// Alice has asked bob something, from port 4000.
  private void talk() {
    run(
        alice,
        1,
        """
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind(('10.0.0.5', 4000)); s.sendto(b'hello', ('10.0.0.6', 5000))
        """);
  }

  private static String unreachable(String from) {
    return """
    quoted = ip4('10.0.0.5', '10.0.0.6', 17, struct.pack('!HHHH', 4000, 5000, 13, 0))
    said = struct.pack('!BBHI', 3, 3, 0, 0) + quoted
    said = said[:2] + struct.pack('!H', sum16(said)) + said[4:]
    send(0x0800, ip4('%s', '10.0.0.5', 1, said))
    """
        .formatted(from);
  }

  @Test
  void errorsAboutOthersConnectionsAreDropped() throws Exception {
    try (Tcpdump capture = Tcpdump.at(alice, "eth0", "icmp and src 10.0.0.7")) {
      talk();
      run(mallory, 3, unreachable("10.0.0.7"));

      assertThat(lab.counted(1, "inet", "unrelated")).isEqualTo(1);
      assertThat(capture.packets()).isEmpty();
    }
  }

  @Test
  void errorsOfTheOtherEndArrive() throws Exception {
    try (Tcpdump capture = Tcpdump.at(alice, "eth0", "icmp and src 10.0.0.6")) {
      talk();

      assertThat(capture.packets())
          .as("bob has nobody at that port")
          .anyMatch(line -> line.contains("udp port 5000 unreachable"));
      assertThat(lab.counted(1, "inet", "unrelated")).isZero();
    }
  }

  /// The kernel puts pieces together by source, destination and number.
  @Test
  void aPieceOfAnothersPacketIsDroppedBeforeItIsPutTogether() throws Exception {
    String first =
        "send(0x0800, ip4('10.0.0.5', '10.0.0.6', 17, struct.pack('!HHHH', 4000, 5000, 16, 0), 99, 0x2000))";
    String second = "send(0x0800, ip4('10.0.0.5', '10.0.0.6', 17, b'%s', 99, 1))";
    try (Tcpdump capture = Tcpdump.at(bob, "eth0", "src 10.0.0.5")) {
      run(alice, 1, first);
      run(mallory, 3, second.formatted("from bad"));
      assertThat(capture.packets()).isEmpty();
      assertThat(lab.countedOf(1, "spoofed_by", "tap3")).isEqualTo(1);

      run(alice, 1, second.formatted("from you"));
      assertThat(capture.packets()).as("taken apart again for the rest of the way").hasSize(2);
    }
  }

  @Test
  void advertisingAnothersAddressChangesNoNeighbour() {
    String before = lab.ip("-6 neigh");

    run(
        mallory,
        3,
        """
        target = socket.inet_pton(socket.AF_INET6, '2001:db8::5')
        for source in ('2001:db8::5', '2001:db8::7', 'fe80::ff:fe00:3'):
            source = socket.inet_pton(socket.AF_INET6, source)
            router = socket.inet_pton(socket.AF_INET6, 'fe80::1')
            said = struct.pack('!BBHI', 136, 0, 0, 0x20000000) + target + b'\\2\\1' + bytes.fromhex('020000000003')
            summed = source + router + struct.pack('!II', len(said), 58) + said
            said = said[:2] + struct.pack('!H', sum16(summed)) + said[4:]
            send(0x86dd, struct.pack('!IHBB', 6 << 28, len(said), 58, 255) + source + router + said)
        """);

    assertThat(lab.ip("-6 neigh"))
        .isEqualTo(before)
        .contains("2001:db8::5 dev tap1 lladdr " + Fleet.mac(1));
    assertThat(lab.countedOf(1, "spoofed_by", "tap3")).as("the first of them").isEqualTo(1);
  }

  /// What bob is asked in mallory's own name would pass for an answer to it, and no group of bob's
  /// would be asked.
  @Test
  void whoMaySpeakAsOthersCanNotMakeOneAskWhoDidNot() throws Exception {
    String spoofing = WORLD.replace("10.0.0.7 2001:db8::7", "10.0.0.7 2001:db8::7 spoofing");
    lab.network.enforce(new HostPlan(List.of(Side.of(1, spoofing, 0).plan()), Map.of()));
    String datagram = "send(0x0800, ip4('%s', '%s', 17, struct.pack('!HHHH', %d, %d, 8, 0)))\n";
    try (Tcpdump capture = Tcpdump.at(bob, "eth0", "udp and src 10.0.0.7")) {
      run(mallory, 3, datagram.formatted("10.0.0.6", "10.0.0.7", 5000, 4000));
      run(mallory, 3, datagram.formatted("10.0.0.7", "10.0.0.6", 4000, 5000));

      assertThat(capture.packets()).isEmpty();
      assertThat(lab.counted(1, "inet", "spoofed")).isEqualTo(1);
      assertThat(lab.countedOf(1, "refused_in", "tap2")).isEqualTo(1);
    }
  }

  @Test
  void ofAMacThatIsNotItsOwnNothingArrives() throws Exception {
    try (Tcpdump capture = Tcpdump.at(bob, "eth0", "udp")) {
      run(
          mallory,
          1,
          "send(0x0800, ip4('10.0.0.5', '10.0.0.6', 17, struct.pack('!HHHH', 4000, 5000, 8, 0)))");

      assertThat(capture.packets()).isEmpty();
      assertThat(lab.countedOf(1, "spoofed_by", "tap3")).isEqualTo(1);
    }
  }
}
