package io.sekisho.warden;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.client.Failure;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Identities;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Policy.Way;
import io.sekisho.guard.PolicyText;
import io.sekisho.guard.Presets;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Script;
import io.sekisho.guard.Subject;
import io.sekisho.kernel.Commands;
import io.sekisho.warden.Shell.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Puts policies in force on this machine, says what is, and takes it away. Done twice, it is as if
/// it was done once.
public final class Warden {
  private static final Set<String> LOCKS = Set.of(Turn.FILE, Script.LOCK);

  private final Places places;
  private final Commands commands;
  private final Shell shell;
  private final Rollback rollback;
  private final People people;

  /// @param places where this machine keeps what is in force
  public Warden(Places places, Commands commands) {
    this.places = places;
    this.commands = commands;
    this.shell = new Shell(commands);
    this.rollback = new Rollback(places.run(), shell);
    this.people = People.here(commands);
  }

  /// A policy as it was given.
  ///
  /// @param source the text that says it
  public record Given(Policy policy, String source) {
    /// One that has no file.
    public static Given of(Policy policy) {
      return new Given(policy, PolicyText.of(policy));
    }
  }

  /// How a policy is to be applied.
  ///
  /// @param persistTo below which folder it is to survive a restart; `/` is this machine
  /// @param confirm how long to wait for a confirmation before it is undone
  /// @param yes whether it is meant that nobody is let through
  public record Wish(
      Engine engine, Optional<Path> persistTo, Optional<Duration> confirm, boolean yes) {}

  /// What is in force.
  ///
  /// @param mark one word: what is there
  /// @param counts by the name of the counter
  public record Status(
      Mark mark,
      Optional<State> state,
      Map<String, Counts.Count> counts,
      boolean pending,
      Kept kept) {}

  /// What is there after a restart.
  public enum Kept {
    NOTHING,
    /// What is in force now; or, if nothing is, some policy.
    KEPT,
    /// Another policy, or another engine.
    ANOTHER
  }

  /// What is there, compared with what was loaded.
  public enum Mark {
    IN_FORCE,
    ABSENT,
    DIFFERENT,
    /// Rules are there, and nobody noted who loaded them.
    NOT_NOTED
  }

  /// The policy in a file.
  ///
  /// @throws Failure with every mistake in it, or if others could have written it
  public static Given read(Path file) {
    byte[] source = PolicyFile.read(file);
    return switch (PolicyReader.read(source)) {
      case PolicyReader.Reading.Read(var policy) -> new Given(policy, new String(source, UTF_8));
      case PolicyReader.Reading.Unreadable(var mistakes) ->
          throw new Failure(
              "The policy in %s can't be used:".formatted(file),
              mistakes.stream().map(it -> it.text("the policy")).toList());
    };
  }

  /// The policy with every name resolved here.
  ///
  /// @throws Failure naming every user and group that there is not
  public Ruling ruling(Policy policy) {
    Identities identities = people.of(policy);
    Ruling ruling = new Ruling(policy, identities);
    List<String> strangers =
        ruling.unknown().stream()
            .filter(Subject::isAccount)
            .map(it -> "There is no %s on this machine.".formatted(it))
            .toList();
    if (!strangers.isEmpty()) {
      throw new Failure(
          "The policy names somebody who is not here; create them first, or correct the name:",
          strangers);
    }
    return ruling;
  }

  /// The policy with every name resolved that there is here.
  public Ruling known(Policy policy) {
    return new Ruling(policy, people.of(policy));
  }

  /// Puts a policy in force.
  ///
  /// @return what an operator should know of it, a sentence each
  public List<String> apply(Given given, Wish wish) {
    OwnAddresses.expectNotGuarded(given.policy());
    List<String> said = new ArrayList<>(expectMeant(ruling(given.policy()), wish));
    try (Turn _ = turn()) {
      rollback.expectNothingPending();
      said.addAll(load(given, wish));
    }
    return said;
  }

  private Turn turn() {
    Folders.closed(places.run());
    return Turn.take(places.run());
  }

  private List<String> load(Given given, Wish wish) {
    Path run = places.run();
    rollback.keep();
    wish.confirm().ifPresent(it -> rollback.begin(it, wish.persistTo()));
    // What is not found is refused here, or of no matter.
    Folders.delete(run.resolve("known"));
    Path script = run.resolve("next.sh");
    Folders.write(script, Script.of(given.policy(), wish.engine(), run.toString()), "rwx------");
    Ran ran = shell.run(script, "load");
    if (ran.exit() != 0 && ran.exit() != Script.SOMEBODY_MISSING) {
      rollback.undo(script);
      Folders.delete(script);
      throw new Failure("The rules were not loaded:", ran.said().lines().toList());
    }
    Folders.delete(script);
    Folders.write(run.resolve("policy.yaml"), given.source(), "rw-------");
    if (wish.confirm().isPresent()) {
      rollback.expectPending();
      return List.of();
    }
    rollback.forget();
    return wish.persistTo().map(it -> persist(given, wish.engine(), it)).orElse(List.of());
  }

  private static List<String> expectMeant(Ruling ruling, Wish wish) {
    List<Subject> absent = ruling.unknown();
    Policy policy = ruling.policy();
    if (absent.isEmpty()) {
      return List.of();
    }
    List<String> names =
        absent.stream().map(it -> "The %s is not there now.".formatted(it)).toList();
    if (policy.way() == Way.DENY && wish.persistTo().isEmpty()) {
      throw new Failure(
          "Who is not running can't be denied; start them first, name their user, or use --persist,"
              + " which has units say when they start:",
          names);
    }
    if (policy.way() == Way.ALLOW && absent.size() == policy.subjects().size() && !wish.yes()) {
      throw new Failure(
          "The policy would let nobody through now, for all whom it allows are absent; --yes if"
              + " that is meant:",
          names);
    }
    return names;
  }

  private List<String> persist(Given given, Engine engine, Path root) {
    return new Boot(places.below(root), commands).persist(given.policy(), given.source(), engine);
  }

  /// Keeps what was applied with a time to confirm it.
  List<String> confirm() {
    try (Turn _ = turn()) {
      Optional<Path> persistTo = rollback.confirm();
      Optional<State> state = State.of(places.run());
      if (persistTo.isEmpty() || state.isEmpty()) {
        return List.of();
      }
      Engine engine = state.get().engine().equals("nft") ? Engine.NFT : Engine.IPTABLES;
      return persist(read(places.run().resolve("policy.yaml")), engine, persistTo.get());
    }
  }

  /// What is in force, and what it counted.
  public Status status() {
    Path run = places.run();
    Optional<State> state = State.of(run);
    Optional<Engine> found = loaded();
    Mark mark = Mark.DIFFERENT;
    if (state.isEmpty()) {
      mark = found.isPresent() ? Mark.NOT_NOTED : Mark.ABSENT;
    } else if (compared() == Mark.IN_FORCE) {
      mark = Mark.IN_FORCE;
    }
    String engine = state.map(State::engine).orElse(found.map(Engine::toString).orElse("nft"));
    return new Status(
        mark, state, new Counts(commands).of(engine), rollback.pending().isPresent(), kept(state));
  }

  /// Of which engine there are rules of a guard, whoever loaded them.
  private Optional<Engine> loaded() {
    return Stream.of(Engine.values())
        .filter(it -> !new Counts(commands).of(it.toString()).isEmpty())
        .findFirst();
  }

  private Kept kept(Optional<State> state) {
    return State.kept(places.script())
        .filter(_ -> new Boot(places, commands).isKept())
        .map(it -> state.map(it::isOf).orElse(true) ? Kept.KEPT : Kept.ANOTHER)
        .orElse(Kept.NOTHING);
  }

  /// The policy in force, as it was given; empty if nothing is, or its text is lost.
  public Optional<Given> held() {
    Optional<State> state = State.of(places.run());
    return state.flatMap(
        it ->
            Stream.of(places.run().resolve("policy.yaml"), places.policy())
                .filter(Files::exists)
                .map(Warden::read)
                .filter(given -> PolicyText.digest(given.policy()).equals(it.policy()))
                .findFirst());
  }

  /// What is in the kernel, compared with what was loaded: absent, too, if somebody took it away.
  public Mark compared() {
    Path script = places.run().resolve("guard.sh");
    if (!Files.exists(script)) {
      return Mark.ABSENT;
    }
    return switch (shell.run(script, "check").exit()) {
      case 0 -> Mark.IN_FORCE;
      case 1 -> Mark.ABSENT;
      default -> Mark.DIFFERENT;
    };
  }

  /// Puts back what was loaded last, if the kernel has something else, or if who is who is not what
  /// it was.
  ///
  /// @return what to know of it, a sentence each
  /// @throws Failure if it can't be put back
  public List<String> ensure() {
    Ran ran = shell.run(places.run().resolve("guard.sh"), "ensure");
    List<String> said = ran.said().lines().toList();
    if (ran.exit() != 0 && ran.exit() != Script.SOMEBODY_MISSING) {
      throw new Failure("The rules were not put back:", said);
    }
    return said;
  }

  /// Takes everything away: the rules of either engine, the units, what is noted.
  ///
  /// @return whether there was anything
  public boolean remove() {
    Path run = places.run();
    try (Turn _ = turn()) {
      boolean there = !notes(run).isEmpty() || loaded().isPresent();
      rollback.forget();
      Path script = run.resolve("next.sh");
      Policy any = Presets.IBM_GROUP.policy("root");
      Folders.write(script, Script.of(any, Engine.NFT, run.toString()), "rwx------");
      boolean persisted = new Boot(places, commands).forget();
      Ran ran = shell.run(script, "remove");
      if (ran.exit() != 0) {
        throw new Failure("The rules are still there:", ran.said().lines().toList());
      }
      notes(run).forEach(Folders::delete);
      return there || persisted;
    }
  }

  /// All that is noted; what is locked stays, for somebody may be about to lock it.
  private static List<Path> notes(Path run) {
    try (Stream<Path> files = Files.list(run)) {
      return files.filter(it -> !LOCKS.contains(it.getFileName().toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
