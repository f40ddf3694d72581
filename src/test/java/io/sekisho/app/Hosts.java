package io.sekisho.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.client.Client;
import io.sekisho.client.Context;
import io.sekisho.client.Environment;
import io.sekisho.control.Initiator;
import io.sekisho.host.Names;
import io.sekisho.nodewire.JoinTokenView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A controller, and hosts with guests of their own: each a node as root starts it, under a prefix
/// of its own, and a network namespace that stands for the host's.
final class Hosts {
  private static final int GUESTS = 8;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final Path folder;
  private final String run = Long.toString(ProcessHandle.current().pid(), 36);
  private final int nodesPort = FleetScene.freePort();
  private final House controller;
  private final Client client;
  private final Wire wire;
  private final List<Host> open = new ArrayList<>();
  private final List<Visitor> visitors = new ArrayList<>();

  Hosts(Path folder) throws Exception {
    this.folder =
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    controller =
        House.open(
            FleetScene.settings(
                folder.resolve("controller"),
                Settings.Guests.NONE,
                0,
                Optional.of(
                    new Settings.NodesPort(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), nodesPort),
                        Set.of("127.0.0.1")))));
    String key = controller.keys().createFirst().orElseThrow();
    client = new Client(new Context(controller.apiUrl(), controller.authority().rootPem(), key));
    wire = new Wire(controller, key);
    controller.controller().apply(inventory(), false, false, new Initiator("test", "0"));
  }

  Client client() {
    return client;
  }

  /// As somebody asks the controller without a client.
  Wire wire() {
    return wire;
  }

  /// The interface of a guest, as hypervisors have to set it up.
  ///
  /// @param number from 1 on
  static String mac(int number) {
    return "02:00:00:00:10:0" + number;
  }

  /// One more host.
  ///
  /// @param letter ends its prefix
  /// @param takes whether it may take every guest
  Host host(String letter, boolean takes) throws Exception {
    Host host = new Host("h" + letter + run, takes);
    open.add(host);
    host.start();
    return host;
  }

  /// A guest's own half, with a device on a host that leads to it.
  ///
  /// @param number of the guest
  /// @param device in the host's namespace
  Visitor visitor(Host host, int number, String device) {
    Visitor visitor = new Visitor(host.prefix + "-guest-9" + visitors.size(), number);
    visitors.add(visitor);
    ip("netns add " + visitor.namespace);
    ip(
        "link add name eth0 address %s netns %s type veth peer name %s netns %s"
            .formatted(mac(number), visitor.namespace, device, host.namespace()));
    visitor.ip("link set lo up");
    visitor.ip("link set eth0 addrgenmode none up");
    visitor.ip("addr add 10.0.0.%d/24 dev eth0".formatted(10 + number));
    visitor.ip("route add default via 10.0.0.1");
    return visitor;
  }

  static String ip(String words) {
    return Ran.here(("ip " + words).split(" ")).good();
  }

  void close() throws Exception {
    for (Visitor visitor : visitors) {
      Ran.here("ip", "netns", "del", visitor.namespace);
    }
    for (Host host : open) {
      host.close();
    }
    controller.close();
  }

  private static byte[] inventory() {
    StringBuilder text =
        new StringBuilder(
            """
            accounts:
              - name: acme
                vpcs:
                  - name: prod
                    region: us-south
                    subnets:
                      - {name: front, zone: us-south-1, ipv4_cidr_block: 10.0.0.0/24}
                instances:
            """);
    for (int i = 1; i <= GUESTS; i++) {
      text.append(
          """
                - name: web-%d
                  vpc: prod
                  metadata_service: {enabled: true}
                  network_interfaces:
                    - {name: eth0, subnet: front, address: 10.0.0.%d, mac_address: "%s"}
          """
              .formatted(i, 10 + i, mac(i)));
    }
    return text.toString().getBytes(UTF_8);
  }

  /// A guest, as somebody with a shell there knows it.
  record Visitor(String namespace, int number) {
    void ip(String words) {
      Hosts.ip("-n " + namespace + " " + words);
    }

    /// Whether another guest answers it within a second.
    boolean reaches(int other) {
      return Ran.here(
                  "ip netns exec %s ping -c1 -W1 10.0.0.%d"
                      .formatted(namespace, 10 + other)
                      .split(" "))
              .code()
          == 0;
    }

    /// Its card may take a second to notice that it is connected.
    void isServed() throws Exception {
      StandIn.eventually(() -> assertThat(name()).isEqualTo("web-" + number));
    }

    /// The name by which the service calls it; empty if it does not answer within a second.
    String name() {
      String token = curl("-X", "PUT", "-H", "Metadata-Flavor: ibm", "/identity/v1/token");
      if (!token.contains("access_token")) {
        return token;
      }
      String document =
          curl("-H", "Authorization: Bearer " + StandIn.found(token), "/metadata/v1/instance");
      return document.replaceFirst("(?s).*\"name\":\"(web-\\d)\".*", "$1");
    }

    private String curl(String... words) {
      List<String> command =
          new ArrayList<>(
              List.of("ip", "netns", "exec", namespace, "curl", "-s", "--connect-timeout", "1"));
      // Whose device goes while it asks hears nothing more, not even an end.
      command.addAll(List.of("-m", "5"));
      command.addAll(List.of(words).subList(0, words.length - 1));
      command.add(Guest.IPV4 + words[words.length - 1] + "?version=" + Guest.VERSION);
      return Ran.here(command.toArray(String[]::new)).out();
    }
  }

  /// One host.
  final class Host {
    private final String prefix;
    private final boolean takes;
    private final Path home;
    private Optional<Process> process = Optional.empty();

    private Host(String prefix, boolean takes) throws IOException {
      this.prefix = prefix;
      this.takes = takes;
      this.home = Files.createDirectory(folder.resolve(prefix));
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      ip("netns add " + namespace());
      ip("-n " + namespace() + " link set lo up");
      writeCommand();
    }

    String name() {
      return prefix;
    }

    /// Where the devices are that hypervisors make.
    String namespace() {
      return prefix + "-host";
    }

    /// A folder with a `sekisho` that is the one of this host.
    Path bin() {
      return home;
    }

    void start() throws Exception {
      JoinTokenView token =
          client.createJoinToken(
              new JoinTokenView.Wanted(
                  Optional.of(3_600),
                  Optional.of(false),
                  Optional.of(new JoinTokenView.Takes(takes, List.of()))));
      ProcessBuilder builder =
          new ProcessBuilder(
              home.resolve("sekisho").toString(),
              "node",
              "--controller",
              "https://127.0.0.1:" + nodesPort,
              "--name",
              prefix);
      builder.environment().put("SEKISHO_JOIN_TOKEN", token.token().orElseThrow());
      Path out = home.resolve("node.out");
      Process node = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
      process = Optional.of(node);
      Runtime.getRuntime().addShutdownHook(new Thread(node::destroy));
      long end = System.nanoTime() + PATIENCE;
      while (!Files.readString(out).contains("Stop it with Ctrl-C.")) {
        assertThat(node.isAlive() && System.nanoTime() < end).as(Files.readString(out)).isTrue();
        Thread.sleep(20);
      }
    }

    /// The process that has no privileges; the next one is started by the one that has.
    void killService() throws Exception {
      ProcessHandle service =
          process.orElseThrow().descendants().reduce((_, last) -> last).orElseThrow();
      service.destroyForcibly();
      service.onExit().get(10, TimeUnit.SECONDS);
    }

    void stop() throws Exception {
      Process node = process.orElseThrow();
      node.destroy();
      assertThat(node.waitFor(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
    }

    /// A command in this process, in the namespace of this process.
    Ran sekisho(String... words) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Environment environment =
          new Environment(
              Map.of("SEKISHO_HOME", home.toString()),
              InputStream.nullInputStream(),
              new PrintStream(out, true, UTF_8),
              new PrintStream(err, true, UTF_8),
              Path.of("").toAbsolutePath());
      int code = Main.commandLine(environment, new Names(prefix)).execute(words);
      return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /// Any command in the host's namespace, with its own `sekisho` and this on its standard input.
    ProcessBuilder there(String... command) {
      List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace()));
      words.addAll(List.of(command));
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().put("PATH", bin() + ":" + System.getenv("PATH"));
      builder.environment().put("SEKISHO_RUN", home.toString());
      return builder;
    }

    /// The same as a hypervisor calls its hook.
    ///
    /// @param input on its standard input
    Ran hook(ProcessBuilder builder, String input) throws IOException {
      Path file = Files.writeString(home.resolve("input"), input);
      Path out = home.resolve("hook.out");
      Path err = home.resolve("hook.err");
      Process hook =
          builder
              .redirectInput(file.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      try {
        assertThat(hook.waitFor(PATIENCE, TimeUnit.NANOSECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new Ran(hook.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// The guests that this host alone serves.
    List<String> guests() {
      return client.node(prefix).guests().stream().map(it -> it.name()).sorted().toList();
    }

    /// The names of the devices in a namespace.
    static List<String> devices(String namespace) {
      return Ran.here("ip", "-n", namespace, "-br", "link")
          .out()
          .lines()
          .map(line -> line.split("[ @]")[0])
          .toList();
    }

    /// The namespaces of VPCs here.
    List<String> vpcs() {
      return Ran.here("ip", "netns")
          .out()
          .lines()
          .map(line -> line.split(" ")[0])
          .filter(it -> it.startsWith(prefix + "-vpc-"))
          .toList();
    }

    void close() throws Exception {
      if (process.filter(Process::isAlive).isPresent()) {
        stop();
      }
      vpcs().forEach(it -> ip("netns del " + it));
      ip("netns del " + namespace());
      assertThat(Path.of("/run/sekisho-" + prefix)).doesNotExist();
      Files.deleteIfExists(Path.of("/run/sekisho-" + prefix + ".lock"));
      Files.deleteIfExists(Path.of("/run/sekisho-" + prefix + "-capture.lock"));
    }

    private void writeCommand() throws IOException {
      Path file =
          Files.writeString(
              home.resolve("sekisho"),
              """
              #!/bin/sh
              export SEKISHO_PREFIX=%s SEKISHO_HOME=%s
              exec %s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx160m --enable-native-access=ALL-UNNAMED \
                --sun-misc-unsafe-memory-access=allow -cp '%s' %s "$@"
              """
                  .formatted(
                      prefix,
                      home,
                      ProcessHandle.current().info().command().orElseThrow(),
                      System.getProperty("java.class.path"),
                      Main.class.getName()));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
