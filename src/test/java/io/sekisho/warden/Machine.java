package io.sekisho.warden;

import io.sekisho.kernel.Commands;
import io.sekisho.linux.NetworkNamespace;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// A machine in a cloud, with a container behind a bridge, and the cloud's metadata service: three
/// network namespaces. The service answers at every address of its own, TCP and UDP, ports 80 and
/// 53.
public final class Machine implements AutoCloseable {
  public static final String METADATA = "169.254.169.254";
  public static final String METADATA_6 = "fd00:ec2::254";
  public static final String LINK_LOCAL = "fe80::a9fe:a9fe%wan";
  public static final String ELSEWHERE = "10.77.0.1";

  /// Says who asks, in one word: what came of a request.
  private static final String CLIENT =
      """
      import errno, socket, sys, time
      kind, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
      family = socket.AF_INET6 if ':' in host else socket.AF_INET
      began = time.time()
      try:
        s = socket.socket(43 if kind == 'smc' else family,
          socket.SOCK_DGRAM if kind == 'udp' else socket.SOCK_STREAM, 262 if kind == 'mptcp' else 0)
        s.settimeout(2)
        s.connect(socket.getaddrinfo(host, port, family)[0][4])
        if kind == 'keep':
          s.send(b'one'); s.recv(9)
          print('connected', flush=True)
          sys.stdin.readline()
          s.send(b'two')
          print('got ' + s.recv(9).decode())
        else:
          s.send(b'hello')
          print('got ' + s.recv(9).decode())
      except OSError as e:
        slow = ' slowly' if time.time() - began > 1 and kind != 'keep' else ''
        print(errno.errorcode.get(e.errno, type(e).__name__) + slow)
      """;

  /// Connects as fast as it can, until it is told to stop.
  private static final String FLOOD =
      """
      import select, socket, sys
      print('connected', flush=True)
      connected = refused = 0
      while not select.select([sys.stdin], [], [], 0)[0]:
        for _ in range(50):
          s = socket.socket()
          try:
            s.connect((sys.argv[2], 80))
            connected += 1
          except OSError:
            refused += 1
          s.close()
      print(f'{connected} connected, {refused} refused')
      """;

  private static final String PREFIX = "sgt" + ProcessHandle.current().pid() % 10_000;
  private static final String GUEST = PREFIX + "-guest";
  private static final String CLOUD = PREFIX + "-cloud";
  private static final String POD = PREFIX + "-pod";

  public final Commands commands = new Commands();
  private final List<Closeable> open = new ArrayList<>();

  public Machine() {
    remove();
    for (String each : List.of(GUEST, CLOUD, POD)) {
      commands.run("ip", "netns", "add", each);
      commands.run("ip", "-n", each, "link", "set", "lo", "up");
    }
    ip(GUEST, "link add wan type veth peer name lan netns " + CLOUD);
    ip(GUEST, "link add docker0 type veth peer name wan netns " + POD);
    addresses(GUEST, "wan", "10.77.0.2/24", "fd77::2/64", "fe80::2/64");
    addresses(CLOUD, "lan", ELSEWHERE + "/24", "fd77::1/64", "fe80::a9fe:a9fe/64");
    addresses(CLOUD, "lo", METADATA + "/32", METADATA_6 + "/128");
    addresses(GUEST, "docker0", "10.88.0.1/24", "fd88::1/64", "fe80::1/64");
    addresses(POD, "wan", "10.88.0.2/24", "fd88::2/64", "fe80::2/64");
    routes(GUEST, ELSEWHERE, "fd77::1");
    routes(CLOUD, "10.77.0.2", "fd77::2");
    routes(POD, "10.88.0.1", "fd88::1");
    commands.run(
        "ip",
        "netns",
        "exec",
        GUEST,
        "sysctl",
        "-qw",
        "net.ipv4.ip_forward=1",
        "net.ipv6.conf.all.forwarding=1",
        "net.ipv4.ping_group_range=0 65535");
    serve(80);
    serve(53);
  }

  /// Has the machine serve TCP at ports 22 and 8080, and the container at 80, with the addresses
  /// that Docker gives to its first one.
  void serveOthers() {
    ip(POD, "addr add fd88::242:a58:2/64 dev wan nodad");
    listen(GUEST, 22);
    listen(GUEST, 8080);
    listen(POD, 80);
  }

  private void ip(String namespace, String words) {
    commands.feed(words + "\n", "ip", "-n", namespace, "-batch", "-");
  }

  private void addresses(String namespace, String device, String... addresses) {
    ip(namespace, "link set " + device + " up");
    for (String each : addresses) {
      ip(namespace, "addr add " + each + " dev " + device + (each.contains(":") ? " nodad" : ""));
    }
  }

  private void routes(String namespace, String via, String via6) {
    ip(namespace, "route add default via " + via);
    ip(namespace, "route add default via " + via6);
  }

  private NetworkNamespace listen(String namespace, int port) {
    NetworkNamespace where = NetworkNamespace.find(namespace).orElseThrow();
    ServerSocket tcp = where.inside(() -> new ServerSocket(port));
    open.add(tcp);
    Thread.ofPlatform().daemon().start(() -> accept(tcp));
    return where;
  }

  private void serve(int port) {
    NetworkNamespace cloud = listen(CLOUD, port);
    for (String address : List.of(METADATA, METADATA_6, ELSEWHERE)) {
      DatagramSocket udp =
          cloud.inside(
              () ->
                  new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), port)));
      open.add(udp);
      Thread.ofPlatform().daemon().start(() -> echo(udp));
    }
  }

  private static void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofPlatform().daemon().start(() -> answer(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      byte[] buffer = new byte[16];
      while (socket.getInputStream().read(buffer) > 0) {
        socket.getOutputStream().write("it".getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException reset) {
      // As it should be.
    }
  }

  private static void echo(DatagramSocket socket) {
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[16], 16);
        socket.receive(packet);
        socket.send(
            new DatagramPacket(
                "it".getBytes(StandardCharsets.UTF_8), 2, packet.getSocketAddress()));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /// Does the work in the machine's network.
  public <T> T inside(Callable<T> work) {
    return NetworkNamespace.find(GUEST).orElseThrow().inside(work);
  }

  /// What a command says there.
  public String run(String script) {
    return inside(() -> commands.run("sh", "-c", script));
  }

  /// What a request comes to: `got it`, or the error.
  ///
  /// @param who options of setpriv, such as `--reuid 2001 --clear-groups`; nothing for root
  public String ask(String who, String kind, String host, int port) {
    return run(words(who, kind, host, port)).strip();
  }

  public String ask(String who, String host) {
    return ask(who, "tcp", host, 80);
  }

  /// The same from the container.
  public String askFromPod(String host) {
    return NetworkNamespace.find(POD)
        .orElseThrow()
        .inside(() -> commands.run("sh", "-c", words("", "tcp", host, 80)))
        .strip();
  }

  /// Whether somebody outside of the machine gets an answer from there within this time.
  boolean answersOutside(String host, int port, int millis) {
    return NetworkNamespace.find(CLOUD)
        .orElseThrow()
        .inside(
            () -> {
              try (Socket socket = new Socket()) {
                socket.setSoTimeout(millis);
                socket.connect(new InetSocketAddress(host, port), millis);
                socket.getOutputStream().write(1);
                return socket.getInputStream().read() > 0;
              } catch (IOException closed) {
                return false;
              }
            });
  }

  /// A connection that is made now, and used again later.
  public Kept keep(String who, String host) {
    return start(words(who, "keep", host, 80));
  }

  /// One after the other, until it is used again: then it says how many there were.
  public Kept flood(String who, String host) {
    return start(words(who, "tcp", host, 80).replace(CLIENT, FLOOD));
  }

  private Kept start(String words) {
    try {
      Process process = inside(() -> new ProcessBuilder("sh", "-c", "exec " + words).start());
      Kept kept = new Kept(process, process.inputReader(), process.getOutputStream());
      open.add(kept);
      if (!"connected".equals(kept.out.readLine())) {
        throw new AssertionError("no connection");
      }
      return kept;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public record Kept(Process process, BufferedReader out, OutputStream in) implements Closeable {
    public String useAgain() {
      try {
        in.write('\n');
        in.flush();
        return String.valueOf(out.readLine());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /// The command with which somebody asks.
  public String words(String who) {
    return words(who, "tcp", METADATA, 80);
  }

  private static String words(String who, String kind, String host, int port) {
    return "%s /usr/bin/python3 -c \"%s\" %s '%s' %d"
        .formatted(who.isEmpty() ? "" : "setpriv " + who, CLIENT, kind, host, port);
  }

  private void remove() {
    for (String each : List.of(GUEST, CLOUD, POD)) {
      if (NetworkNamespace.find(each).isPresent()) {
        commands.run("ip", "netns", "del", each);
      }
    }
  }

  @Override
  public void close() {
    for (Closeable each : open) {
      try {
        each.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    remove();
  }
}
