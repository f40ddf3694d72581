package io.sekisho.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event.Access;
import io.sekisho.telemetry.Event.Kind;
import io.sekisho.telemetry.Event.Notice;
import io.sekisho.telemetry.Fault;
import io.sekisho.telemetry.Journal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Between Helidon's requests and responses and ours. Bugs end here: the caller gets a trace, the
/// journal gets the reason.
final class Door implements Handler {
  private final Desk desk;
  private final Limits limits;
  private final Deadlines deadlines;
  private final Journal journal;
  private final InstantSource clock;

  Door(Desk desk, Limits limits, Deadlines deadlines, Journal journal, InstantSource clock) {
    this.desk = desk;
    this.limits = limits;
    this.deadlines = deadlines;
    this.journal = journal;
    this.clock = clock;
  }

  /// The connection ends with this answer if the caller says so, or if there is a body that nobody
  /// read to its end: what is left of it must not be taken for the next request. As of 4.5.0
  /// Helidon writes `Connection: close` and then keeps the connection (its issue 12324), hence the
  /// exception.
  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    Deadlines.Line line = deadlines.of(request.remotePeer().address()).orElseThrow(Door::gone);
    line.free();
    long start = System.nanoTime();
    BodyReader body = new BodyReader(request, limits, line);
    Arrived arrived = arrived(request, body);
    Desk.Answered answered = answer(arrived);
    if (!answered.caller().isEmpty()) {
      line.trust(answered.operator() ? Deadlines.Trust.OPERATOR : Deadlines.Trust.CALLER);
    }
    if (!answered.open()) {
      journal.write(access(arrived, answered, start));
    }
    line.within(limits.idle());
    boolean streams = answered.reply().stream().isPresent();
    boolean last = streams || !body.finished() || closes(request);
    send(answered.reply(), last, response, line);
    if (last && !streams) {
      throw gone();
    }
  }

  private static CloseConnectionException gone() {
    return new CloseConnectionException("this connection has ended");
  }

  private static boolean closes(ServerRequest request) {
    return request.headers().values(HeaderNames.CONNECTION).stream()
        .anyMatch(value -> value.equalsIgnoreCase("close"));
  }

  private Desk.Answered answer(Arrived arrived) {
    try {
      return desk.answer(arrived);
    } catch (RuntimeException bug) {
      journal.write(fault(arrived.trace(), bug));
      return new Desk.Answered(fault(arrived.trace()), "", false, false);
    }
  }

  /// The answer to whatever was not foreseen.
  static Reply fault(String trace) {
    return Refusals.of(
        Problem.of(
            Code.SERVICE_ERROR, "Sekisho failed to do this: look for the trace in its event log."),
        trace);
  }

  private void send(Reply reply, boolean last, ServerResponse response, Deadlines.Line line) {
    response.status(Status.create(reply.status()));
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
    if (!reply.contentType().isEmpty()) {
      response.header(HeaderNames.CONTENT_TYPE, reply.contentType());
    }
    reply.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
    if (last) {
      response.header(HeaderNames.CONNECTION, "close");
    }
    if (reply.stream().isPresent()) {
      stream(reply.stream().get(), response, line);
    } else if (reply.file().isPresent()) {
      sendAway(reply.file().get(), response);
    } else {
      response.send(reply.body());
    }
  }

  /// Whoever does not take what it is sent in time is cut off.
  private void stream(Reply.Stream stream, ServerResponse response, Deadlines.Line line) {
    try (OutputStream out = response.outputStream()) {
      line.free();
      stream.to(
          piece -> {
            line.within(limits.idle());
            out.write(piece);
            out.flush();
            line.free();
          });
      line.within(limits.idle());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sendAway(Path file, ServerResponse response) {
    try {
      response.header(HeaderNames.CONTENT_LENGTH, Long.toString(Files.size(file)));
      try (OutputStream out = response.outputStream()) {
        Files.copy(file, out);
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Arrived arrived(ServerRequest request, BodyReader body) {
    return new Arrived(
        request.prologue().method().text(),
        request.prologue().uriPath().rawPath(),
        request.prologue().query().rawValue(),
        name -> request.headers().all(HeaderNames.create(name), List::of),
        body,
        peer(request),
        certificate(request),
        UUID.randomUUID().toString());
  }

  private static Optional<X509Certificate> certificate(ServerRequest request) {
    return request
        .remotePeer()
        .tlsCertificates()
        .filter(chain -> chain.length > 0 && chain[0] instanceof X509Certificate)
        .map(chain -> (X509Certificate) chain[0]);
  }

  /// The address itself: a name that somebody looked up for it may say anything.
  private static String peer(ServerRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress socket
        ? socket.getAddress().getHostAddress().replaceFirst("%.*", "")
        : "";
  }

  private Access access(Arrived arrived, Desk.Answered answered, long start) {
    Reply reply = answered.reply();
    return new Access(
        clock.instant(),
        arrived.trace(),
        answered.caller(),
        arrived.method(),
        arrived.path(),
        reply.status(),
        reply.body().length,
        (System.nanoTime() - start) / 1000,
        true,
        "");
  }

  private Notice fault(String trace, RuntimeException bug) {
    Map<String, String> fields = Fault.fields(bug);
    fields.put("trace", trace);
    return new Notice(clock.instant(), Kind.FAULT, fields);
  }
}
