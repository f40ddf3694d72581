package io.sekisho.roster;

import io.sekisho.audit.Action;
import io.sekisho.control.Attempt;
import io.sekisho.control.Initiator;
import io.sekisho.control.Item;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Turn;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.JoinToken;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What lets nodes join. A secret is 256 random bits, so a plain SHA-256 of it is enough to keep.
public final class JoinTokens {
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;
  private static final Problem NOT_GOOD =
      Problem.of(
          Code.UNAUTHENTICATED,
          "The join token is unknown, used or expired: make another with `sekisho node token`.");

  private final Ledger ledger;
  private final SecureRandom random;

  public JoinTokens(Ledger ledger, SecureRandom random) {
    this.ledger = ledger;
    this.random = random;
  }

  /// A token that was made just now.
  ///
  /// @param secret can't be read again later
  public record Made(JoinToken token, String secret) {}

  public Outcome<Made> make(Initiator by, Terms terms) {
    String id = hex(ID_BYTES);
    String secret = hex(SECRET_BYTES);
    Instant now = ledger.clock().instant();
    JoinToken token =
        new JoinToken(
            JoinToken.identity(id, now),
            hash(secret),
            now.plus(terms.life()),
            terms.reusable(),
            terms.takes());
    return ledger.write(
        Attempt.by(by, Action.JOIN_TOKEN_CREATE, id),
        turn -> {
          sweep(turn, now);
          turn.put(token);
          return Outcome.of(new Made(token, secret));
        });
  }

  /// All that can still be used.
  public List<JoinToken> all() {
    Instant now = ledger.clock().instant();
    return ledger.edition().all(Kind.JOIN_TOKEN, Optional.empty()).stream()
        .map(item -> (JoinToken) item.value())
        .filter(token -> now.isBefore(token.expiresAt()))
        .toList();
  }

  public Outcome<String> revoke(Initiator by, String id) {
    return ledger.write(
        Attempt.by(by, Action.JOIN_TOKEN_DELETE, id),
        turn ->
            turn.edition()
                .find(Kind.JOIN_TOKEN, id, Optional.empty())
                .map(
                    item -> {
                      turn.delete(item.value());
                      return id;
                    }));
  }

  /// The token that a text is of; a single-use one is gone with the write that this is part of.
  Outcome<JoinToken> use(Turn turn, JoinText text, Instant now) {
    Optional<JoinToken> token =
        turn.edition()
            .item(text.id())
            .map(Item::value)
            .filter(JoinToken.class::isInstance)
            .map(JoinToken.class::cast);
    if (token.filter(it -> same(it.hash(), hash(text.secret()))).isEmpty()) {
      return refuse("no such token, or another secret: " + text.id());
    }
    if (!now.isBefore(token.get().expiresAt())) {
      return refuse("expired: " + text.id());
    }
    if (!token.get().reusable()) {
      turn.delete(token.get());
    }
    return Outcome.of(token.get());
  }

  /// What nobody can use any more need not be kept.
  private static void sweep(Turn turn, Instant now) {
    turn.edition().all(Kind.JOIN_TOKEN, Optional.empty()).stream()
        .map(item -> (JoinToken) item.value())
        .filter(token -> !now.isBefore(token.expiresAt()))
        .forEach(turn::delete);
  }

  private static <T> Outcome<T> refuse(String detail) {
    return Outcome.refuse(NOT_GOOD.detail(detail));
  }

  private String hex(int bytes) {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  private static boolean same(String hash, String other) {
    return MessageDigest.isEqual(
        hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hash(String secret) {
    try {
      byte[] text = secret.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
