package io.sekisho.node;

import io.sekisho.client.Client;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import io.sekisho.client.Kind;
import io.sekisho.credential.Mint;
import io.sekisho.fleet.JoinText;
import io.sekisho.nodewire.JoinTokenView;
import io.sekisho.nodewire.Placements;
import io.sekisho.nodewire.Placements.Placed;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Simulated nodes of one fleet, in one process: joins them over the nodes' port, has a hundred
/// guests or so on each, and measures when what is written at a controller is in force on them; and,
/// where there are two controllers, what becomes of all that when one of them is killed.
public final class CrowdFleet {
  private static final int JOINING = 8;
  private static final int TOGETHER = 1_000;
  private static final long PACE = 100;
  private static final long PATIENCE = 600;
  private static final int IDLE = 20;

  private final String word;
  private final Client client;
  private final List<URI> controllers;
  private final List<CrowdProcess> processes;
  private final Path folder;
  private final List<String> guests;
  private final List<String> accounts;
  private final List<CrowdNode> nodes = new ArrayList<>();
  private final Random random = new Random(26);

  /// @param arguments what figures are called, the home of a CLI that knows the first controller, a
  ///   folder, the lines of [io.sekisho.control.CrowdState], how many nodes, how many changes, the
  ///   ports of guests that ask (with commas), and for each controller its nodes' port's address
  ///   and its process
  public static void main(String[] arguments) throws Exception {
    List<URI> controllers = new ArrayList<>();
    List<CrowdProcess> processes = new ArrayList<>();
    for (int i = 7; i < arguments.length; i += 2) {
      controllers.add(URI.create(arguments[i]));
      processes.add(new CrowdProcess(Long.parseLong(arguments[i + 1])));
    }
    CrowdFleet fleet =
        new CrowdFleet(
            arguments[0],
            client(arguments[1]),
            Path.of(arguments[2]),
            Path.of(arguments[3]),
            controllers,
            processes);
    List<Integer> asking =
        List.of(arguments[6].split(",")).stream().map(Integer::parseInt).toList();
    fleet.run(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]), asking);
    System.exit(0);
  }

  private CrowdFleet(
      String word,
      Client client,
      Path folder,
      Path lines,
      List<URI> controllers,
      List<CrowdProcess> processes)
      throws Exception {
    this.word = word;
    this.client = client;
    this.folder = folder;
    this.controllers = controllers;
    this.processes = processes;
    List<String[]> crowd =
        Files.readAllLines(lines).stream()
            .map(line -> line.split(" "))
            .filter(line -> !line[0].equals("asking"))
            .toList();
    this.guests = crowd.stream().map(line -> line[2]).toList();
    this.accounts = crowd.stream().map(line -> line[1]).toList();
  }

  private static Client client(String home) {
    Environment environment =
        new Environment(
            Map.of("SEKISHO_HOME", home),
            InputStream.nullInputStream(),
            System.out,
            System.err,
            Path.of("").toAbsolutePath());
    return new Client(new ContextFile(environment).load());
  }

  private void run(int count, int changes, List<Integer> asking) throws Exception {
    memory("loaded", "with the crowd, no node");
    join(count);
    place();
    synchronize();
    memory("synced", "with all nodes");
    idle();
    try (CrowdGuests real = CrowdGuests.ask(asking)) {
      change("change", changes, () -> false);
      account();
      if (processes.size() > 1) {
        kill(changes);
      }
      System.out.printf(
          "guests of real nodes asked %,d times, a token and a document took %d ms at most %s%n",
          real.asked(), real.longest(), real.lastFailure());
      figure("guest-failures", real.failed(), "answers that guests of real nodes did not get");
    }
    memory("end", "at the end");
    closeAll();
  }

  private void join(int count) throws Exception {
    JoinTokenView.Wanted wanted =
        new JoinTokenView.Wanted(Optional.of(86_400), Optional.of(true), Optional.empty());
    JoinText token = JoinText.parse(client.createJoinToken(wanted).token().orElseThrow()).orElseThrow();
    io.sekisho.fleet.Node.Key key = key();
    long began = System.nanoTime();
    try (ExecutorService pool = Executors.newFixedThreadPool(JOINING)) {
      List<Future<CrowdNode>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String name = "sim-" + i;
        List<URI> at = new ArrayList<>(controllers);
        Collections.rotate(at, i);
        all.add(
            pool.submit(() -> join(token, name, key, at)));
      }
      for (Future<CrowdNode> each : all) {
        nodes.add(each.get());
      }
    }
    figure("join-s", seconds(began), count + " nodes joined, s");
  }

  /// Who was not answered in time on a machine that does all of this may be a node all the same:
  /// under another name it comes again.
  private CrowdNode join(
      JoinText token, String name, io.sekisho.fleet.Node.Key key, List<URI> at) {
    try {
      return CrowdNode.join(token, name, key, at, folder.resolve(name));
    } catch (IllegalStateException e) {
      System.out.println(name + ": " + e.getMessage());
      return CrowdNode.join(token, name + "-again", key, at, folder.resolve(name));
    }
  }

  private io.sekisho.fleet.Node.Key key() {
    Mint mint =
        Mint.ofNode(
            Folder.open(folder.resolve("key")),
            "x",
            Mint.Settings.of("us-south"),
            Instant.now(),
            _ -> {});
    JsonNode jwk = new JsonMapper().readTree(mint.identityKeys()).path("keys").get(0);
    return new io.sekisho.fleet.Node.Key(jwk.path("kid").asString(), jwk.toString());
  }

  /// Those of one account are on many nodes, and those on one node of many accounts.
  private void place() {
    long began = System.nanoTime();
    List<Long> each = new ArrayList<>();
    for (int i = 0; i < guests.size(); i += TOGETHER) {
      List<Placed> some = new ArrayList<>();
      for (int j = i; j < Math.min(guests.size(), i + TOGETHER); j++) {
        some.add(new Placed(guests.get(j), on(j).id()));
      }
      long before = System.nanoTime();
      client.attach(new Placements(some));
      each.add(System.nanoTime() - before);
    }
    tell("placing", TOGETHER + " guests placed with one request", each);
    figure("place-s", seconds(began), guests.size() + " guests placed, s");
  }

  private CrowdNode on(int guest) {
    return nodes.get(guest % nodes.size());
  }

  private void synchronize() throws Exception {
    int least = guests.size() / nodes.size();
    long began = System.nanoTime();
    double before = processes.getFirst().processorSeconds();
    List<Long> took = Collections.synchronizedList(new ArrayList<>());
    for (CrowdNode node : nodes) {
      node.await(
          snapshot -> snapshot.subjects().size() >= least, now -> took.add(now - began));
      node.start();
    }
    until("full snapshots", () -> took.size() == nodes.size());
    tell("sync", "from the start of all until a node has its snapshot", took);
    figure("sync-s", seconds(began), "until all of " + nodes.size() + " have it, s");
    figure(
        "sync-processor-s",
        processes.getFirst().processorSeconds() - before,
        "processor time of the first controller for it, s");
    Snapshot one = nodes.getFirst().snapshot();
    System.out.printf(
        "a node has %d guests of %d accounts, %d documents%n",
        one.subjects().size(),
        one.contents().accounts().size(),
        one.contents().accounts().size() + one.contents().resources().size());
  }

  private void idle() throws Exception {
    // What was said of the last revision is said by then.
    Thread.sleep(10_000);
    for (CrowdProcess process : processes) {
      double before = process.processorSeconds();
      Thread.sleep(IDLE * 1_000L);
      double share = (process.processorSeconds() - before) / IDLE * 100;
      figure(
          "idle-percent",
          "%.1f".formatted(share),
          "processor of one controller while nothing is written, % of a core");
    }
  }

  /// So many instances' metadata services are switched, one by one; `middle` is asked once, in the
  /// middle.
  private void change(String name, int count, BooleanSupplier middle) throws Exception {
    List<Long> fromCall = Collections.synchronizedList(new ArrayList<>());
    List<Long> fromAnswer = Collections.synchronizedList(new ArrayList<>());
    List<Long> calls = new ArrayList<>();
    Set<Integer> chosen = new HashSet<>();
    while (chosen.size() < count) {
      chosen.add(random.nextInt(guests.size()));
    }
    int done = 0;
    for (int which : chosen) {
      if (done++ == count / 2) {
        middle.getAsBoolean();
      }
      String guest = guests.get(which);
      boolean to = !isEnabled(on(which).snapshot(), guest);
      Predicate<Snapshot> so = snapshot -> isEnabled(snapshot, guest) == to;
      long[] answered = {0};
      long called = System.nanoTime();
      on(which)
          .await(
              so,
              now -> {
                fromCall.add(now - called);
                fromAnswer.add(answered[0] == 0 ? 0 : Math.max(0, now - answered[0]));
              });
      client.patch(Kind.INSTANCE, guest, ComputePatch.of(enabled(to)));
      answered[0] = System.nanoTime();
      calls.add(answered[0] - called);
      Thread.sleep(PACE);
    }
    until("changes", () -> fromCall.size() == count);
    tell(name + "-call", "a call that switches one metadata service", calls);
    tell(name, "from such a call's start until it is in force on the node", fromCall);
    tell(name + "-after", "from its answer until then", fromAnswer);
  }

  private static boolean isEnabled(Snapshot snapshot, String guest) {
    return snapshot.subject(guest).orElseThrow().compute().metadataService().enabled();
  }

  private static MetadataServiceSettings enabled(boolean to) {
    return new MetadataServiceSettings(Optional.of(to), Optional.empty(), Optional.empty());
  }

  /// One switch that all nodes are concerned by that have a guest of the account.
  private void account() throws Exception {
    String account = accounts.getFirst();
    Set<CrowdNode> concerned = new HashSet<>();
    for (int i = 0; i < guests.size(); i++) {
      if (accounts.get(i).equals(account)) {
        concerned.add(on(i));
      }
    }
    for (boolean to : List.of(false, true)) {
      List<Long> took = Collections.synchronizedList(new ArrayList<>());
      long began = System.nanoTime();
      for (CrowdNode node : concerned) {
        node.await(
            snapshot ->
                snapshot.subjects().stream()
                    .filter(it -> it.account().id().value().equals(account))
                    .allMatch(it -> it.account().metadataServiceEnabled() == to),
            now -> took.add(now - began));
      }
      client.patchAccount(account, to);
      until("the account's switch", () -> took.size() == concerned.size());
      tell(
          "account",
          "from an account's switch until it is in force on one of %d nodes"
              .formatted(concerned.size()),
          took);
    }
  }

  private void kill(int changes) throws Exception {
    String gone = controllers.getLast().getAuthority();
    List<CrowdNode> orphans = nodes.stream().filter(it -> it.watches.equals(gone)).toList();
    long[] killed = {0};
    change(
        "kill",
        changes,
        () -> {
          killed[0] = System.nanoTime();
          return processes.getLast().kill();
        });
    until("another controller", () -> orphans.stream().allMatch(it -> it.foundAt > killed[0]));
    List<Long> took = orphans.stream().map(it -> it.foundAt - killed[0]).toList();
    tell(
        "failover",
        "from a controller's end until one of its %d nodes is told by another"
            .formatted(orphans.size()),
        took);
    figure("failover-s", Collections.max(took) / 1e9, "until all are, s");
  }

  private void memory(String when, String label) throws Exception {
    for (int i = 0; i < processes.size(); i++) {
      if (processes.get(i).isAlive()) {
        String which = i == 0 ? "" : "-" + (i + 1);
        figure("rss-" + when + which + "-mib", processes.get(i).resident(), "resident, " + label);
        figure(
            "heap-" + when + which + "-mib",
            processes.get(i).heap(),
            "heap after a collection, " + label);
      }
    }
  }

  private void closeAll() throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      nodes.forEach(node -> pool.submit(node::close));
    }
  }

  private void until(String what, BooleanSupplier so) throws Exception {
    long deadline = System.nanoTime() + PATIENCE * 1_000_000_000L;
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        long waiting = nodes.stream().filter(CrowdNode::isWaiting).count();
        throw new IllegalStateException(
            "%s: %d nodes still wait; %s"
                .formatted(
                    what,
                    waiting,
                    nodes.stream().map(CrowdNode::failure).filter(it -> !it.isEmpty()).findAny()));
      }
      Thread.sleep(5);
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private void tell(String name, String label, List<Long> all) {
    List<Long> sorted = all.stream().sorted().toList();
    figure(name + "-p50-ms", milliseconds(sorted, 50), label + ", p50, ms");
    figure(name + "-p99-ms", milliseconds(sorted, 99), "the same, p99, ms");
    figure(name + "-max-ms", milliseconds(sorted, 100), "the longest, ms");
  }

  private static String milliseconds(List<Long> sorted, int percent) {
    int place = Math.min(sorted.size() - 1, sorted.size() * percent / 100);
    return "%.1f".formatted(sorted.get(place) / 1e6);
  }

  private void figure(String name, double value, String label) {
    figure(name, "%.1f".formatted(value), label);
  }

  private void figure(String name, long value, String label) {
    figure(name, Long.toString(value), label);
  }

  private void figure(String name, String value, String label) {
    System.out.printf("%-76s %9s%nfigure fleet.%s-%s %s%n", label, value, word, name, value);
  }
}
