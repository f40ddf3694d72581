package io.sekisho.web;

import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.http.ServerRequest;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;

/// Reads a body to its end, within a size and within a time.
final class BodyReader implements Arrived.Body {
  private static final int CHUNK = 16 * 1024;

  /// After this much more, who sends too slowly to be told so is cut off.
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ReadableEntity entity;
  private final OptionalLong announced;
  private final Limits limits;
  private final Deadlines.Line line;
  private boolean finished;

  BodyReader(ServerRequest request, Limits limits, Deadlines.Line line) {
    this.entity = request.content();
    this.announced = request.headers().contentLength();
    this.limits = limits;
    this.line = line;
    this.finished = !entity.hasEntity();
  }

  /// Whether nothing of the body is left on the connection.
  boolean finished() {
    return finished;
  }

  @Override
  public Outcome<byte[]> read(int ofRoute) {
    int most = Math.min(ofRoute, limits.body());
    if (announced.orElse(0) > most) {
      return tooLarge(most);
    }
    line.within(limits.bodyTime().plus(GRACE));
    try {
      return read(
          entity.inputStream(), most); // never closed: that would wait for the rest of the body
    } catch (IOException | UncheckedIOException e) {
      return Outcome.refuse(Problem.of(Code.INVALID_REQUEST, "The body broke off: send it again."));
    } finally {
      line.free();
    }
  }

  private Outcome<byte[]> read(InputStream in, int most) throws IOException {
    long start = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
      body.write(chunk, 0, got);
      if (body.size() > most) {
        return tooLarge(most);
      }
      if (System.nanoTime() - start > limits.bodyTime().toNanos()) {
        return Outcome.refuse(
            Problem.of(Code.REQUEST_TIMEOUT, "The body took too long: send it again, faster."));
      }
    }
    finished = true;
    return Outcome.of(body.toByteArray());
  }

  private static Outcome<byte[]> tooLarge(int most) {
    return Outcome.refuse(Problem.of(Code.PAYLOAD_TOO_LARGE, "Send at most " + most + " bytes."));
  }
}
