package io.sekisho.api;

import io.helidon.http.media.ReadableEntity;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/// Reads a body to its end, within a size and within a time.
final class BodyReader implements Arrived.Body {
  /// In bytes; an inventory of 10 000 instances is about 6 MiB.
  static final int MAX = 16 * 1024 * 1024;

  private static final long MAX_NANOS = 30_000_000_000L;
  private static final int CHUNK = 16 * 1024;

  private final ReadableEntity entity;
  private final OptionalLong announced;

  BodyReader(ReadableEntity entity, OptionalLong announced) {
    this.entity = entity;
    this.announced = announced;
  }

  @Override
  public Outcome<byte[]> read() {
    if (announced.orElse(0) > MAX) {
      return tooLarge();
    }
    try (InputStream in = entity.inputStream()) {
      return read(in);
    } catch (IOException | UncheckedIOException e) {
      return Outcome.refuse(Problem.of(Code.INVALID_REQUEST, "The body broke off: send it again."));
    }
  }

  private static Outcome<byte[]> read(InputStream in) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
      body.write(chunk, 0, got);
      if (body.size() > MAX) {
        return tooLarge();
      }
      if (System.nanoTime() - start > MAX_NANOS) {
        return Outcome.refuse(
            Problem.of(Code.REQUEST_TIMEOUT, "The body took longer than 30 s: send it again."));
      }
    }
    return Outcome.of(body.toByteArray());
  }

  private static Outcome<byte[]> tooLarge() {
    return Outcome.refuse(Problem.of(Code.PAYLOAD_TOO_LARGE, "Send at most 16 MiB."));
  }
}
