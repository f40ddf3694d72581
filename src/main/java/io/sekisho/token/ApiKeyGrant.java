package io.sekisho.token;

import io.sekisho.control.Store.Document;
import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Basis;
import io.sekisho.credential.Holder.Root;
import io.sekisho.iam.Account;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.User;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An API key for a token of the user or service id whose key it is; an operator's key for a token
/// that counts in one account.
final class ApiKeyGrant implements Grant {
  private static final int MAX_LENGTH = 128;
  private static final String SERVICE = "iam-ServiceId-";
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Tokens.Parts parts;
  private final Profiles accounts;

  ApiKeyGrant(Tokens.Parts parts) {
    this.parts = parts;
    this.accounts = new Profiles(parts.standing());
  }

  @Override
  public Outcome<Permit> decide(Attempt attempt) {
    return attempt
        .required("apikey")
        .then(
            secret ->
                secret.length() > MAX_LENGTH
                    ? refuse("Provided API key could not be found.", "longer than any")
                    : parts
                        .operators()
                        .apply(secret)
                        .map(operator -> ofOperator(attempt, operator))
                        .orElseGet(() -> ofKey(attempt, secret)));
  }

  private Outcome<Permit> ofKey(Attempt attempt, String secret) {
    Optional<ApiKey> found =
        parts.apiKeys().apply(Secret.hash(secret)).map(Document::value).map(ApiKey.class::cast);
    if (found.isEmpty()) {
      return refuse("Provided API key could not be found.", "no such key");
    }
    ApiKey key = found.get();
    attempt.by(key.account(), key.iamId(), key.name());
    if (key.disabled()) {
      return refuse("Provided API key is disabled.", key.id());
    }
    if (key.expiresAt().filter(end -> !attempt.now().isBefore(end)).isPresent()) {
      return refuse("Provided API key is expired.", key.id());
    }
    Optional<Account> account = parts.standing().account(key.account());
    Optional<Problem> astray = account.flatMap(it -> astray(attempt, it));
    if (astray.isPresent()) {
      return Outcome.refuse(astray.get());
    }
    Optional<Holder> holder = holder(attempt, key);
    if (account.isEmpty() || holder.isEmpty()) {
      return refuse("The identity of the provided API key is gone or disabled.", key.iamId());
    }
    attempt.by(key.account(), key.iamId(), holder.get().name());
    return Addresses.admit(parts.standing(), holder.get(), attempt)
        .map(it -> Permit.of(it, account.get()).until(key.expiresAt()))
        .map(permit -> login(attempt, permit));
  }

  /// A key's token is for the key's account, which another one that is named would not be.
  private static Optional<Problem> astray(Attempt attempt, Account own) {
    return attempt
        .request()
        .value("account")
        .filter(it -> !it.equals(own.name()) && !it.equals(own.id().value()))
        .map(
            _ ->
                Attempt.invalid(
                    "account",
                    "Your key is for account %s: name that one, or none.".formatted(own.name())));
  }

  /// A session begins where a person's program logs in, and not where a program only calls an API
  /// (IBM: "Determining when sessions are created"). It does not outlive the key.
  private static Permit login(Attempt attempt, Permit permit) {
    if (attempt.request().client().isEmpty()) {
      return permit;
    }
    Optional<Duration> left = permit.until().map(end -> Duration.between(attempt.now(), end));
    return permit.beginning(left.orElse(LONGEST));
  }

  private Optional<Holder> holder(Attempt attempt, ApiKey key) {
    if (key.iamId().startsWith(SERVICE)) {
      String id = key.iamId().substring("iam-".length());
      return parts.standing().serviceId(key.account(), id).map(it -> of(attempt, key, it));
    }
    return parts
        .standing()
        .user(key.account(), key.iamId())
        .filter(it -> it.state() == User.State.ACTIVE)
        .map(it -> of(attempt, key, it));
  }

  private static Holder of(Attempt attempt, ApiKey key, ServiceId it) {
    return new Holder(
        it.iamId(),
        "iam",
        it.id(),
        it.name(),
        Optional.empty(),
        it.id(),
        Optional.of("ServiceId"),
        Optional.empty(),
        it.account(),
        Tokens.API_KEY,
        SCOPE,
        attempt.request().clientId(),
        "pwd",
        Optional.empty(),
        Basis.of(Root.SERVICE_ID, it.id(), it.account()).by(key.id()));
  }

  private static Holder of(Attempt attempt, ApiKey key, User it) {
    String own = it.realm() + "-";
    String identifier =
        it.iamId().startsWith(own) ? it.iamId().substring(own.length()) : it.iamId();
    return new Holder(
        it.iamId(),
        it.realm(),
        identifier,
        it.name(),
        Optional.of(it.email()),
        it.email(),
        Optional.empty(),
        Optional.empty(),
        it.account(),
        Tokens.API_KEY,
        SCOPE,
        attempt.request().clientId(),
        "pwd",
        Optional.empty(),
        Basis.of(Root.USER, it.iamId(), it.account()).by(key.id()));
  }

  private Outcome<Permit> ofOperator(Attempt attempt, String operator) {
    Optional<String> which = attempt.request().value("account");
    List<Account> meant = accounts.accounts(which);
    if (meant.size() != 1) {
      String message =
          which.isEmpty()
              ? "Say with `account`, by id or name, in which account the operator's token counts."
              : "`account` has to be the id or name of one account.";
      return Outcome.refuse(Attempt.invalid("account", message));
    }
    Account account = meant.getFirst();
    String iamId = "iam-Operator-" + operator;
    attempt.by(account.id(), iamId, operator);
    Holder holder =
        new Holder(
            iamId,
            "iam",
            "Operator-" + operator,
            operator,
            Optional.empty(),
            "Operator-" + operator,
            Optional.of("Operator"),
            Optional.empty(),
            account.id(),
            Tokens.API_KEY,
            SCOPE,
            attempt.request().clientId(),
            "pwd",
            Optional.empty(),
            Basis.of(Root.OPERATOR, operator, account.id()));
    return Outcome.of(Permit.of(holder, account));
  }

  private static Outcome<Permit> refuse(String message, String detail) {
    return Outcome.refuse(
        Problem.of(Code.UNAUTHENTICATED, message).status(400).parameter("apikey").detail(detail));
  }
}
