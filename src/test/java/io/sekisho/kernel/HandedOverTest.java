package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.address.Ip;
import io.sekisho.host.Fleet;
import io.sekisho.host.HostPlan;
import io.sekisho.host.VpcPlan;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.nftables.GuestPorts.Service;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.EnvelopeText;
import io.sekisho.telemetry.Event;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who gets another's address gets none of its connections, whatever becomes meanwhile of the
/// process that enforces. The one who asks may; the asked may but answer.
@Tag("root")
@ExtendWith(Root.class)
class HandedOverTest {
  private static final String ASKED = "10.0.0.5";
  private static final String ASKING = "10.0.0.7";
  private static final String WORLD =
      """
      place 1 front asked 10.0.0.5
      place 2 front asking 10.0.0.7
      place 3 front asked 10.0.0.9
      segment front - 10.0.0.0/24
      group asked
      in udp/53 10.0.0.0/24
      group asking
      out udp/53 10.0.0.0/24
      """;
  private static final String HANDED =
      WORLD
          .replace("place 1 front asked 10.0.0.5\n", "")
          .replace("asked 10.0.0.9", "asked 10.0.0.5");

  private final Lab lab = new Lab();
  private Guest heir;
  private DatagramSocket asking;
  private DatagramSocket asked;
  private DatagramSocket inheriting;

  @BeforeEach
  void begin() throws IOException {
    enforce(lab.network, WORLD);
    Guest one = lab.attached(1, 1, ASKED);
    Guest two = lab.attached(2, 1, ASKING);
    heir = lab.attached(3, 1, "10.0.0.9");
    heir.ip("addr add " + ASKED + "/32 dev eth0");
    asked = bound(one, ASKED, 53);
    asking = bound(two, ASKING, 5000);
    inheriting = bound(heir, ASKED, 53);
    assertThat(hears(asking, ASKED, asked)).isTrue();
    assertThat(hears(asked, ASKING, asking)).as("the answer").isTrue();
    assertThat(hears(inheriting, ASKING, asking)).as("who may not have it").isFalse();
  }

  @AfterEach
  void end() throws IOException {
    asked.close();
    asking.close();
    inheriting.close();
    lab.close();
  }

  @Test
  void whatGoesOnOutlivesTheProcessThatEnforces() throws IOException {
    lab.network.close();
    try (HostNetwork next = lab.network()) {
      enforce(next, WORLD);
      assertThat(hears(asked, ASKING, asking)).isTrue();
    }
    assertThat(lab.notices(Event.Kind.FLOWS_CUT)).isEmpty();
  }

  @Test
  void theNextOwnerInheritsNothingOfOneBeforeTheProcess() throws IOException {
    lab.network.close();
    try (HostNetwork next = lab.network()) {
      enforce(next, HANDED);
      assertThat(hears(inheriting, ASKING, asking)).isFalse();
      assertThat(hears(asking, ASKED, inheriting)).as("but is asked anew").isTrue();
      assertThat(hears(inheriting, ASKING, asking)).isTrue();
    }
    assertThat(lab.notices(Event.Kind.FLOWS_CUT)).hasSize(1);
  }

  @Test
  void neitherDoesOneWhoGetsTheAddressWhileItRuns() throws IOException {
    enforce(lab.network, HANDED);
    assertThat(hears(inheriting, ASKING, asking)).isFalse();
  }

  /// A process that ends in the middle leaves an address that is nobody's.
  @Test
  void ofAnAddressThatWasNobodysEverythingIsCut() throws IOException {
    lab.nft(
        "delete element inet sekisho sender { \"tap1\" . %s . %s }".formatted(Fleet.mac(1), ASKED));
    lab.network.close();
    try (HostNetwork next = lab.network()) {
      enforce(next, HANDED);
      assertThat(hears(inheriting, ASKING, asking)).isFalse();
    }
  }

  /// Rules of the next owner and flows of the one before never stand beside each other.
  @Test
  void anAddressIsNobodysUntilItsFlowsAreCut() {
    List<String> then = new ArrayList<>();
    lab.network.close();
    try (HostNetwork next =
        new HostNetwork(
            Lab.NAMES,
            lab.commands,
            event -> {
              if (event instanceof Event.Notice it && it.kind() == Event.Kind.FLOWS_CUT) {
                then.add(
                    lab.network.inside(
                        Lab.VPC_1,
                        () -> lab.commands.run("nft", "list", "set", "inet", "sekisho", "sender")));
              }
            },
            InstantSource.system())) {
      enforce(next, WORLD);
      enforce(next, HANDED);
    }
    assertThat(then).hasSize(1);
    assertThat(then.getFirst()).contains(ASKING).doesNotContain(ASKED);
  }

  private static void enforce(HostNetwork network, String text) {
    Envelope envelope = EnvelopeText.read(text);
    List<Port> ports =
        envelope.places().stream()
            .map(
                it ->
                    new Port(
                        "tap" + it.mark(),
                        Fleet.mac(it.mark()),
                        it.addresses(),
                        it.mark(),
                        1,
                        Service.OFF))
            .toList();
    network.enforce(
        new HostPlan(
            List.of(
                new VpcPlan(
                    Lab.VPC_1,
                    List.of(Ip.parse("10.0.0.1")),
                    new GuestPorts(ports, Limits.DEFAULT),
                    envelope)),
            Map.of()));
  }

  private static DatagramSocket bound(Guest guest, String address, int port) {
    return Lab.there(guest.name())
        .inside(
            () -> new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), port)));
  }

  private static boolean hears(DatagramSocket from, String to, DatagramSocket at)
      throws IOException {
    from.send(new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral(to), at.getLocalPort()));
    at.setSoTimeout(700);
    try {
      at.receive(new DatagramPacket(new byte[1], 1));
      return true;
    } catch (SocketTimeoutException silence) {
      return false;
    }
  }
}
