package io.sekisho.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.host.Fleet;
import io.sekisho.host.HostPlan;
import io.sekisho.host.HostPlans;
import io.sekisho.host.Names;
import io.sekisho.host.Pool;
import io.sekisho.host.VpcPlan;
import io.sekisho.kernel.Commands;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.linux.RuleCounters.Count;
import io.sekisho.linux.Sockets;
import io.sekisho.linux.UnixListener;
import io.sekisho.linux.UnixSocket;
import io.sekisho.nftables.GuestPorts;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.EnvelopeText;
import io.sekisho.wire.Attachment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The helper and its client on a real socket, before the real kernel.
@Tag("root")
@ExtendWith(Root.class)
class HelperTest {
  private static final Names NAMES =
      new Names("ht" + Long.toString(ProcessHandle.current().pid(), 36));
  private static final Names STRANGER = new Names("stranger");
  private static final Pool POOL = new Pool(List.of(Prefix.parse("203.0.113.0/28")));
  private static final Ip METADATA = Ip.parse("169.254.169.254");
  private static final String VPC = NAMES.namespace(Fleet.vpc(1));

  @TempDir private Path folder;
  private Side helper;
  private HelperClient client;

  @BeforeEach
  void open() throws IOException {
    helper = new Side(folder.resolve("socket"));
    client = HelperClient.connect(folder.resolve("socket"));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    helper.helper.clean();
    helper.close();
  }

  @Test
  void enforcesWhatItIsGiven() {
    client.enforce(plan(NAMES));

    assertThat(rules()).contains("\"tap1\" . 80 : goto open");
  }

  @Test
  void handsOverTheSameSocketEachTimeAndConnectionsWaitInIt() throws IOException {
    client.enforce(plan(NAMES));
    Sockets.close(client.listen(VPC, METADATA, 80));

    // Nobody has the socket but the helper, and it still listens.
    NetworkNamespace.find(VPC)
        .orElseThrow()
        .inside(
            () -> {
              new Socket(InetAddress.ofLiteral("169.254.169.254"), 80).close();
              return VPC;
            });
    Sockets.close(client.listen(VPC, METADATA, 80));
  }

  @Test
  void tellsWhatTheRulesOfEveryNamespaceHaveCounted() {
    client.enforce(plan(NAMES));

    // What a hand has changed is put right within half a second: then once more.
    Map<String, List<Count>> counted = Map.of();
    for (int i = 0; i < 10 && !counted.toString().contains("r006-1"); i++) {
      count();
      counted = client.counted();
    }
    assertThat(counted).containsOnlyKeys(VPC);
    assertThat(counted.get(VPC))
        .contains(
            new Count("rule.r006-1", "", 3, 180),
            new Count("sent", "tap1", 2, 99),
            new Count("spoofed", "", 0, 0));
  }

  /// As if rules had counted something.
  private static void count() {
    NetworkNamespace.find(VPC)
        .orElseThrow()
        .inside(
            () ->
                new Commands()
                    .feed(
                        """
                        add counter inet sekisho rule.r006-1 { packets 3 bytes 180 ; }
                        delete element inet sekisho sent { "tap1" }
                        add element inet sekisho sent { "tap1" counter packets 2 bytes 99 }
                        """,
                        "nft",
                        "-f",
                        "-"));
  }

  @Test
  void touchesNothingThatIsNotItsOwn() {
    assertThatIllegalStateException()
        .isThrownBy(() -> client.enforce(plan(STRANGER)))
        .withMessageContaining("is not ours");
    assertThatIllegalStateException()
        .isThrownBy(() -> client.listen("stranger-vpc-1", METADATA, 80))
        .withMessageContaining("is not ours");
    assertThat(NetworkNamespace.find("stranger-vpc-1")).isEmpty();
  }

  /// Whatever the service has become: on a bridge the host would answer for addresses that are
  /// others'.
  @Test
  void givesGuestsNoPublicAddressesButThoseOfItsPool() {
    client.enforce(
        plan(
            """
            place 1 front - 10.0.0.5 floating=203.0.113.5
            place 2 front - 10.0.0.6 floating=203.0.113.77
            place 3 front - 10.0.0.7 floating=192.168.1.1
            place 4 back - 10.0.1.7
            place 5 side - 10.0.2.7
            segment front - 10.0.0.0/24
            segment back - 10.0.1.0/24 gateway=198.51.100.1
            segment side - 10.0.2.0/24 gateway=203.0.113.6
            """));

    for (String family : List.of("inet", "arp")) {
      String known = listed(family, "public");
      assertThat(known).contains("203.0.113.5", "203.0.113.6");
      assertThat(known).doesNotContain("203.0.113.77", "192.168.1.1", "198.51.100.1");
    }
    assertThat(mapped("away")).contains("tap1", "tap5").doesNotContain("tap2", "tap3", "tap4");
  }

  /// Its kernel would be busy with that, and everybody's changes wait.
  @Test
  void refusesMoreRulesThanAHostCanBear() {
    client.enforce(plan("segment front - 10.0.0.0/24"));
    String many = "group g\n" + "in tcp/80 10.0.0.0/8\n".repeat(10_001);
    assertThatIllegalStateException()
        .isThrownBy(() -> client.enforce(plan(many)))
        .withMessageContaining("too many rules");
    assertThat(rules()).doesNotContain("in.g");
    client.enforce(plan("group h\nin tcp/80 10.0.0.0/8"));
    assertThat(rules()).contains("in.h");
  }

  private static HostPlan plan(String envelope) {
    Envelope read = EnvelopeText.read(envelope);
    List<GuestPorts.Port> ports =
        read.places().stream()
            .map(
                it ->
                    new GuestPorts.Port(
                        "tap" + it.mark(),
                        Fleet.mac(it.mark()),
                        it.addresses(),
                        it.mark(),
                        1,
                        GuestPorts.Service.OFF))
            .toList();
    return new HostPlan(
        List.of(
            new VpcPlan(
                VPC, List.of(Ip.parse("10.0.0.1")), new GuestPorts(ports, Limits.DEFAULT), read)),
        Map.of());
  }

  private static String listed(String family, String set) {
    return NetworkNamespace.find(VPC)
        .orElseThrow()
        .inside(() -> new Commands().run("nft", "list", "set", family, "sekisho", set));
  }

  private static String mapped(String map) {
    return NetworkNamespace.find(VPC)
        .orElseThrow()
        .inside(() -> new Commands().run("nft", "list", "map", "inet", "sekisho", map));
  }

  @Test
  void hangsUpOnNonsenseAndServesTheNext() throws IOException {
    try (UnixSocket other = UnixSocket.connect(folder.resolve("socket"), Duration.ofSeconds(10))) {
      client.close();
      other.send(
          "{\"ask\":\"exec\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
          OptionalInt.empty());
      assertThat(helper.nonsense()).contains("Request");
    }
    client = HelperClient.connect(folder.resolve("socket"));

    client.enforce(plan(NAMES));
  }

  @Test
  void isToldByItsClientWhatHasToBeInForceWhenItComesBack() throws IOException {
    client.enforce(plan(NAMES));
    helper.close();
    new Commands().run("ip", "netns", "del", VPC);
    helper = new Side(folder.resolve("socket"));

    Sockets.close(client.listen(VPC, METADATA, 80));

    assertThat(rules()).contains("\"tap1\" . 80 : goto open");
  }

  @Test
  void isNotWaitedForForEverByItsClient() throws IOException {
    Path path = folder.resolve("hung");
    try (UnixListener hung = UnixListener.open(path, 0, Duration.ofMillis(100));
        HelperClient waiting = HelperClient.connect(path, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> waiting.listen(VPC, METADATA, 80))
          .hasMessageContaining("the helper is away");
      assertThat(hung.accept()).as("it was asked").isPresent();
    }
  }

  private static HostPlan plan(Names names) {
    return new HostPlans(names, Limits.DEFAULT)
        .of(new Fleet().with(1, 1, Fleet.http(1), "10.0.0.5").snapshot());
  }

  private static String rules() {
    return NetworkNamespace.find(VPC)
        .orElseThrow()
        .inside(() -> new Commands().run("nft", "list", "ruleset"));
  }

  /// The root side of a socket, on a thread of its own.
  private static final class Side implements AutoCloseable, Helper.Owner {
    private final Helper helper =
        new Helper(NAMES, new Commands(), InstantSource.system(), POOL, this);
    private final UnixListener listener;
    private final List<UnixSocket> sockets = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile String nonsense = "";

    Side(Path path) throws IOException {
      listener = UnixListener.open(path, 0, Duration.ofMillis(100));
      thread = Thread.ofPlatform().daemon().start(this::serve);
    }

    private void serve() {
      while (!closed) {
        try {
          Optional<UnixSocket> next = listener.accept();
          if (next.isPresent()) {
            synchronized (sockets) {
              sockets.add(next.get());
            }
            helper.serve(next.get());
          }
        } catch (IOException e) {
          nonsense = String.valueOf(e.getMessage());
        }
      }
    }

    String nonsense() {
      for (int i = 0; i < 200 && nonsense.isEmpty(); i++) {
        try {
          Thread.sleep(10);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return nonsense;
    }

    @Override
    public boolean introduce(String url, String ca, Optional<String> key) {
      return false;
    }

    @Override
    public void ready(List<Attachment> attachments, String ca) {}

    @Override
    public void close() throws IOException {
      closed = true;
      synchronized (sockets) {
        for (UnixSocket socket : sockets) {
          socket.close();
        }
      }
      try {
        thread.join(2_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      listener.close();
      helper.close();
    }
  }
}
