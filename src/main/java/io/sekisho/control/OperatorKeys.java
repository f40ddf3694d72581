package io.sekisho.control;

import io.sekisho.audit.Action;
import io.sekisho.control.Store.Audit;
import io.sekisho.control.Store.Latest;
import io.sekisho.control.Store.OperatorKey;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys with which operators call the API. A key is 256 random bits, so a plain SHA-256 of it
/// can be kept at rest: there is nothing to guess that a slow hash would protect.
///
/// They are known by heart. Whenever the ledger looks for what others wrote, it is seen here
/// whether keys were made or deleted, and before the question is answered they are read again.
public final class OperatorKeys {
  /// How every key begins, so that scanners for leaked secrets can find it.
  public static final String PREFIX = "sekisho_";

  private static final int KEY_BYTES = 32;
  private static final int MAX_LENGTH = 128;
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

  private final Ledger ledger;
  private final SecureRandom random;
  private volatile Optional<Ring> ring = Optional.empty();

  public OperatorKeys(Ledger ledger, SecureRandom random) {
    this.ledger = ledger;
    this.random = random;
    ledger.heed(this::catchUp);
  }

  /// What there was, or more, when the store said this of it.
  private record Ring(String as, List<OperatorKey> all) {
    List<OperatorKey> vouched() {
      return all.stream().filter(OperatorKey::vouched).toList();
    }
  }

  /// A key that was just made.
  ///
  /// @param text can't be read again later
  public record Made(OperatorKey key, String text) {}

  /// The first key's text if there is none; it can't be read again later.
  public synchronized Optional<String> createFirst() {
    Optional<Made> made = Optional.empty();
    // A name may be taken by a key that nobody vouches for, or by another controller's first one.
    for (int i = 1; made.isEmpty() && read().vouched().isEmpty(); i++) {
      made = create(i == 1 ? "first" : "first-" + i, Optional.empty());
    }
    return made.map(Made::text);
  }

  /// A new key.
  public Outcome<Made> create(String name, Initiator by) {
    if (!name.matches(NAME)) {
      return Outcome.refuse(
          Problem.of(
                  Code.INVALID_VALUE,
                  "Give name as up to 63 letters, digits, dots, hyphens and underscores, the first"
                      + " a letter or digit.")
              .field("name"));
    }
    return create(name, Optional.of(by))
        .map(Outcome::of)
        .orElseGet(
            () ->
                refused(
                    Action.OPERATOR_KEY_CREATE,
                    name,
                    by,
                    Problem.of(
                            Code.CONFLICT,
                            "There is an operator key named %s: take another name, or delete it."
                                .formatted(name))
                        .field("name")));
  }

  private Optional<Made> create(String name, Optional<Initiator> by) {
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Instant now = ledger.clock().instant();
    OperatorKey key = new OperatorKey(name, HexFormat.of().formatHex(sha256(text)), now);
    boolean made =
        ledger.store().addOperatorKey(key, records(Action.OPERATOR_KEY_CREATE, name, by, now));
    read();
    return made ? Optional.of(new Made(key, text)) : Optional.empty();
  }

  /// Deletes a key, also one that nobody vouches for. From when this returns, whoever shows it is
  /// refused, and so is what they got for it.
  public Outcome<String> delete(String name, Initiator by) {
    Instant now = ledger.clock().instant();
    List<Audit> records = records(Action.OPERATOR_KEY_DELETE, name, Optional.of(by), now);
    Store.Removed removed = ledger.store().removeOperatorKey(name, records);
    read();
    return switch (removed) {
      case DONE -> Outcome.of(name);
      case ABSENT ->
          refused(
              Action.OPERATOR_KEY_DELETE,
              name,
              by,
              Problem.of(Code.NOT_FOUND, "There is no operator key named " + name + "."));
      case LAST ->
          refused(
              Action.OPERATOR_KEY_DELETE,
              name,
              by,
              Problem.of(
                  Code.CONFLICT,
                  "%s is the last operator key, and without one nobody could make another: create one first."
                      .formatted(name)));
    };
  }

  private <T> Outcome<T> refused(Action action, String name, Initiator by, Problem problem) {
    ledger.refused(Attempt.by(by, action, name), problem);
    return Outcome.refuse(problem);
  }

  private static List<Audit> records(
      Action action, String name, Optional<Initiator> by, Instant now) {
    return List.of(AuditRecords.of(AuditRecords.operatorKey(action, name, by, now)));
  }

  /// All of them, by name, also those that nobody vouches for.
  public List<OperatorKey> all() {
    return ring().all;
  }

  /// Since when there is an operator with a key of this name, if there is.
  public Optional<Instant> since(String name) {
    return ring().vouched().stream()
        .filter(key -> key.name().equals(name))
        .map(OperatorKey::createdAt)
        .findFirst();
  }

  /// The name of the key that this is the text of. Every key is compared, each in constant time; as
  /// of when the ledger last looked for what others wrote.
  public Optional<String> verify(String presented) {
    if (presented.length() > MAX_LENGTH || !presented.startsWith(PREFIX)) {
      return Optional.empty();
    }
    byte[] hash = sha256(presented);
    Optional<String> name = Optional.empty();
    for (OperatorKey key : ring().vouched()) {
      if (MessageDigest.isEqual(HexFormat.of().parseHex(key.hash()), hash)) {
        name = Optional.of(key.name());
      }
    }
    return name;
  }

  private Ring ring() {
    return ring.orElseGet(this::read);
  }

  private void catchUp(Latest latest) {
    if (ring.stream().noneMatch(known -> known.as.equals(latest.operators()))) {
      read();
    }
  }

  /// Reads them again. One after the other, so that what was read earlier never takes the place of
  /// what was read later.
  private synchronized Ring read() {
    String as = ledger.store().latest().operators();
    Ring next = new Ring(as, List.copyOf(ledger.store().operatorKeys()));
    List<OperatorKey> known = ring.map(Ring::all).orElse(List.of());
    next.all.stream()
        .filter(key -> !key.vouched() && !known.contains(key))
        .forEach(this::tellForeign);
    ring = Optional.of(next);
    return next;
  }

  private void tellForeign(OperatorKey key) {
    Instant now = ledger.clock().instant();
    Map<String, String> fields = Map.of("name", key.name());
    ledger.journal().write(new Event.Notice(now, Event.Kind.OPERATOR_KEY_FOREIGN, fields));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
