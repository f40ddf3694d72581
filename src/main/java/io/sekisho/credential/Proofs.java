package io.sekisho.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// What was lately found out about tokens, so that a token that is shown with every request has its
/// signature checked once.
///
/// Of a token there is only its SHA-256, which says nothing about it and, compared in whatever
/// time, nothing to who guesses. Each has one place it can be in; whoever comes later takes it.
final class Proofs<T> {
  /// About 1 MiB when all are taken.
  private static final int PLACES = 4_096;

  private final AtomicReferenceArray<Proof<T>> places = new AtomicReferenceArray<>(PLACES);

  private record Proof<T>(ByteBuffer digest, T found) {}

  Optional<T> find(String token) {
    ByteBuffer digest = digest(token);
    Proof<T> proof = places.get(place(digest));
    return proof != null && proof.digest.equals(digest)
        ? Optional.of(proof.found)
        : Optional.empty();
  }

  void keep(String token, T found) {
    ByteBuffer digest = digest(token);
    places.set(place(digest), new Proof<>(digest, found));
  }

  private static int place(ByteBuffer digest) {
    return digest.getInt(0) & (PLACES - 1);
  }

  private static ByteBuffer digest(String token) {
    try {
      byte[] text = token.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
