package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.host.Fleet;
import io.sekisho.host.HostPlan;
import io.sekisho.host.HostPlans;
import io.sekisho.host.Names;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.NetworkInterface;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A host with guests that are network namespaces: everything here is real but the machines.
final class Lab implements AutoCloseable {
  /// Its own in each process, so that tests of two working trees don't meet in the kernel.
  static final Names NAMES = new Names("kt" + Long.toString(ProcessHandle.current().pid(), 36));

  static final String VPC_1 = NAMES.namespace(Fleet.vpc(1));
  static final String METADATA = "169.254.169.254";
  static final String METADATA_V6 = "fd00:ec2::254";
  private static final int SILENCE_MILLIS = 700;

  final Commands commands = new Commands();
  final Fleet fleet = new Fleet();
  final List<Event> events = new CopyOnWriteArrayList<>();
  final HostNetwork network = network();
  private final List<ServerSocket> listeners = new ArrayList<>();

  /// How an attempt to connect ends.
  enum Answer {
    OPEN,
    REFUSED,
    SILENCE
  }

  Lab() {
    network.clean();
  }

  /// A further process on the same host.
  HostNetwork network() {
    return new HostNetwork(NAMES, commands, events::add, InstantSource.system());
  }

  HostPlan plan() {
    return new HostPlans(NAMES, Limits.DEFAULT).of(fleet.snapshot());
  }

  void enforce() {
    network.enforce(plan());
  }

  /// Plugs a guest in as a hypervisor would, and configures it as its DHCP client would.
  Guest guest(int mark, int vpc, String... addresses) {
    NetworkInterface nic = Fleet.nic(mark, vpc, addresses);
    Guest guest = new Guest(NAMES.guest(nic), commands);
    commands.run("ip", "netns", "add", guest.name());
    commands.run(
        "ip link add eth0 netns %s address %s type veth peer name %s netns %s"
            .formatted(guest.name(), nic.mac(), Names.tap(nic), NAMES.namespace(Fleet.vpc(vpc)))
            .split(" "));
    guest.ip("link set lo up", "link set eth0 up");
    for (String address : addresses) {
      guest.ip("addr add " + address + " dev eth0" + (address.contains(":") ? " nodad" : ""));
    }
    guest.ip("route add default via 10.0.0.1 dev eth0 onlink");
    guest.ip("route add default via fe80::1 dev eth0");
    return guest;
  }

  /// The same, waiting for nothing: the host's end is configured when this returns.
  Guest attached(int mark, int vpc, String... addresses) {
    Guest guest = guest(mark, vpc, addresses);
    network.attach(namespace(vpc), "tap" + mark);
    settle(guest, mark, vpc);
    return guest;
  }

  /// A veth pair passes nothing until the kernel has noticed its carrier: up to a second later.
  void settle(Guest guest, int mark, int vpc) {
    String tap = "ip -n %s link show tap%d".formatted(NAMES.namespace(Fleet.vpc(vpc)), mark);
    String eth = "ip -n %s link show eth0".formatted(guest.name());
    for (String end : List.of(tap, eth)) {
      assertThat(within(5000, () -> commands.run(end.split(" ")).contains("state UP"))).isTrue();
    }
  }

  /// Listens on both addresses and ports of a VPC's service; each connection is told its peer.
  void serve(int vpc) {
    for (String address : List.of(METADATA, METADATA_V6)) {
      for (int port : List.of(80, 443)) {
        listen(vpc, address, port);
      }
    }
  }

  void stopServing() throws IOException {
    for (ServerSocket listener : listeners) {
      listener.close();
    }
  }

  void listen(int vpc, String address, int port) {
    ServerSocket listener =
        network.inside(
            namespace(vpc), () -> new ServerSocket(port, 1024, InetAddress.ofLiteral(address)));
    listeners.add(listener);
    Thread.ofPlatform().daemon().start(() -> greet(listener, "vpc-" + vpc));
  }

  private static void greet(ServerSocket listener, String who) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        Ip peer = Ip.of(socket.getInetAddress());
        socket
            .getOutputStream()
            .write((who + " greets " + peer + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException closed) {
        // The next round finds out whether it was the listener.
      }
    }
  }

  /// What happens when something in this namespace connects, from an address of its choice.
  static Answer connect(String namespace, String from, String to, int port) {
    return connect(namespace, from, 0, to, port);
  }

  static Answer connect(String namespace, String from, int fromPort, String to, int port) {
    return there(namespace)
        .inside(
            () -> {
              try (Socket socket = new Socket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), fromPort));
                socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(to), port), SILENCE_MILLIS);
                return Answer.OPEN;
              } catch (SocketTimeoutException | NoRouteToHostException e) {
                return Answer.SILENCE;
              } catch (ConnectException e) {
                assertThat(e).hasMessageContaining("refused");
                return Answer.REFUSED;
              }
            });
  }

  /// What the service says to a guest that connects: which VPC's it is, and whom it sees.
  static String greeting(Guest guest) {
    return there(guest.name())
        .inside(
            () -> {
              try (Socket socket = new Socket(METADATA, 80)) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
              }
            });
  }

  static String namespace(int vpc) {
    return NAMES.namespace(Fleet.vpc(vpc));
  }

  static NetworkNamespace there(String namespace) {
    return NetworkNamespace.find(namespace).orElseThrow();
  }

  /// Packets that a rule with this named counter has dropped so far.
  int counted(int vpc, String family, String counter) {
    String listing =
        network.inside(
            namespace(vpc),
            () -> commands.run("nft", "list", "counter", family, "sekisho", counter));
    return Integer.parseInt(listing.replaceAll("(?s).*packets (\\d+).*", "$1"));
  }

  /// Packets of which a set has counted that they were a tap's.
  int countedOf(int vpc, String set, String tap) {
    String listing =
        network.inside(
            namespace(vpc), () -> commands.run("nft", "list", "set", "inet", "sekisho", set));
    return Integer.parseInt(
        listing.replaceAll("(?s).*\"" + tap + "\" counter packets (\\d+).*", "$1"));
  }

  /// What `ip` says within VPC 1.
  String ip(String command) {
    return commands.run(("ip -n " + VPC_1 + " " + command).split(" "));
  }

  String routes() {
    return ip("route");
  }

  /// Runs an nftables command within VPC 1, as an administrator would.
  String nft(String command) {
    return network.inside(VPC_1, () -> commands.feed(command + "\n", "nft", "-f", "-"));
  }

  String rules(int vpc) {
    return network.inside(namespace(vpc), () -> commands.run("nft", "list", "ruleset"));
  }

  Stream<Event.Notice> notices(Event.Kind kind) {
    return events.stream().map(Event.Notice.class::cast).filter(it -> it.kind() == kind);
  }

  static boolean within(int millis, BooleanSupplier condition) {
    long end = System.nanoTime() + millis * 1_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      pause(20);
    }
    return true;
  }

  static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    stopServing();
    network.clean();
  }
}
