package io.sekisho.token;

import io.sekisho.control.Initiator;
import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Basis;
import io.sekisho.credential.Holder.Held;
import io.sekisho.credential.Mint;
import io.sekisho.iam.Account;
import io.sekisho.iam.Joined;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// Knows who shows a token, and whether that token still counts: its signature and time, its
/// session, and everything that it stands on, as of now. Nothing is kept per token; whoever was
/// removed is refused with the next request.
public final class Bearers {
  private final Mint mint;
  private final Standing standing;
  private final Sessions sessions;
  private final Function<String, Optional<String>> operators;
  private final InstantSource clock;

  /// @param operators the name of the operator whose key a text is, if it is one
  public Bearers(
      Mint mint,
      Standing standing,
      Sessions sessions,
      Function<String, Optional<String>> operators,
      InstantSource clock) {
    this.mint = mint;
    this.standing = standing;
    this.sessions = sessions;
    this.operators = operators;
    this.clock = clock;
  }

  /// Where a request comes from.
  ///
  /// @param host the address it comes from
  /// @param agent the program, as it calls itself
  /// @param trace id of the request
  public record From(String host, String agent, String trace) {}

  /// Whose IAM token, or operator's key, this is.
  public Outcome<Initiator> identify(String bearer, From from) {
    return operators
        .apply(bearer)
        .map(name -> Outcome.of(operator(name, from)))
        .orElseGet(() -> held(bearer, from.host).map(held -> initiator(held.holder(), from)));
  }

  /// Takes over what other controllers wrote meanwhile.
  void catchUp() {
    standing.catchUp();
  }

  /// What a token says, if it still counts wherever it is shown.
  Outcome<Held> held(String token) {
    return mint.verifyIam(token, clock.instant()).then(this::standing);
  }

  /// The same, if it counts at this address.
  private Outcome<Held> held(String token, String host) {
    return held(token)
        .then(
            held ->
                Addresses.fault(standing, held.holder(), host)
                    .<Outcome<Held>>map(Bearers::refuse)
                    .orElseGet(() -> Outcome.of(held)));
  }

  private Outcome<Held> standing(Held held) {
    Instant now = clock.instant();
    Holder holder = held.holder();
    Optional<Account> account = account(holder);
    if (account.isEmpty()) {
      return refuse("there is no such account any more");
    }
    return standing
        .fault(holder.basis(), held.issuedAt(), now)
        .or(() -> holder.session().flatMap(id -> sessions.use(id, account.get().inForce(), now)))
        .<Outcome<Held>>map(Bearers::refuse)
        .orElseGet(() -> Outcome.of(held));
  }

  private Optional<Account> account(Holder holder) {
    return standing.account(holder.account());
  }

  private static Initiator operator(String name, From from) {
    return new Initiator(
        "operator:" + name,
        name,
        Initiator.Type.OPERATOR,
        Optional.empty(),
        from.host,
        from.agent,
        from.trace);
  }

  private static Initiator initiator(Holder holder, From from) {
    return new Initiator(
        holder.iamId(),
        holder.name(),
        type(holder),
        Optional.of(holder.account()),
        holder.behind().map(it -> new Initiator.Behind(it.iamId(), it.name())),
        joined(holder.basis()),
        from.host,
        from.agent,
        from.trace);
  }

  /// Groups are joined as the profile that the person was let in to. Who goes on to another one
  /// acts as that one alone.
  private static Optional<Joined> joined(Basis basis) {
    return basis.joined().filter(_ -> basis.assumed().size() == 1);
  }

  private static Initiator.Type type(Holder holder) {
    if (!holder.basis().assumed().isEmpty()) {
      return Initiator.Type.PROFILE;
    }
    return switch (holder.basis().root()) {
      case OPERATOR -> Initiator.Type.OPERATOR;
      case SERVICE_ID -> Initiator.Type.SERVICE_ID;
      case USER, FEDERATED -> Initiator.Type.USER;
      case COMPUTE -> Initiator.Type.PROFILE;
    };
  }

  /// The same words for every reason; the reason is for the log.
  private static <T> Outcome<T> refuse(String reason) {
    return Outcome.refuse(
        Problem.of(
                Code.UNAUTHENTICATED,
                "The access token does not count any more: ask for a new one at POST"
                    + " /identity/token, and send it as `Authorization: Bearer <token>`.")
            .detail(reason));
  }
}
