package io.sekisho.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sekisho.credential.Mint;
import io.sekisho.credential.NodeKeys;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.Joining.Joined;
import io.sekisho.fleet.Joining.Renewal;
import io.sekisho.fleet.Paths;
import io.sekisho.guest.Issuer;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.telemetry.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One host's part in a fleet. It serves from what it has on the disk until a controller says more,
/// and is dismissed at a controller's word.
public final class Node implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int FORBIDDEN = 403;
  private static final String REGION = "us-south";

  /// The names of the signing keys that controllers know of.
  private static final String TOLD = "keys.told";

  private final FileChannel lock;
  private final Folder folder;
  private final Folder secrets;
  private final Membership membership;
  private final Controllers controllers;
  private final Replica replica;
  private final Spool spool;
  private final Mint mint;
  private final RemoteIssuer issuer;
  private final Taking taking;
  private final Journal journal;
  private final InstantSource clock;
  private volatile NodeKeys keys;
  private volatile boolean dismissed;
  private Optional<Watch> watch = Optional.empty();
  private Optional<Host> host = Optional.empty();

  /// What a node is started with.
  ///
  /// @param folder where everything is kept that has to survive
  /// @param controllers one or more, such as `https://10.0.0.1:8444`
  /// @param joinToken makes it a node, if it is none yet
  /// @param name as people are to know it
  /// @param cutoff how long after a controller was heard last an IAM token is given once more
  /// @param waiting how many guests may wait for a controller at a time
  public record Settings(
      Path folder,
      List<URI> controllers,
      Optional<JoinText> joinToken,
      String name,
      Duration cutoff,
      int waiting) {
    public Settings {
      controllers = List.copyOf(controllers);
      if (controllers.isEmpty()) {
        throw new IllegalArgumentException("a node needs a controller");
      }
    }
  }

  /// Who serves guests.
  public interface Host {
    /// Puts a snapshot into force.
    ///
    /// @param before the last one that was, without an exception
    void published(Snapshot before, Snapshot after);

    /// Nothing is served any more, for the node is none any more.
    void dismissed(String why);
  }

  private Node(
      Settings settings, FileChannel lock, Folder folder, Journal journal, InstantSource clock) {
    this.lock = lock;
    this.folder = folder;
    this.secrets = folder.inside("keys");
    this.membership = Membership.read(folder).orElseThrow();
    this.keys = NodeKeys.open(secrets).orElseThrow();
    this.mint = mint(membership.installation(), membership.region(), journal, clock);
    this.controllers = new Controllers(settings.controllers, keys.client(membership.ca()));
    this.replica = Replica.open(folder);
    this.spool =
        new Spool(folder.inside("records"), controllers, Spool.Limits.DEFAULT, journal, clock);
    this.issuer = new RemoteIssuer(controllers, () -> keys, settings.cutoff, settings.waiting);
    this.taking = new Taking(folder, controllers::send);
    this.journal = journal;
    this.clock = clock;
  }

  /// Opens the node in this folder; has it join first, if it is none yet.
  public static Outcome<Node> open(Settings settings, Journal journal, InstantSource clock) {
    Folder folder = Folder.open(settings.folder);
    FileChannel lock = folder.lock();
    try {
      Optional<Problem> not =
          isNode(folder) ? Optional.empty() : join(folder, settings, clock.instant());
      if (not.isPresent()) {
        lock.close();
        return Outcome.refuse(not.get());
      }
      return Outcome.of(new Node(settings, lock, folder, journal, clock));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      close(lock);
      throw e;
    }
  }

  /// Whether a node was made of this host already, so that it needs no token.
  public static boolean isNode(Path folder) {
    return Files.isDirectory(folder) && isNode(Folder.open(folder));
  }

  public String id() {
    return membership.id();
  }

  public String name() {
    return membership.name();
  }

  /// The controllers' root certificate, which guests trust.
  public String ca() {
    return membership.ca();
  }

  /// Signs and checks identity tokens.
  public Mint mint() {
    return mint;
  }

  /// Signs all else, elsewhere.
  public Issuer issuer() {
    return issuer;
  }

  /// A journal that keeps for the controllers what guests were given.
  public Journal recording(Journal all) {
    return new Records(all, spool);
  }

  /// Whether what is given out can be put on record.
  public boolean canRecord() {
    return !dismissed && !spool.isFull();
  }

  /// What is known, in force or not.
  public Snapshot snapshot() {
    return dismissed ? Snapshot.EMPTY : replica.snapshot();
  }

  /// Follows a controller from now on. What is on the disk is served once a controller has said
  /// that it still holds, or none has answered.
  public void start(Host serving) {
    host = Optional.of(serving);
    spool.start();
    Watch made = new Watch(controllers, replica, new Force(serving), journal, clock);
    watch = Optional.of(made);
    made.start();
  }

  /// What has to be done once a minute: keys that are due.
  ///
  /// @return the `kid` of each signing key that was made
  public List<String> tend() {
    Instant now = clock.instant();
    List<String> made = mint.rotate(now);
    if (!dismissed && (!areKeysTold() || !now.isBefore(keys.renewAt()))) {
      renew();
    }
    return made;
  }

  /// Guests that this node takes by itself.
  public Taking taking() {
    return taking;
  }

  @Override
  public void close() {
    watch.ifPresent(Watch::close);
    spool.close();
    controllers.close();
    close(lock);
  }

  /// New keys, while the old ones still count.
  private void renew() {
    NodeKeys.Fresh fresh = NodeKeys.make();
    Renewal request = new Renewal(fresh.csr(), fresh.serverCsr(), keys(mint));
    switch (controllers.post(Paths.RENEW, request)) {
      case Reply.Answered(byte[] body) -> {
        Joined joined = FleetJson.read(Joined.class, body);
        NodeKeys next = fresh.vouched(joined.certificate(), joined.serverCertificate());
        next.keep(secrets);
        keys = next;
        folder.replace(TOLD, names(request.identityKeys()));
        controllers.come(next.client(membership.ca()));
        watch.ifPresent(Watch::reconnect);
      }
      case Reply.Refused(Problem problem) -> {
        if (problem.status() == FORBIDDEN) {
          dismiss(problem.message());
        }
      }
      case Reply.Away _ -> {} // the next minute will do
    }
  }

  private void dismiss(String why) {
    synchronized (replica) {
      if (dismissed) {
        return;
      }
      dismissed = true;
      watch.ifPresent(Watch::forget);
      journal.write(
          new Notice(
              clock.instant(),
              Event.Kind.NODE_DISMISSED,
              Map.of("node", membership.id(), "reason", why)));
      host.ifPresent(it -> it.dismissed(why));
    }
  }

  /// Puts the replica into force.
  private final class Force implements Watch.Force {
    private final Host serving;
    private Snapshot inForce = Snapshot.EMPTY;

    Force(Host serving) {
      this.serving = serving;
    }

    /// What fails is tried again when a controller is heard.
    @Override
    public void alone() {
      try {
        put();
      } catch (RuntimeException e) {
        journal.write(
            new Notice(
                clock.instant(),
                Event.Kind.CHANGE_NOT_IN_FORCE,
                Map.of(
                    "revision",
                    Long.toString(replica.snapshot().revision()),
                    "error",
                    e.toString())));
      }
    }

    /// Never what was known before the node was dismissed, once it is.
    @Override
    public void put() {
      synchronized (replica) {
        Snapshot now = snapshot();
        if (now != inForce) {
          serving.published(inForce, now);
          inForce = now;
          issuer.tidy(now);
          taking.retain(id -> now.subject(id).isPresent());
        }
      }
    }

    @Override
    public void dismissed(String why) {
      dismiss(why);
    }
  }

  private static boolean isNode(Folder folder) {
    return Membership.read(folder).isPresent() && NodeKeys.open(folder.inside("keys")).isPresent();
  }

  private static Optional<Problem> join(Folder folder, Settings settings, Instant now) {
    if (settings.joinToken.isEmpty()) {
      return Optional.of(
          Problem.of(
              Code.UNAUTHENTICATED,
              "This host is no node yet: make a join token with `sekisho node token` where the controller is, and give it with --join-token."));
    }
    Folder secrets = folder.inside("keys");
    Mint first = Mint.ofNode(secrets, "", Mint.Settings.of(REGION), now, _ -> {});
    NodeKeys.Fresh fresh = NodeKeys.make();
    Outcome<Joined> asked =
        Join.ask(
            settings.joinToken.get(),
            settings.name,
            fresh,
            keys(first).getFirst(),
            settings.controllers);
    return switch (asked) {
      case Outcome.Refused<Joined>(Problem problem) -> Optional.of(problem);
      case Outcome.Granted<Joined>(Joined joined) -> {
        fresh.vouched(joined.certificate(), joined.serverCertificate()).keep(secrets);
        Membership.of(joined).keep(folder);
        folder.replace(TOLD, names(keys(first)));
        yield Optional.empty();
      }
    };
  }

  private Mint mint(String installation, String region, Journal journal, InstantSource clock) {
    return Mint.ofNode(
        secrets,
        installation,
        Mint.Settings.of(region),
        clock.instant(),
        why ->
            journal.write(
                new Notice(clock.instant(), Event.Kind.SIGNING_SLOW, Map.of("exception", why))));
  }

  private boolean areKeysTold() {
    byte[] now = names(keys(mint));
    return folder.read(TOLD).filter(told -> Arrays.equals(told, now)).isPresent();
  }

  private static byte[] names(List<io.sekisho.fleet.Node.Key> keys) {
    return String.join("\n", keys.stream().map(io.sekisho.fleet.Node.Key::kid).toList())
        .getBytes(US_ASCII);
  }

  /// The public halves, the newest first.
  private static List<io.sekisho.fleet.Node.Key> keys(Mint mint) {
    List<io.sekisho.fleet.Node.Key> all = new ArrayList<>();
    for (JsonNode each : JSON.readTree(mint.identityKeys()).path("keys")) {
      all.add(new io.sekisho.fleet.Node.Key(each.path("kid").asString(), each.toString()));
    }
    return all.reversed().stream().limit(io.sekisho.fleet.Node.MAX_KEYS).toList();
  }

  private static void close(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
