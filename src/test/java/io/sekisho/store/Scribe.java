package io.sekisho.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Compute;
import io.sekisho.wire.ComputeView;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;

/// A process that does nothing but write, and says what it was promised: `found <n>` first, then
/// `wrote <n>` after each write that returned. Made to be killed.
final class Scribe {
  private static final Initiator SELF = new Initiator("scribe", "");
  private static final String INVENTORY =
      """
      accounts:
        - name: acme
          vpcs: [{name: blue, subnets: [{name: blue-a, ipv4_cidr_block: 10.0.0.0/24}]}]
          instances: [{name: web-1}]
      """;

  private Scribe() {}

  public static void main(String[] arguments) {
    StateDirectory state = StateDirectory.open(Path.of(arguments[0]));
    Controller control =
        new Controller(state.store(), IdSource.random(), InstantSource.system(), _ -> {});
    control.apply(INVENTORY.getBytes(UTF_8), false, false, SELF);
    long generation =
        control.snapshot().contents().computes().stream().mapToLong(Compute::tokenGeneration).sum();
    String secret =
        state.secrets().names().stream()
            .max(Comparator.naturalOrder())
            .flatMap(state.secrets()::read)
            .map(bytes -> new String(bytes, UTF_8))
            .orElse("");
    say("found " + generation + " " + secret);
    while (true) {
      Outcome<ComputeView> outcome = control.revokeTokens(Kind.INSTANCE, "web-1", SELF);
      if (outcome instanceof Outcome.Granted<ComputeView>(ComputeView view)) {
        replaceSecret(state, view.tokenGeneration());
        say("wrote " + view.tokenGeneration());
      }
    }
  }

  /// Secrets are never overwritten: a new one under a later name, then the old one goes.
  private static void replaceSecret(StateDirectory state, long generation) {
    String name = "secret-%019d".formatted(generation);
    state.secrets().write(name, secret(generation).getBytes(UTF_8));
    state.secrets().names().stream()
        .filter(old -> !old.equals(name))
        .forEach(state.secrets()::erase);
  }

  /// Long enough to be torn by a write that is not atomic.
  static String secret(long generation) {
    return (generation + ";").repeat(2_000);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
