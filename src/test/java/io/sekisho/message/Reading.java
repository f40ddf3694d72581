package io.sekisho.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of a connection's bytes, in whatever pieces they come: the way of a connection
/// without a socket.
final class Reading {
  private static final int PORT = 80;

  /// One request that was read, or refused.
  ///
  /// @param verdict a status and `keep` or `close`
  record Read(String verdict, Optional<Head> head, Optional<Request> request) {}

  final List<Read> all = new ArrayList<>();
  private final Size size;
  private final Screen screen;
  private final HeadReader heads;
  private final ByteBuf inbox = Unpooled.buffer();
  private Optional<Head> begun = Optional.empty();
  private Optional<Target> target = Optional.empty();
  private Optional<Body> body = Optional.empty();
  private boolean closed;

  private Reading(Size size, Screen screen) {
    this.size = size;
    this.screen = screen;
    this.heads = new HeadReader(size);
  }

  /// @param piece how many bytes come at once
  static List<Read> of(byte[] bytes, int piece, Size size, Screen screen) {
    Reading reading = new Reading(size, screen);
    for (int from = 0; from < bytes.length && !reading.closed; from += piece) {
      reading.inbox.discardReadBytes();
      reading.inbox.writeBytes(bytes, from, Math.min(piece, bytes.length - from));
      reading.advance();
    }
    reading.inbox.release();
    return reading.all;
  }

  private void advance() {
    boolean progress = true;
    while (progress && !closed && inbox.isReadable()) {
      progress = body.isPresent() ? readBody() : readHead();
    }
  }

  private boolean readHead() {
    return switch (heads.read(inbox)) {
      case Refused<Optional<Head>>(Problem problem) -> refuse(problem, true);
      case Granted<Optional<Head>>(Optional<Head> head) -> {
        head.ifPresent(this::begin);
        yield head.isPresent();
      }
    };
  }

  private void begin(Head head) {
    begun = Optional.of(head);
    switch (screen.examine(head, PORT)) {
      case Refused<Target>(Problem problem) ->
          refuse(problem, !head.persistent() || head.hasBody());
      case Granted<Target>(Target found) -> {
        target = Optional.of(found);
        if (head.hasBody()) {
          body = Optional.of(Body.of(head, size));
        } else {
          finish(Request.NO_BODY);
        }
      }
    }
  }

  private boolean readBody() {
    return switch (body.orElseThrow().read(inbox)) {
      case Refused<Optional<byte[]>>(Problem problem) -> refuse(problem, true);
      case Granted<Optional<byte[]>>(Optional<byte[]> bytes) -> {
        bytes.ifPresent(this::finish);
        yield bytes.isPresent();
      }
    };
  }

  private void finish(byte[] bytes) {
    Head head = begun.orElseThrow();
    Request request = head.as(target.orElseThrow(), bytes);
    body = Optional.empty();
    closed = !head.persistent();
    all.add(new Read("200 " + word(closed), begun, Optional.of(request)));
  }

  private boolean refuse(Problem problem, boolean last) {
    closed = last;
    all.add(new Read(problem.status() + " " + word(last), begun, Optional.empty()));
    return !last;
  }

  private static String word(boolean last) {
    return last ? "close" : "keep";
  }
}
