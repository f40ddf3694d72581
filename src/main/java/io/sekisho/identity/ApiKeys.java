package io.sekisho.identity;

import io.sekisho.audit.Action;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Turn;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.identity.Listing.Wanted;
import io.sekisho.identity.Records.Command;
import io.sekisho.identity.Records.Sort;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Secrets with which users and service ids ask for tokens. The secret is told once, to whoever
/// makes it; a hash is kept.
public final class ApiKeys implements Departure {
  static final Sort<ApiKey> SORT = new Sort<>(Kind.API_KEY, ApiKey.class, ApiKeys::attributes);

  /// What a filter may ask for.
  public static final Set<String> ATTRIBUTES = Set.of("id", "name", "description", "iam_id");

  /// What the IAM ids of service ids begin with.
  public static final String SERVICE_ID = "iam-ServiceId-";

  private static final int SECRET_BYTES = 33;
  private static final int MIN_SECRET = 32;
  private static final int MAX_SECRET = 128;

  private final Records records;
  private final SecureRandom random;
  private final Function<String, Optional<Document>> byHash;

  /// @param byHash finds the key whose secret has this hash, of any account
  public ApiKeys(
      Records records, SecureRandom random, Function<String, Optional<Document>> byHash) {
    this.records = records;
    this.random = random;
    this.byHash = byHash;
  }

  /// What is said about a key; of an update, what is left out stays.
  ///
  /// @param secret chosen by whoever makes it; nothing lets it be made
  /// @param expiresAt an empty one within means never
  public record Said(
      Optional<String> name,
      Optional<String> description,
      Optional<String> secret,
      boolean locked,
      boolean disabled,
      Optional<Optional<Instant>> expiresAt) {
    Optional<Problem> mistake() {
      return Texts.name(name).or(() -> Texts.description(description)).or(this::secretMistake);
    }

    private Optional<Problem> secretMistake() {
      return secret
          .filter(it -> it.length() < MIN_SECRET || it.length() > MAX_SECRET)
          .map(
              _ ->
                  Texts.wrong(
                      "apikey",
                      "An API key of your own has from %d to %d characters, as random as can be."
                          .formatted(MIN_SECRET, MAX_SECRET)));
    }
  }

  /// A new key with its secret, which nobody can read again.
  public record Issued(Kept<ApiKey> key, String secret) {
    @Override
    public String toString() {
      return "Issued[" + key.value().id() + "]";
    }
  }

  /// @param iamId whose key it is to be
  public Outcome<Issued> create(Actor actor, String iamId, Said said) {
    return records.write(
        new Command(action(iamId, "create"), actor, iamId),
        turn -> owner(turn.in(actor.account()), iamId).then(_ -> issue(turn, actor, iamId, said)));
  }

  /// The same within a write, for an identity that is there.
  Outcome<Issued> issue(Turn turn, Actor actor, String iamId, Said said) {
    String secret = said.secret().orElseGet(this::secret);
    String hash = hash(secret);
    return Texts.refused(said.mistake().or(() -> over(said)))
        .then(
            _ ->
                said.secret().isPresent() && byHash.apply(hash).isPresent()
                    ? Outcome.<ApiKey>refuse(
                        Problem.of(Code.CONFLICT, "There is a key of this value: choose another.")
                            .field("apikey"))
                    : Outcome.of(made(actor, iamId, said, hash)))
        .map(key -> new Issued(Kept.put(turn, key), secret));
  }

  /// A key that is over opens nothing. Of one that is there, an update may say so again.
  private Optional<Problem> over(Said said) {
    return said.expiresAt()
        .flatMap(it -> it)
        .filter(it -> !it.isAfter(records.now()))
        .map(_ -> Texts.wrong("expires_at", "expires_at is over already: give a time to come."));
  }

  private ApiKey made(Actor actor, String iamId, Said said, String hash) {
    return new ApiKey(
        records.id("ApiKey-"),
        actor.account(),
        iamId,
        said.name().orElseThrow(),
        said.description().orElse(""),
        hash,
        said.locked(),
        said.disabled(),
        said.expiresAt().orElse(Optional.empty()),
        records.stamps(actor.by()));
  }

  public Outcome<Listing<ApiKey>> list(Actor actor, Wanted wanted) {
    return records.list(actor.account(), SORT, wanted);
  }

  public Outcome<Kept<ApiKey>> get(Actor actor, String id) {
    return records.get(actor.account(), SORT, id);
  }

  /// The key that this is the secret of.
  public Outcome<Kept<ApiKey>> bySecret(Actor actor, String secret) {
    return byHash
        .apply(hash(secret))
        .filter(document -> document.label().account().equals(actor.account()))
        .map(document -> Outcome.of(SORT.kept(document)))
        .orElseGet(
            () ->
                Outcome.refuse(
                    Problem.of(Code.NOT_FOUND, "Provided API key could not be found.")
                        .header("IAM-ApiKey")));
  }

  /// @param version the tag of the one that the caller saw, or `*`
  public Outcome<Kept<ApiKey>> update(Actor actor, String id, String version, Said said) {
    return records.change(
        command(actor, id, "update"),
        SORT,
        version,
        before ->
            unlocked(before)
                .then(_ -> Texts.refused(said.mistake()))
                .map(
                    _ ->
                        new ApiKey(
                            before.id(),
                            before.account(),
                            before.iamId(),
                            said.name().orElse(before.name()),
                            said.description().orElse(before.description()),
                            before.hash(),
                            before.locked(),
                            before.disabled(),
                            said.expiresAt().orElse(before.expiresAt()),
                            before.stamps().modified(records.now(), actor.by().id()))));
  }

  /// Locks a key so that it can neither be changed nor deleted, or unlocks it.
  public Outcome<Kept<ApiKey>> lock(Actor actor, String id, boolean locked) {
    return flagged(actor, id, before -> flags(before, actor, locked, before.disabled()));
  }

  /// Lets a key get no more tokens, or lets it again.
  public Outcome<Kept<ApiKey>> disable(Actor actor, String id, boolean disabled) {
    return flagged(actor, id, before -> flags(before, actor, before.locked(), disabled));
  }

  private Outcome<Kept<ApiKey>> flagged(Actor actor, String id, UnaryOperator<ApiKey> edit) {
    return records.change(
        command(actor, id, "update"), SORT, "*", before -> Outcome.of(edit.apply(before)));
  }

  private ApiKey flags(ApiKey before, Actor actor, boolean locked, boolean disabled) {
    return new ApiKey(
        before.id(),
        before.account(),
        before.iamId(),
        before.name(),
        before.description(),
        before.hash(),
        locked,
        disabled,
        before.expiresAt(),
        before.stamps().modified(records.now(), actor.by().id()));
  }

  public Outcome<ApiKey> delete(Actor actor, String id) {
    return records.write(
        command(actor, id, "delete"),
        turn ->
            SORT.find(turn.in(actor.account()), id)
                .then(kept -> unlocked(kept.value()))
                .map(
                    key -> {
                      turn.delete(key);
                      return key;
                    }));
  }

  /// Whose key it is never changes, so it may be read before the write.
  private Command command(Actor actor, String id, String verb) {
    String owner =
        get(actor, id) instanceof Outcome.Granted<Kept<ApiKey>>(Kept<ApiKey> kept)
            ? kept.value().iamId()
            : "";
    return new Command(action(owner, verb), actor, id);
  }

  private static Action action(String iamId, String verb) {
    String whose = iamId.startsWith(SERVICE_ID) ? "serviceid" : "user";
    return Action.named("iam-identity.%s-apikey.%s".formatted(whose, verb)).orElseThrow();
  }

  /// Keys go with their identity, locked or not.
  @Override
  public void left(Turn turn, AccountId account, String iamId) {
    turn.in(account).of(Kind.API_KEY, iamId).forEach(each -> turn.delete(each.value()));
  }

  /// What is kept of a secret.
  public static String hash(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Outcome<String> owner(Documents in, String iamId) {
    boolean there =
        iamId.startsWith(SERVICE_ID)
            ? in.get(Kind.SERVICE_ID, iamId.substring("iam-".length())).isPresent()
            : in.get(Kind.USER, iamId).isPresent();
    return there
        ? Outcome.of(iamId)
        : Outcome.refuse(
            Problem.of(
                    Code.NOT_FOUND,
                    "There is no user or service ID of this IAM ID in this account.")
                .status(400)
                .field("iam_id"));
  }

  private static Outcome<ApiKey> unlocked(ApiKey key) {
    return key.locked()
        ? Outcome.refuse(
            Problem.of(Code.CONFLICT, "This API key is locked: unlock it first.").parameter("id"))
        : Outcome.of(key);
  }

  private static Map<String, String> attributes(ApiKey it) {
    return Map.of(
        "id", it.id(),
        "name", it.name(),
        "description", it.description(),
        "iam_id", it.iamId(),
        "type", it.iamId().startsWith(SERVICE_ID) ? "serviceid" : "user");
  }
}
