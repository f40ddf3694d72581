package io.sekisho.sentry;

import io.sekisho.client.Failure;
import io.sekisho.guard.Policy;
import io.sekisho.guard.PolicyText;
import io.sekisho.kernel.Commands;
import io.sekisho.linux.RuleNews;
import io.sekisho.warden.Places;
import io.sekisho.warden.State;
import io.sekisho.warden.Warden;
import io.sekisho.warden.Warden.Given;
import io.sekisho.warden.Warden.Mark;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Puts back what was applied last, as soon as the kernel has something else, and loads it anew
/// when who is who has changed. Only one thread walks; others may tell it to stop.
///
/// nftables tells of each change, iptables' newer kind too; the older kind is looked at each
/// second.
final class Watcher {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration BETWEEN = Duration.ofMillis(200);

  private final Places places;
  private final Warden warden;
  private final Path file;
  private final Duration every;
  private final Consumer<Happening> told;
  private final Cgroups cgroups = Cgroups.here();
  private final Backoff backoff = new Backoff();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Optional<State> known = Optional.empty();
  private Optional<Given> held = Optional.empty();
  private List<String> names = List.of();
  private String fileMark = "";
  private long lookedAt;
  private boolean tellsNothing;
  private boolean isBroken;

  /// @param file the policy's file, of which changes are told
  /// @param every how often all is looked at, whether anything was told or not
  Watcher(Places places, Warden warden, Path file, Duration every, Consumer<Happening> told) {
    this.places = places;
    this.warden = warden;
    this.file = file;
    this.every = every;
    this.told = told;
    // Somebody may have become another before anybody watched.
    lookedAt = System.nanoTime() - every.toNanos();
  }

  /// Something that an operator may want to know.
  ///
  /// @param event one of the words in `docs/guard.md`
  record Happening(Instant at, String event, String detail) {}

  /// Until it is told to stop.
  void walk() {
    try (RuleNews news = RuleNews.ofThisNamespace()) {
      begin();
      while (stopped.getCount() > 0) {
        boolean changed = news.await(TICK);
        look(changed);
        // While somebody changes rules all the time, there is a look five times a second.
        if (changed) {
          pause(BETWEEN);
        }
      }
      tell("stopped", "");
    }
  }

  /// From any thread.
  void stop() {
    stopped.countDown();
  }

  private void begin() {
    tellsNothing = isLegacy();
    fileMark = Marks.of(file);
    learnState();
    look(true);
    tell("watching", known.map(State::policy).orElse("nothing is in force"));
  }

  private static boolean isLegacy() {
    try {
      return new Commands().run("iptables", "--version").contains("legacy");
    } catch (Commands.Failed | UncheckedIOException without) {
      return false;
    }
  }

  private void look(boolean changed) {
    try {
      lookAtState();
      lookAtFile();
      if (known.isPresent()) {
        lookAtRules(changed);
        lookAtNames();
      }
      isBroken = false;
    } catch (Failure e) {
      failed(e.sentence() + " " + String.join(" ", e.details()));
    } catch (RuntimeException e) {
      failed(String.valueOf(e.getMessage()));
    }
  }

  /// Once, until something works again.
  private void failed(String why) {
    if (State.of(places.run()).isEmpty()) {
      // It was taken away meanwhile.
      return;
    }
    if (!isBroken) {
      tell("failed", why);
    }
    isBroken = true;
    pause(TICK);
  }

  private void lookAtState() {
    Optional<State> before = known;
    learnState();
    if (!known.map(State::loaded).equals(before.map(State::loaded))) {
      if (known.isEmpty()) {
        tell("guard_removed", "nothing is in force until something is applied");
      } else {
        tell("guard_applied", known.get().policy());
      }
    }
  }

  private void learnState() {
    Optional<State> now = State.of(places.run());
    boolean isAnother = !now.map(State::policy).equals(known.map(State::policy));
    known = now;
    if (isAnother) {
      held = now.isEmpty() ? Optional.empty() : text();
      names = names();
    }
  }

  /// After rules were loaded here; what somebody else did is told the next time.
  private void learnOwn() {
    if (State.of(places.run()).map(State::policy).equals(known.map(State::policy))) {
      learnState();
    }
  }

  /// Empty if it may not be trusted, or is lost; what is loaded still is.
  private Optional<Given> text() {
    try {
      return warden.held();
    } catch (Failure untrusted) {
      return held;
    }
  }

  private List<String> names() {
    return held.map(it -> Marks.names(it.policy(), cgroups)).orElse(List.of());
  }

  private void lookAtFile() {
    String now = Marks.of(file);
    if (now.equals(fileMark)) {
      return;
    }
    fileMark = now;
    if (now.isEmpty()) {
      tell("policy_removed", file + ": what is in force stays");
      return;
    }
    try {
      Policy policy = Warden.read(file).policy();
      String digest = PolicyText.digest(policy);
      if (known.isPresent() && !digest.equals(known.get().policy())) {
        tell("policy_changed", file + ": `sekisho guard apply` puts it in force");
      }
    } catch (Failure refused) {
      tell("policy_refused", refused.sentence() + " What is in force stays.");
    }
  }

  private void lookAtNames() {
    List<String> now = names();
    boolean isTime = System.nanoTime() - lookedAt > every.toNanos();
    if (now.equals(names) && !isTime) {
      return;
    }
    names = now;
    lookedAt = System.nanoTime();
    load().ifPresent(it -> tell("names_changed", ("loaded anew. " + it).strip()));
  }

  private void lookAtRules(boolean changed) {
    boolean looks = changed || (tellsNothing && isWithIptables());
    Mark mark = looks ? warden.compared() : Mark.IN_FORCE;
    if (mark == Mark.IN_FORCE || State.of(places.run()).isEmpty()) {
      return;
    }
    Duration wait = backoff.before(Instant.now());
    if (!wait.isZero()) {
      tell("waiting", "somebody keeps on; put back in %d s".formatted(wait.toSeconds()));
      pause(wait);
    }
    // Somebody who applies or removes as it should be is waited for, and then there is nothing to
    // do.
    load()
        .ifPresent(
            it -> {
              backoff.count(Instant.now());
              tell(mark == Mark.ABSENT ? "rules_removed" : "rules_changed", "");
              tell("put_back", it);
            });
  }

  /// What was said, if there was anything to load.
  private Optional<String> load() {
    Path noted = places.run().resolve("state");
    String before = Marks.of(noted);
    List<String> said = warden.ensure();
    boolean loaded = !Marks.of(noted).isEmpty() && !Marks.of(noted).equals(before);
    learnOwn();
    return loaded ? Optional.of(String.join(" ", said)) : Optional.empty();
  }

  private boolean isWithIptables() {
    return known.filter(it -> it.engine().equals("iptables")).isPresent();
  }

  private void pause(Duration time) {
    try {
      boolean _ = stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }

  private void tell(String event, String detail) {
    told.accept(new Happening(Instant.now(), event, detail));
  }
}
