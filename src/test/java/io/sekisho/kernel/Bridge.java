package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.host.Fleet;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.vpc.NetworkInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A host of its own, with a bridge that is not ours: a gateway, guests, and a metadata service
/// that no captured guest may reach.
final class Bridge implements AutoCloseable {
  static final String HOST = Lab.NAMES.prefix() + "-bridge";

  private final Commands commands;
  private final ServerSocket foreign;

  Bridge(Commands commands) {
    this.commands = commands;
    remove();
    commands.run("ip", "netns", "add", HOST);
    ip("link set lo up", "addr add 169.254.169.254/32 dev lo");
    add("br0");
    foreign = there().inside(() -> new ServerSocket(80, 50, InetAddress.ofLiteral(Lab.METADATA)));
    Thread.ofPlatform().daemon().start(this::greet);
  }

  static NetworkNamespace there() {
    return Lab.there(HOST);
  }

  /// A further bridge with the same subnet, as another tenant might have.
  void add(String bridge) {
    ip(
        "link add " + bridge + " type bridge",
        "link set " + bridge + " up",
        "addr add 10.0.0.1/24 dev " + bridge,
        "addr add 2001:db8::1/64 dev " + bridge + " nodad");
  }

  void ip(String... lines) {
    commands.feed(String.join("\n", lines) + "\n", "ip", "-n", HOST, "-batch", "-");
  }

  /// What a command says on the host.
  String run(String... argv) {
    return there().inside(() -> commands.run(argv));
  }

  /// A guest on a bridge: a namespace whose eth0 is the port `vnetN`.
  Guest guest(int mark, String bridge, String... addresses) {
    NetworkInterface nic = Fleet.nic(mark, 1, addresses);
    Guest guest = new Guest(Lab.NAMES.guest(nic), commands);
    commands.run("ip", "netns", "add", guest.name());
    plug(guest, mark, bridge);
    guest.ip("link set lo up");
    for (String address : addresses) {
      boolean v6 = address.contains(":");
      guest.ip("addr add " + address + (v6 ? "/64 dev eth0 nodad" : "/24 dev eth0"));
    }
    guest.ip("route add default via 10.0.0.1", "route add default via 2001:db8::1 dev eth0 onlink");
    return guest;
  }

  /// Plugs the guest's only cable in.
  void plug(Guest guest, int mark, String bridge) {
    ip(
        "link add vnet%d type veth peer name eth0 address %s netns %s"
            .formatted(mark, Fleet.mac(mark), guest.name()),
        "link set vnet%d master %s up".formatted(mark, bridge));
    guest.ip("link set eth0 up");
    assertThat(
            Lab.within(5000, () -> run("ip", "link", "show", "vnet" + mark).contains("state UP")))
        .isTrue();
  }

  /// Captures a guest on `vnetN` and waits until it is served.
  void capture(Lab lab, int vpc, int mark) {
    begin(vpc, mark, "vnet" + mark);
    lab.network.attach(Lab.namespace(vpc), "tap" + mark);
    assertThat(Lab.within(5000, () -> run("ip", "link", "show", end(mark)).contains("state UP")))
        .isTrue();
  }

  void begin(int vpc, int mark, String device) {
    there()
        .inside(
            () -> {
              Capture.begin(Lab.NAMES.prefix(), Lab.namespace(vpc), "tap" + mark, device);
              return device;
            });
  }

  void release(int mark) {
    there()
        .inside(
            () -> {
              Capture.end(Lab.NAMES.prefix(), "tap" + mark);
              return mark;
            });
  }

  static String end(int mark) {
    return Captured.end(Lab.NAMES.prefix(), mark);
  }

  String rules() {
    return run("nft", "list", "ruleset");
  }

  /// Of all devices on the host.
  String names() {
    return run("ip", "-o", "-br", "link").replaceAll("(?m)[ @].*$", "");
  }

  private void greet() {
    while (!foreign.isClosed()) {
      try (Socket socket = foreign.accept()) {
        socket.getOutputStream().write("the host greets\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException closed) {
        // The next round finds out whether it was the listener.
      }
    }
  }

  private void remove() {
    if (NetworkNamespace.find(HOST).isPresent()) {
      commands.run("ip", "netns", "del", HOST);
    }
  }

  @Override
  public void close() throws IOException {
    foreign.close();
    remove();
    Files.deleteIfExists(Path.of("/run/sekisho-" + Lab.NAMES.prefix() + "-capture.lock"));
  }
}
