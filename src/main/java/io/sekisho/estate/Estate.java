package io.sekisho.estate;

import io.sekisho.audit.Action;
import io.sekisho.control.Attempt;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Item;
import io.sekisho.control.Ledger;
import io.sekisho.control.Reach;
import io.sekisho.mint.Minter;
import io.sekisho.problem.Outcome;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The resources of all accounts, of which one sees and changes its own account's.
public final class Estate {
  private final Ledger ledger;
  private final IdSource ids;
  private final InstantSource clock;
  private final Permits permits;

  public Estate(Ledger ledger, IdSource ids, InstantSource clock, Permits permits) {
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
    this.permits = permits;
  }

  /// In which account a caller acts: its own. An operator of the installation has none and says
  /// which one.
  ///
  /// @param named the account that the request names, if it does
  public Outcome<Actor> actor(Initiator by, Optional<String> named) {
    return new Reach(ledger).account(named, by).map(account -> new Actor(account, by));
  }

  /// What policies can say of the resource that a path names; of one that is not there, its type.
  ///
  /// @param type its `resourceType`, such as `subnet`
  public Map<String, String> attributes(Actor actor, String type, String id) {
    Sight sight = new Sight(ledger.edition().contents(), permits, actor);
    return sight
        .anything(id)
        .map(it -> Item.of(it).attributes())
        .filter(attributes -> type.equals(attributes.get("resourceType")))
        .orElse(Map.of("resourceType", type));
  }

  /// Looks at what there is.
  public <T> Outcome<T> read(Actor actor, Function<Holdings, T> work) {
    return refusable(() -> work.apply(new Sight(ledger.edition().contents(), permits, actor)));
  }

  /// Changes what there is: all of it or nothing, and on record either way.
  ///
  /// @param action its name in the audit trail
  /// @param target id of what it is about; empty if that is yet to be made
  public <T> Outcome<T> write(Actor actor, Action action, String target, Function<Scene, T> work) {
    Attempt attempt = new Attempt(action, actor.account(), target, actor.by());
    return ledger.write(
        attempt,
        turn -> {
          if (!target.isEmpty()) {
            turn.call(target, action);
          }
          Minter minter = new Minter(ids::next, clock.instant());
          return refusable(() -> work.apply(new Scene(turn, permits, actor, minter)));
        });
  }

  private static <T> Outcome<T> refusable(Supplier<T> work) {
    try {
      return Outcome.of(work.get());
    } catch (Refusal refusal) {
      return Outcome.refuse(refusal.problem());
    }
  }
}
