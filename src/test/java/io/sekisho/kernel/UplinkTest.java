package io.sekisho.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.address.Ip;
import io.sekisho.kernel.Lab.Answer;
import io.sekisho.telemetry.Event;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A VPC with a way out, and a namespace that stands for the internet.
@Tag("root")
@ExtendWith(Root.class)
class UplinkTest {
  private static final String OUTSIDE = Internet.ADDRESS;
  static final String FLOATING = "203.0.113.5";
  static final String GATEWAY = "203.0.113.1";
  private static final String INTERNET = Internet.NAME;

  /// The first guest has an address of its own outside, the second one a gateway, the third
  /// neither.
  static final String WORLD =
      """
      place 1 front web 10.0.0.5 floating=203.0.113.5
      place 2 front web 10.0.0.7
      place 3 own web 192.0.2.5
      segment front open 10.0.0.0/24 gateway=203.0.113.1
      segment own open 192.0.2.0/28
      group web
      in tcp/80 198.51.100.0/24 10.0.0.0/24
      in tcp/81 203.0.113.1/32
      out any 0.0.0.0/0
      acl open
      in deny tcp/81 198.51.100.0/24 10.0.0.5/32
      in allow icmp_tcp_udp 0.0.0.0/0 0.0.0.0/0
      out deny tcp/25 10.0.0.0/24 0.0.0.0/0
      out allow icmp_tcp_udp 0.0.0.0/0 0.0.0.0/0
      """;

  static final String MOVED =
      WORLD
          .replace("10.0.0.5 floating=203.0.113.5", "10.0.0.5")
          .replace("10.0.0.7", "10.0.0.7 floating=203.0.113.5");

  private final Lab lab = new Lab();
  private final Internet internet = new Internet(lab);
  private final List<AutoCloseable> open = new ArrayList<>();
  private Guest one;
  private Guest two;
  private Guest three;

  @BeforeEach
  void begin() {
    internet.enforce(WORLD);
    internet.begin(FLOATING, GATEWAY);
    one = lab.attached(1, 1, "10.0.0.5");
    two = lab.attached(2, 1, "10.0.0.7");
    three = lab.attached(3, 1, "192.0.2.5");
    internet.settle();
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    lab.close();
  }

  /// Tells whoever connects whom it sees.
  private void listen(String namespace, int port) {
    ServerSocket listener = Lab.there(namespace).inside(() -> new ServerSocket(port));
    open.add(listener);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                  socket
                      .getOutputStream()
                      .write(Ip.of(socket.getInetAddress()).toString().getBytes(UTF_8));
                } catch (IOException closed) {
                  // The next round finds out.
                }
              }
            });
  }

  private static String seen(String namespace, String to, int port) {
    return Lab.there(namespace)
        .inside(
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.ofLiteral(to), port), 700);
                socket.setSoTimeout(700);
                return new String(socket.getInputStream().readAllBytes(), UTF_8);
              }
            });
  }

  private Answer fromOutside(String from, String to, int port) {
    return Lab.connect(INTERNET, from, to, port);
  }

  @Test
  void aFloatingIpLeadsBothWays() {
    listen(one.name(), 80);
    listen(INTERNET, 80);

    assertThat(seen(INTERNET, FLOATING, 80)).isEqualTo(OUTSIDE);
    assertThat(seen(one.name(), OUTSIDE, 80)).isEqualTo(FLOATING);
  }

  @Test
  void aPublicGatewayLeadsOutAlone() {
    listen(two.name(), 80);
    listen(INTERNET, 80);

    assertThat(seen(two.name(), OUTSIDE, 80)).isEqualTo(GATEWAY);
    assertThat(fromOutside("0.0.0.0", GATEWAY, 80)).isEqualTo(Answer.SILENCE);
  }

  @Test
  void withNeitherThereIsNoWay() {
    listen(INTERNET, 80);
    int before = lab.counted(1, "inet", "unroutable");

    assertThat(three.connect("0.0.0.0", OUTSIDE, 80)).isEqualTo(Answer.SILENCE);
    assertThat(lab.counted(1, "inet", "unroutable")).isGreaterThan(before);
  }

  /// Groups and ACLs stand before the private address.
  @Test
  void groupsAndAclsAreAsked() {
    listen(one.name(), 22);
    listen(one.name(), 81);
    listen(INTERNET, 25);

    assertThat(fromOutside("0.0.0.0", FLOATING, 22)).isEqualTo(Answer.SILENCE);
    assertThat(lab.countedOf(1, "refused_in", "tap1")).isPositive();
    assertThat(fromOutside("0.0.0.0", FLOATING, 81)).isEqualTo(Answer.SILENCE);
    assertThat(lab.countedOf(1, "denied_in", "tap1")).isPositive();
    assertThat(one.connect("0.0.0.0", OUTSIDE, 25)).isEqualTo(Answer.SILENCE);
    assertThat(lab.countedOf(1, "denied_out", "tap1")).isPositive();
  }

  /// One's own VPC's floating IP is on the internet, too.
  @Test
  void oneGuestReachesAnotherByItsFloatingIpAsEverybodyDoes() {
    Lab.there(INTERNET)
        .inside(() -> lab.commands.run("sysctl", "-qw", "net.ipv4.conf.vpc.forwarding=1"));
    listen(one.name(), 81);

    assertThat(seen(two.name(), FLOATING, 81)).isEqualTo(GATEWAY);
    assertThat(three.connect("0.0.0.0", FLOATING, 81)).isEqualTo(Answer.SILENCE);
  }

  /// What another asked outside is answered at its address there, and no group is asked then.
  @Test
  void whoMaySpoofMakesUpNoAnswersFromOutside() throws Exception {
    internet.enforce(
        WORLD.replace("place 2 front web 10.0.0.7", "place 2 front web 10.0.0.7 spoofing"));
    two.connect(
        "0.0.0.0", OUTSIDE, 80); // Now it knows its router, for which it asks in its own name.
    two.ip("addr add " + OUTSIDE + "/32 dev eth0");
    try (DatagramSocket asking = bound(one.name(), "10.0.0.5", 5000);
        DatagramSocket forging = bound(two.name(), OUTSIDE, 53);
        DatagramSocket asked = bound(INTERNET, OUTSIDE, 53)) {
      send(asking, OUTSIDE, 53);
      assertThat(arrives(asked)).isTrue();
      int before = lab.counted(1, "inet", "spoofed");
      send(forging, FLOATING, 5000);
      assertThat(arrives(asking)).isFalse();
      assertThat(lab.counted(1, "inet", "spoofed")).isEqualTo(before + 1);
      send(asked, FLOATING, 5000);
      assertThat(arrives(asking)).as("the answer").isTrue();
    }
  }

  private static DatagramSocket bound(String namespace, String address, int port) {
    return Lab.there(namespace)
        .inside(
            () -> new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), port)));
  }

  private static void send(DatagramSocket from, String to, int port) throws IOException {
    from.send(new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral(to), port));
  }

  private static boolean arrives(DatagramSocket at) throws IOException {
    at.setSoTimeout(700);
    try {
      at.receive(new DatagramPacket(new byte[1], 1));
      return true;
    } catch (SocketTimeoutException silence) {
      return false;
    }
  }

  @Test
  void addressesOfTheVpcNeverLeave() {
    internet.ip("addr add 192.0.2.9/32 dev lo", "addr add 10.9.9.9/32 dev lo");
    listen(INTERNET, 80);

    assertThat(one.connect("0.0.0.0", "192.0.2.9", 80)).isEqualTo(Answer.SILENCE);
    assertThat(one.connect("0.0.0.0", "10.9.9.9", 80)).isEqualTo(Answer.SILENCE);
  }

  @Test
  void whatLosesItsWayIsCut() throws Exception {
    listen(INTERNET, 80);
    try (ServerSocket server = Lab.there(INTERNET).inside(() -> new ServerSocket(82));
        Socket flow = Lab.there(two.name()).inside(() -> new Socket(OUTSIDE, 82));
        Socket there = server.accept()) {
      assertThat(hears(flow, there)).isTrue();
      internet.enforce(WORLD.replace("gateway=203.0.113.1", ""));
      assertThat(hears(flow, there)).isFalse();
      assertThat(hears(there, flow)).isFalse();
      assertThat(two.connect("0.0.0.0", OUTSIDE, 80)).isEqualTo(Answer.SILENCE);
    }
    internet.enforce(WORLD);
    assertThat(seen(two.name(), OUTSIDE, 80)).isEqualTo(GATEWAY);
  }

  @Test
  void aFloatingIpThatMovesTakesNoConnectionAlong() throws Exception {
    listen(two.name(), 80);
    try (ServerSocket server = Lab.there(one.name()).inside(() -> new ServerSocket(80));
        Socket flow = Lab.there(INTERNET).inside(() -> new Socket(FLOATING, 80));
        Socket there = server.accept()) {
      assertThat(hears(flow, there)).isTrue();
      internet.enforce(MOVED);
      assertThat(hears(flow, there)).isFalse();
      assertThat(hears(there, flow)).isFalse();
    }
    assertThat(seen(INTERNET, FLOATING, 80)).isEqualTo(OUTSIDE);
    listen(INTERNET, 80);
    assertThat(seen(one.name(), OUTSIDE, 80)).isEqualTo(GATEWAY);
    assertThat(seen(two.name(), OUTSIDE, 80)).isEqualTo(FLOATING);
    internet.enforce(WORLD.replace("floating=203.0.113.5", ""));
    assertThat(fromOutside("0.0.0.0", FLOATING, 80)).isEqualTo(Answer.SILENCE);
  }

  /// What goes on under the old address would never be heard again.
  @Test
  void whatHasAnotherWayTakesIt() throws Exception {
    try (DatagramSocket there = Lab.there(INTERNET).inside(() -> new DatagramSocket(9));
        DatagramSocket here = Lab.there(two.name()).inside(() -> new DatagramSocket())) {
      assertThat(heardFrom(here, there)).isEqualTo(GATEWAY);
      internet.enforce(MOVED);
      assertThat(heardFrom(here, there)).isEqualTo(FLOATING);
    }
  }

  private static String heardFrom(DatagramSocket from, DatagramSocket to) throws IOException {
    from.send(
        new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral(OUTSIDE), to.getLocalPort()));
    to.setSoTimeout(1000);
    DatagramPacket heard = new DatagramPacket(new byte[1], 1);
    to.receive(heard);
    return Ip.of(heard.getAddress()).toString();
  }

  private static boolean hears(Socket from, Socket to) throws IOException {
    from.getOutputStream().write('x');
    to.setSoTimeout(700);
    try {
      return to.getInputStream().read() == 'x';
    } catch (IOException silence) {
      return false;
    }
  }

  /// Nor by a source route, nor with an address of the VPC's.
  @Test
  void nothingOfTheHostsIsReachedFromOutside() {
    lab.serve(1);
    internet.ip(
        "route add 169.254.169.254/32 via 203.0.113.5 dev vpc onlink",
        "route add 169.254.0.2/32 dev vpc",
        "route add 10.0.0.0/24 via 203.0.113.5 dev vpc onlink",
        "addr add 10.0.0.5/32 dev lo",
        "addr add 192.0.2.9/32 dev lo",
        "addr add 169.254.169.253/32 dev lo");
    for (String from : List.of(OUTSIDE, "10.0.0.5", "192.0.2.9", "169.254.169.253")) {
      for (String to : List.of(Lab.METADATA, "10.0.0.1", "169.254.0.2", GATEWAY, "10.0.0.7")) {
        assertThat(fromOutside(from, to, 80)).as(from + " " + to).isEqualTo(Answer.SILENCE);
      }
    }
    for (String source : List.of("192.0.2.9", "10.0.0.5")) {
      int before = lab.counted(1, "inet", "spoofed");
      assertThat(fromOutside(source, FLOATING, 80)).isEqualTo(Answer.SILENCE);
      assertThat(lab.counted(1, "inet", "spoofed")).isGreaterThan(before);
    }
    int before = lab.counted(1, "inet", "malformed");
    sourceRouted();
    assertThat(lab.counted(1, "inet", "malformed")).isGreaterThan(before);
    for (String to : List.of(Lab.METADATA, "10.0.0.1", "169.254.0.2", GATEWAY)) {
      assertThatThrownBy(() -> ping(INTERNET, to)).as(to).isInstanceOf(Commands.Failed.class);
    }
    // The owner has it as ever.
    assertThat(one.connect(80)).isEqualTo(Answer.OPEN);
  }

  /// By way of the floating IP to the service: loose source routing, RFC 791.
  private void sourceRouted() {
    String script =
        """
        import socket
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.setsockopt(socket.SOL_IP, 4, bytes([1, 131, 7, 4, 169, 254, 169, 254]))
        s.sendto(b"x", ("203.0.113.5", 80))
        """;
    Lab.there(INTERNET).inside(() -> lab.commands.run("python3", "-c", script));
  }

  private String ping(String namespace, String to) {
    return Lab.there(namespace).inside(() -> lab.commands.run("ping", "-c1", "-W1", to));
  }

  @Test
  void arpIsAnsweredForPublicAddressesAlone() {
    listen(one.name(), 80);
    List<String> quiet = List.of("10.0.0.5", "10.0.0.1", "203.0.113.9", Lab.METADATA);
    quiet.forEach(it -> internet.ip("route add " + it + "/32 dev vpc"));
    quiet.forEach(it -> fromOutside("0.0.0.0", it, 80));
    assertThat(seen(INTERNET, FLOATING, 80)).isEqualTo(OUTSIDE);

    String neighbours = lab.commands.run("ip", "-n", INTERNET, "neigh", "show", "dev", "vpc");
    assertThat(neighbours).containsPattern("203\\.0\\.113\\.5 lladdr");
    quiet.forEach(it -> assertThat(neighbours).doesNotContain(it + " lladdr"));
  }

  @Test
  void errorsComeBack() throws Exception {
    internet.ip("route add prohibit 198.51.100.9/32", "addr add 198.51.100.1/32 dev vpc");
    Lab.there(INTERNET)
        .inside(() -> lab.commands.run("sysctl", "-qw", "net.ipv4.conf.all.forwarding=1"));
    for (Guest guest : List.of(one, two)) {
      assertThatThrownBy(() -> ask(guest, OUTSIDE))
          .hasCauseInstanceOf(PortUnreachableException.class);
      // Said by a router on the way, not by whom it is about.
      assertThatThrownBy(() -> ping(guest.name(), "198.51.100.9"))
          .hasMessageContaining("Packet filtered");
    }
    // What the other side begins, too: here the guest says so.
    internet.enforce(WORLD.replace("group web", "group web\nin udp/9 198.51.100.0/24"));
    assertThatThrownBy(() -> ask(new Guest(INTERNET, lab.commands), FLOATING))
        .hasCauseInstanceOf(PortUnreachableException.class);
  }

  private static void ask(Guest guest, String to) {
    Lab.there(guest.name())
        .inside(
            () -> {
              try (DatagramChannel channel = DatagramChannel.open()) {
                channel.connect(new InetSocketAddress(InetAddress.ofLiteral(to), 9));
                channel.write(ByteBuffer.wrap(new byte[] {1}));
                Lab.pause(300);
                channel.write(ByteBuffer.wrap(new byte[] {1}));
                return "";
              }
            });
  }

  @Test
  void theWayIsFoundAgainByItself() {
    try (UnplugWatch _ = UnplugWatch.start(lab.network, _ -> {})) {
      lab.commands.run("ip", "-n", Lab.VPC_1, "link", "del", "up0");
      internet.connect();
      assertThat(Lab.within(3_000, () -> lab.routes().contains("via 169.254.0.1 dev up0")))
          .isTrue();
    }
    assertThat(lab.notices(Event.Kind.KERNEL_CHANGE_FAILED)).isEmpty();
  }
}
