package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.client.Environment;
import io.sekisho.host.Names;
import io.sekisho.kernel.Commands;
import io.sekisho.lab.Lab;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program as its users start it, in a process of its own, with the guests of the lab in
/// `examples`: runs for as long as the tests of a class do, and has to leave nothing behind.
final class Product implements BeforeAllCallback, AfterAllCallback {
  static final Path INVENTORY = Path.of("examples/lab.yaml").toAbsolutePath();
  private static final int PATIENCE_SECONDS = 60;

  private static final int MOST_GUESTS = 16;

  private final String prefix;

  /// From which the ports of simulated guests are counted; 0 if guests are real.
  private final int loopbackPort;

  private Optional<Path> home = Optional.empty();
  private Optional<Process> process = Optional.empty();

  /// @param prefix three letters with which the names of all begin that it makes in the kernel; two
  ///   test runs at a time have different names all the same
  Product(String prefix) {
    this(prefix, 0);
  }

  private Product(String prefix, int loopbackPort) {
    this.prefix = prefix + Long.toString(ProcessHandle.current().pid(), 36);
    this.loopbackPort = loopbackPort;
  }

  /// With guests on loopback ports, which needs no root.
  static Product simulated(String prefix) {
    return new Product(prefix, freePorts());
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (isNested(context)) {
      return;
    }
    if (isSimulated()) {
      home = Optional.of(open(Files.createTempDirectory(prefix)));
      start("--guests", "simulated", "--loopback-port", Integer.toString(loopbackPort));
      return;
    }
    Root.required();
    home = Optional.of(open(Files.createTempDirectory(prefix)));
    start("--lab", INVENTORY.toString());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (home.isPresent() && !isNested(context)) {
      stop();
      List<String> left = traces();
      if (!isSimulated()) {
        sekisho("lab", "down");
      }
      Ran.here("rm", "-rf", home().toString(), "/run/sekisho-" + prefix + ".lock").good();
      assertThat(left).isEmpty();
    }
  }

  /// Where a simulated guest asks.
  ///
  /// @param mark the number of its interface
  int loopbackPort(int mark) {
    return loopbackPort + mark;
  }

  Path home() {
    return home.orElseThrow();
  }

  /// Others may pass: the service is another user.
  private static Path open(Path folder) throws IOException {
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /// Where the service keeps what it has: a folder of its own where it has no privileges.
  private Path state() {
    Path own = home().resolve("state");
    return Files.exists(own) ? own : home();
  }

  /// The event log, when this word stands in it; it is written behind the answers' backs.
  String eventsWith(String word) throws Exception {
    Path file = state().resolve("events.jsonl");
    for (int waited = 0; waited < 3_000 && !Files.readString(file).contains(word); waited += 50) {
      Thread.sleep(50);
    }
    String events = Files.readString(file);
    assertThat(events).contains(word);
    return events;
  }

  Path ca() {
    return state().resolve("ca.pem");
  }

  /// What `up` has said so far.
  String said() throws IOException {
    return Files.readString(home().resolve("up.out"));
  }

  /// Runs `up`; returns when it says that it is up.
  void start(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("up", "--api", "127.0.0.1:0"));
    arguments.addAll(List.of(options));
    Path out = home().resolve("up.out");
    Process up =
        program(arguments.toArray(String[]::new))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    process = Optional.of(up);
    // Should this process be told to end in the middle of a test.
    Runtime.getRuntime().addShutdownHook(new Thread(up::destroy));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!said().contains("Stop it with Ctrl-C.")) {
      assertThat(up.isAlive() && System.nanoTime() < end).as(said()).isTrue();
      Thread.sleep(20);
    }
  }

  /// As Ctrl-C does.
  void stop() throws Exception {
    Process up = process.orElseThrow();
    up.destroy();
    if (!up.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      up.destroyForcibly().waitFor();
      throw new AssertionError("it does not stop: " + said());
    }
  }

  void kill() throws Exception {
    process.orElseThrow().destroyForcibly().waitFor();
  }

  /// The process that speaks with guests.
  ProcessHandle service() {
    return process.orElseThrow().children().findFirst().orElseThrow();
  }

  /// The one that is started when that one has ended.
  ProcessHandle serviceAfter(ProcessHandle ended) throws Exception {
    ended.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Optional<ProcessHandle> next = Optional.empty();
    while (next.isEmpty()) {
      Thread.sleep(5);
      next = process.orElseThrow().children().filter(it -> it.pid() != ended.pid()).findFirst();
    }
    return next.get();
  }

  /// A guest by its name or `account/name`.
  Guest guest(String name) {
    return new Guest(lab(), name, Optional.empty());
  }

  Guest container(String guest, String name) {
    return new Guest(lab(), guest, Optional.of(name));
  }

  Lab lab() {
    return new Lab(new Names(prefix), new Commands(), ca());
  }

  /// The network namespace of a guest.
  String namespace(String guest) {
    return lab().guests().stream()
        .filter(it -> it.name().equals(guest) || it.reference().equals(guest))
        .findFirst()
        .orElseThrow()
        .namespace();
  }

  /// A name of a network namespace that is ours to make.
  String name(String rest) {
    return prefix + "-" + rest;
  }

  /// An operator's command, in this process: all but the start of a JVM is real.
  Ran cli(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            Map.of("SEKISHO_HOME", home().toString()),
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Path.of("").toAbsolutePath());
    int code = Main.commandLine(environment, new Names(prefix)).execute(arguments);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// The same, which has to succeed.
  String operator(String command) {
    return cli(command.split(" ")).good();
  }

  /// A resource as the operator sees it.
  JsonNode resource(String kind, String name) {
    return JsonMapper.shared().readTree(cli("get", kind, name, "-o", "json").good());
  }

  /// Any command, in a process of its own.
  Ran sekisho(String... arguments) {
    return Ran.of(program(arguments));
  }

  /// A further `up` on this machine, of a user who has no files here yet.
  Ran another(Path home, String... options) {
    ProcessBuilder builder = program(options);
    builder.command().add(builder.command().size() - options.length, "up");
    builder.environment().put("SEKISHO_HOME", home.toString());
    return Ran.of(builder);
  }

  /// The same in a network of its own, which has the kernel's settings and not this host's.
  Ran elsewhere(Path home, String... options) {
    ProcessBuilder builder = program(options);
    builder.command().add(builder.command().size() - options.length, "up");
    builder.command().addAll(0, List.of("unshare", "--net"));
    builder.environment().put("SEKISHO_HOME", home.toString());
    return Ran.of(builder);
  }

  /// The same where no program is installed.
  Ran bare(Path home) {
    ProcessBuilder builder = program("up", "--api", "127.0.0.1:0");
    builder.environment().put("SEKISHO_HOME", home.toString());
    builder.environment().put("PATH", home.toString());
    return Ran.of(builder);
  }

  /// What the CLI remembers: the server's URL and the operator's key.
  JsonNode context() {
    return JsonMapper.shared().readTree(home().resolve("client.json").toFile());
  }

  /// What is asked of the operator's API by somebody without a key.
  String fetch(String path) {
    String url = context().path("url").asString();
    return Ran.here("curl", "-sS", "--fail", "--cacert", ca().toString(), url + path).good();
  }

  /// What it has left on this machine.
  List<String> traces() throws IOException {
    List<String> left = new ArrayList<>();
    if (Files.exists(Path.of("/run/sekisho-" + prefix))) {
      left.add("/run/sekisho-" + prefix);
    }
    for (String folder : List.of("/run/netns", "/etc/netns", "/run/sekisho-lab")) {
      if (Files.exists(Path.of(folder))) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
          files
              .filter(it -> it.getFileName().toString().matches(prefix + "([-.].*)?"))
              .map(Path::toString)
              .forEach(left::add);
        }
      }
    }
    return left;
  }

  private boolean isSimulated() {
    return loopbackPort > 0;
  }

  /// Ports in a row, free a moment ago.
  private static int freePorts() {
    for (int base = 21_000; base < 30_000; base += 100) {
      if (areFree(base)) {
        return base;
      }
    }
    throw new AssertionError("no free ports");
  }

  private static boolean areFree(int base) {
    for (int port = base; port < base + MOST_GUESTS; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(socket.isBound()).isTrue();
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }

  /// Classes within the class that has this field begin and end within its time.
  private static boolean isNested(ExtensionContext context) {
    return context.getRequiredTestClass().isMemberClass();
  }

  /// What becomes of a command under another prefix.
  Ran prefixed(String other, String... arguments) {
    ProcessBuilder builder = program(arguments);
    builder.environment().put("SEKISHO_PREFIX", other);
    return Ran.of(builder);
  }

  /// The program, as a command with its environment.
  ProcessBuilder program(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx160m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SEKISHO_HOME", home().toString());
    builder.environment().put("SEKISHO_PREFIX", prefix);
    return builder;
  }
}
