package io.sekisho.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.kernel.Commands;
import io.sekisho.linux.RuleCounters.Count;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What `nft` says has been counted is what is read.
@Tag("root")
@ExtendWith(Root.class)
class RuleCountersTest {
  private static final String NAME =
      "rc" + Long.toString(ProcessHandle.current().pid(), 36) + "-guest-1";
  private final Commands commands = new Commands();
  private RuleCounters counters;

  @BeforeEach
  void make() {
    commands.run("ip", "netns", "add", NAME);
    commands.run("ip", "-n", NAME, "link", "set", "lo", "up");
    counters = inside(RuleCounters::ofThisNamespace);
  }

  @AfterEach
  void remove() {
    counters.close();
    commands.run("ip", "netns", "del", NAME);
  }

  @Test
  void tellsWhatPacketsMet() throws IOException {
    nft(
        """
        table inet kt {
          counter rule.0717-abc { }
          counter idle { }
          set sent { type ifname; counter; elements = { "lo", "tap5" }; }
          set plain { type ifname; elements = { "lo" }; }
          set others { type ipv4_addr; counter; elements = { 127.0.0.1 }; }
          chain out {
            type filter hook output priority 0; policy accept;
            udp dport 7001 oifname @sent counter name rule.0717-abc
            ip daddr @others oifname @plain accept
          }
        }
        table inet other {
          counter idle2 { }
        }
        """);
    send(3);

    assertThat(counters.read("kt"))
        .containsExactlyInAnyOrder(
            new Count("rule.0717-abc", "", 3, 3 * 38),
            new Count("idle", "", 0, 0),
            new Count("sent", "lo", 3, 3 * 38),
            new Count("sent", "tap5", 0, 0));
  }

  @Test
  void goesOnCountingWhereOnlyElementsCameAndWent() throws IOException {
    nft(
        """
        table inet kt {
          set sent { type ifname; counter; elements = { "lo", "tap5" }; }
          chain out {
            type filter hook output priority 0; policy accept;
            udp dport 7001 oifname @sent accept
          }
        }
        """);
    send(2);
    nft("delete element inet kt sent { \"tap5\" }\nadd element inet kt sent { \"tap6\" }\n");
    send(1);

    assertThat(counters.read("kt"))
        .containsExactlyInAnyOrder(
            new Count("sent", "lo", 3, 3 * 38), new Count("sent", "tap6", 0, 0));
  }

  @Test
  void isNothingWhereNoTableIs() {
    assertThat(counters.read("kt")).isEmpty();
  }

  @Test
  void readsThoseOfAThousandInterfacesAsNftDoes() {
    nft(large());
    List<Count> all = counters.read("kt");

    assertThat(all).hasSize(9_000);
    assertThat(all.stream().filter(it -> it.device().isEmpty()).map(Count::name).sorted().toList())
        .isEqualTo(named());
    assertThat(all.stream().filter(it -> it.name().equals("sent")).map(Count::device))
        .hasSize(1_000)
        .contains("tap1", "tap1000");
  }

  private List<String> named() {
    String listing = inside(() -> commands.run("nft", "list", "counters", "table", "inet", "kt"));
    return Pattern.compile("counter (\\S+) \\{")
        .matcher(listing)
        .results()
        .map(it -> it.group(1))
        .sorted()
        .toList();
  }

  static String large() {
    String taps =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(i -> "\"tap" + i + "\"")
            .collect(Collectors.joining(", "));
    StringBuilder table = new StringBuilder("table inet kt {\n");
    for (int i = 0; i < 2_000; i++) {
      table.append("counter rule.r006-%08d-0000-4000-8000-000000000000 { }\n".formatted(i));
    }
    for (String set :
        List.of(
            "sent",
            "received",
            "spoofed_by",
            "refused_out",
            "refused_in",
            "denied_out",
            "denied_in")) {
      table.append("set %s { type ifname; counter; elements = { %s }; }\n".formatted(set, taps));
    }
    return table.append("}\n").toString();
  }

  private void nft(String rules) {
    inside(() -> commands.feed(rules, "nft", "-f", "-"));
  }

  /// Packets of 38 bytes: what they carry, and two headers.
  private void send(int packets) throws IOException {
    try (DatagramSocket socket = inside(DatagramSocket::new)) {
      for (int i = 0; i < packets; i++) {
        socket.send(
            new DatagramPacket(
                new byte[10], 10, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7001)));
      }
    }
  }

  private <T> T inside(Callable<T> work) {
    return NetworkNamespace.find(NAME).orElseThrow().inside(work);
  }
}
