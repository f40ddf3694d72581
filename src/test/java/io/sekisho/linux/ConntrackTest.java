package io.sekisho.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.kernel.Commands;
import io.sekisho.linux.TrackedFlow.Detail;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Real flows, over the loopback device of a namespace.
@Tag("root")
@ExtendWith(Root.class)
class ConntrackTest {
  private static final String NAME =
      "ct" + Long.toString(ProcessHandle.current().pid(), 36) + "-guest-1";
  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int ICMPV6 = 58;
  private final Commands commands = new Commands();
  private Conntrack conntrack;

  @BeforeEach
  void make() {
    commands.run("ip", "netns", "add", NAME);
    commands.run("ip", "-n", NAME, "link", "set", "lo", "up");
    inside(
        () ->
            commands.feed(
                """
                table inet kt {
                  chain out {
                    type filter hook output priority 0; policy accept;
                    udp dport 7777 ct mark set 42
                    ct state new accept
                  }
                }
                """,
                "nft",
                "-f",
                "-"));
    conntrack = inside(Conntrack::ofThisNamespace);
  }

  @AfterEach
  void remove() {
    conntrack.close();
    commands.run("ip", "netns", "del", NAME);
  }

  @Test
  void tellsOfEveryFamilyAndProtocol() throws IOException {
    send("127.0.0.1", 7777);
    send("::1", 7778);
    try (ServerSocket server = inside(() -> new ServerSocket(0));
        Socket client =
            inside(() -> new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort()));
        Socket accepted = server.accept()) {
      accepted.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);

      TrackedFlow tcp = one(TCP);
      assertThat(tcp.detail())
          .isEqualTo(new Detail.Ports(client.getLocalPort(), server.getLocalPort()));
      assertThat(tcp.answered()).isTrue();
      assertThat(tcp.assured()).isTrue();
    }
    inside(() -> commands.run("ping", "-c1", "127.0.0.1"));
    inside(() -> commands.run("ping", "-c1", "::1"));

    TrackedFlow marked = one(it -> it.mark() == 42);
    assertThat(marked.protocol()).isEqualTo(UDP);
    assertThat(marked.source()).containsExactly(127, 0, 0, 1);
    assertThat(marked.answered()).isFalse();
    TrackedFlow v6 = one(it -> it.protocol() == UDP && it.source().length == 16);
    assertThat(InetAddress.getByAddress(v6.destination()).isLoopbackAddress()).isTrue();
    assertThat(v6.detail())
        .isInstanceOfSatisfying(
            Detail.Ports.class, it -> assertThat(it.destination()).isEqualTo(7778));
    assertThat(one(ICMP).detail())
        .isInstanceOfSatisfying(
            Detail.Icmp.class,
            it -> {
              assertThat(it.type()).isEqualTo(8);
              assertThat(it.code()).isZero();
            });
    assertThat(one(ICMPV6).detail())
        .isInstanceOfSatisfying(Detail.Icmp.class, it -> assertThat(it.type()).isEqualTo(128));
  }

  @Test
  void deletesOneOfEachKindAndNoOther() throws IOException {
    send("127.0.0.1", 7001);
    send("127.0.0.1", 7002);
    send("::1", 7001);
    inside(() -> commands.run("ping", "-c1", "127.0.0.1"));
    inside(() -> commands.run("ping", "-c1", "::1"));

    for (TrackedFlow flow : all()) {
      int before = all().size();
      assertThat(conntrack.delete(flow)).isTrue();
      assertThat(all()).hasSize(before - 1).noneMatch(it -> it.id() == flow.id());
      assertThat(conntrack.delete(flow)).isFalse();
    }
    assertThat(all()).isEmpty();
  }

  /// As if it ended by itself, and another began between the same ends.
  @Test
  void leavesALaterFlowOfTheSameEndsAlone() throws IOException {
    send("127.0.0.1", 7001);
    TrackedFlow there = one(UDP);
    TrackedFlow earlier =
        new TrackedFlow(
            there.source(),
            there.destination(),
            there.protocol(),
            there.detail(),
            there.id() + 1,
            there.mark(),
            there.answered(),
            there.assured());

    assertThat(conntrack.delete(earlier)).isFalse();
    assertThat(all()).hasSize(1);
  }

  @Test
  void deletesTwentyThousandWhileItIsToldOfThem() throws IOException {
    try (DatagramSocket socket = inside(DatagramSocket::new)) {
      for (int i = 0; i < 20_000; i++) {
        byte[] address = {127, 1, (byte) (i >>> 8), (byte) i};
        socket.send(
            new DatagramPacket(
                new byte[1], 1, new InetSocketAddress(InetAddress.getByAddress(address), 7000)));
      }
    }
    Set<ByteBuffer> told = new HashSet<>();
    long[] deleted = {0};
    conntrack.each(
        it -> {
          told.add(ByteBuffer.wrap(it.destination()));
          if ((it.destination()[3] & 1) == 1 && conntrack.delete(it)) {
            deleted[0]++;
          }
        });

    assertThat(told).hasSize(20_000);
    assertThat(deleted[0]).isEqualTo(10_000);
    assertThat(all()).hasSize(10_000).allMatch(it -> (it.destination()[3] & 1) == 0);
  }

  /// The rest of what the kernel has to say is still on its way then.
  @Test
  void startsAnewAfterAConsumerThatFailed() throws IOException {
    for (int port = 7000; port < 7300; port++) {
      send("127.0.0.1", port);
    }
    assertThatThrownBy(
            () ->
                conntrack.each(
                    _ -> {
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");

    assertThat(all()).hasSize(300);
  }

  @Test
  void knowsOfNothingOutsideItsNamespace() throws IOException {
    send("127.0.0.1", 7001);
    String other = NAME + "1";
    commands.run("ip", "netns", "add", other);
    try (Conntrack elsewhere =
        NetworkNamespace.find(other).orElseThrow().inside(Conntrack::ofThisNamespace)) {
      List<TrackedFlow> there = new ArrayList<>();
      elsewhere.each(there::add);

      assertThat(there).isEmpty();
      assertThat(elsewhere.delete(one(UDP))).isFalse();
      assertThat(all()).hasSize(1);
    } finally {
      commands.run("ip", "netns", "del", other);
    }
  }

  private void send(String address, int port) throws IOException {
    try (DatagramSocket socket = inside(DatagramSocket::new)) {
      socket.send(
          new DatagramPacket(
              new byte[1], 1, new InetSocketAddress(InetAddress.ofLiteral(address), port)));
    }
  }

  private TrackedFlow one(int protocol) {
    return one(
        it -> it.protocol() == protocol && it.source().length == (protocol == ICMPV6 ? 16 : 4));
  }

  private TrackedFlow one(Predicate<TrackedFlow> which) {
    List<TrackedFlow> found = all().stream().filter(which).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private List<TrackedFlow> all() {
    List<TrackedFlow> all = new ArrayList<>();
    conntrack.each(all::add);
    return all;
  }

  private <T> T inside(Callable<T> work) {
    return NetworkNamespace.find(NAME).orElseThrow().inside(work);
  }
}
