package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.address.Ip;
import io.sekisho.kernel.FlowCutter.Flow;
import io.sekisho.linux.TrackedFlow.Detail;
import io.sekisho.policy.Bindings;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.EnvelopeText;
import io.sekisho.telemetry.Event;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two guests behind a router that lets through what belongs to a connection, as a VPC's namespace
/// does; new ones for as long as they are allowed.
@Tag("root")
@ExtendWith(Root.class)
class FlowCutterTest {
  private static final Ip CLIENT = Ip.parse("10.0.1.2");
  private static final Ip SERVER = Ip.parse("10.0.2.2");
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMP = 1;
  private static final String ROUTER = Lab.NAMES.prefix() + "-guest-1";
  private static final String LEFT = Lab.NAMES.prefix() + "-guest-2";
  private static final String RIGHT = Lab.NAMES.prefix() + "-guest-3";
  private final Commands commands = new Commands();
  private final List<Event> events = new ArrayList<>();
  private FlowCutter cutter;

  @BeforeEach
  void make() {
    for (String name : List.of(ROUTER, LEFT, RIGHT)) {
      commands.run("ip", "netns", "add", name);
    }
    connect(LEFT, 1);
    connect(RIGHT, 2);
    in(ROUTER, () -> commands.run("sysctl", "-qw", "net.ipv4.ip_forward=1"));
    allow("ct state new tcp flags & (syn | ack) == syn accept; meta l4proto { udp, icmp } accept");
    cutter =
        in(
            ROUTER,
            () -> new FlowCutter("kt-vpc-1", new Reporter(events::add, InstantSource.system())));
    for (int end : List.of(1, 2)) {
      assertThat(
              Lab.within(
                  5000,
                  () ->
                      commands
                          .run("ip", "-n", ROUTER, "link", "show", "r" + end)
                          .contains("state UP")))
          .isTrue();
    }
  }

  @AfterEach
  void remove() {
    cutter.close();
    for (String name : List.of(ROUTER, LEFT, RIGHT)) {
      commands.run("ip", "netns", "del", name);
    }
  }

  @Test
  void endsAConnectionThatRulesDoNotAllowAnyMore() throws IOException {
    try (ServerSocket listener = in(RIGHT, () -> new ServerSocket(5432));
        Socket client = in(LEFT, () -> new Socket("10.0.2.2", 5432));
        Socket server = listener.accept()) {
      assertThat(passes(client, server)).isTrue();

      allow("");
      assertThat(passes(client, server)).isTrue();
      assertThat(passes(server, client)).isTrue();

      assertThat(cutter.cut(flow -> flow.protocol() != TCP)).isEqualTo(1);
      assertThat(passes(client, server)).isFalse();
      assertThat(passes(server, client)).isFalse();
    }
    assertThat(notices()).containsExactly(Map.of("namespace", "kt-vpc-1", "flows", "1"));
  }

  @Test
  void leavesWhatIsAllowedAlone() throws IOException {
    try (ServerSocket listener = in(RIGHT, () -> new ServerSocket(5432));
        Socket client = in(LEFT, () -> new Socket("10.0.2.2", 5432));
        Socket server = listener.accept()) {
      allow("");
      List<Flow> asked = new ArrayList<>();
      assertThat(cutter.cut(asked::add)).isZero();

      assertThat(asked)
          .containsExactly(
              new Flow(CLIENT, SERVER, TCP, new Detail.Ports(client.getLocalPort(), 5432)));
      assertThat(passes(client, server)).isTrue();
      assertThat(notices()).isEmpty();
    }
  }

  @Test
  void tellsFlowsOfOneProtocolApart() throws IOException {
    send(7001);
    send(7002);
    in(LEFT, () -> commands.run("ping", "-c1", "10.0.2.2"));

    assertThat(cutter.cut(flow -> !isTo(flow, 7002))).isEqualTo(1);
    List<Flow> left = new ArrayList<>();
    cutter.cut(left::add);
    assertThat(left).extracting(Flow::protocol).containsExactlyInAnyOrder(UDP, ICMP);
    assertThat(left).anyMatch(flow -> isTo(flow, 7001));
  }

  /// What was done last may not have ended: then it is not known what began under which rules.
  @Test
  void asksAboutAllFlowsAfterWhatDidNotEnd() throws IOException {
    Envelope none =
        EnvelopeText.read(
            """
            place 1 front - 10.0.1.2
            place 2 front - 10.0.2.2
            segment front - 10.0.0.0/16
            """);
    cutter.advance(false, none);
    send(7001);
    cutter.advance(false, none);
    List<Flow> left = new ArrayList<>();
    cutter.cut(left::add);
    assertThat(left).as("not asked about").anyMatch(flow -> isTo(flow, 7001));

    cutter.forget(Bindings.NONE);
    cutter.advance(false, none);
    left.clear();
    cutter.cut(left::add);
    assertThat(left).noneMatch(flow -> isTo(flow, 7001));
  }

  @Test
  void makesRoomAtTheCostOfWhoBeganMost() throws IOException {
    cutter.advance(
        false,
        EnvelopeText.read(
            """
            place 1 front - 10.0.1.2
            place 2 front - 10.0.2.2
            segment front - 10.0.0.0/16
            """));
    for (int port = 7001; port <= 7040; port++) {
      send(port);
    }
    in(RIGHT, () -> commands.run("ping", "-c1", "10.0.1.2"));

    cutter.relieve(50);
    assertThat(notices()).as("there was room").isEmpty();
    cutter.relieve(20);

    assertThat(notices()).containsExactly(Map.of("namespace", "kt-vpc-1", "flows", "20"));
    List<Flow> left = new ArrayList<>();
    cutter.cut(left::add);
    assertThat(left).hasSize(21).anyMatch(flow -> flow.source().equals(SERVER));
  }

  @Test
  void tellsOfThoseThatItCutBeforeItFailed() throws IOException {
    send(7001);
    send(7002);
    List<Flow> asked = new ArrayList<>();
    assertThatThrownBy(
            () ->
                cutter.cut(
                    flow -> {
                      asked.add(flow);
                      if (asked.size() == 2) {
                        throw new IllegalStateException("no judge");
                      }
                      return false;
                    }))
        .hasMessage("no judge");

    assertThat(notices()).containsExactly(Map.of("namespace", "kt-vpc-1", "flows", "1"));
    assertThat(cutter.cut(_ -> false)).isEqualTo(1);
  }

  private static boolean isTo(Flow flow, int port) {
    return flow.detail() instanceof Detail.Ports(int _, int to) && to == port;
  }

  private void connect(String guest, int end) {
    commands.run(
        "ip link add eth0 netns %s type veth peer name r%d netns %s"
            .formatted(guest, end, ROUTER)
            .split(" "));
    commands.feed(
        "addr add 10.0.%d.1/24 dev r%d\nlink set r%d up\n".formatted(end, end, end),
        "ip",
        "-n",
        ROUTER,
        "-batch",
        "-");
    commands.feed(
        "addr add 10.0.%d.2/24 dev eth0\nlink set eth0 up\nroute add default via 10.0.%d.1\n"
            .formatted(end, end),
        "ip",
        "-n",
        guest,
        "-batch",
        "-");
  }

  /// @param begins rules for what belongs to no connection
  private void allow(String begins) {
    String rules =
        """
        table inet kt
        delete table inet kt
        table inet kt {
          chain passing {
            type filter hook forward priority 0; policy drop;
            ct state established,related accept
            %s
          }
        }
        """
            .formatted(begins);
    in(ROUTER, () -> commands.feed(rules, "nft", "-f", "-"));
  }

  private void send(int port) throws IOException {
    try (DatagramSocket socket = in(LEFT, DatagramSocket::new)) {
      socket.send(
          new DatagramPacket(
              new byte[1], 1, new InetSocketAddress(InetAddress.ofLiteral("10.0.2.2"), port)));
    }
  }

  private static boolean passes(Socket from, Socket to) throws IOException {
    from.getOutputStream().write('x');
    int end = to.getSoTimeout();
    to.setSoTimeout(700);
    try {
      return to.getInputStream().read() == 'x';
    } catch (java.net.SocketTimeoutException silence) {
      return false;
    } finally {
      to.setSoTimeout(end);
    }
  }

  private List<Map<String, String>> notices() {
    return events.stream()
        .map(Event.Notice.class::cast)
        .filter(it -> it.kind() == Event.Kind.FLOWS_CUT)
        .map(Event.Notice::fields)
        .toList();
  }

  private static <T> T in(String namespace, Callable<T> work) {
    return Lab.there(namespace).inside(work);
  }
}
