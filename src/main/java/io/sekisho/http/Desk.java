package io.sekisho.http;

import io.sekisho.http.Shares.Share;
import io.sekisho.http.Shares.Stay;
import io.sekisho.message.Request;
import io.sekisho.message.Screen;
import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Event;
import io.sekisho.telemetry.Journal;
import io.sekisho.telemetry.Rate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Speaks with the [Service] for all connections. A bug in the service becomes a notice and a
/// refusal here; it never reaches the event loop.
final class Desk<C> {
  private static final Problem FAULT =
      Problem.of(
          Code.SERVICE_ERROR, "Try again; if it happens again, tell the operator the trace.");
  private static final Problem BUSY =
      Problem.of(Code.TOO_MANY_REQUESTS, "Wait for earlier requests to be answered.");
  private static final Problem RATE =
      Problem.of(Code.TOO_MANY_REQUESTS, "Send requests less often.");

  /// What the state of TLS takes, by and large, with a record that is not whole yet.
  private static final int TLS_BYTES = 48 << 10;

  private final Service<C> service;
  private final Limits limits;
  private final Screen screen;
  private final Shares shares;
  private final Journal journal;
  private final Workers workers;
  private final Rate faults = new Rate(1, 10, System.nanoTime());

  Desk(Service<C> service, Limits limits, Screen screen, Shares shares, Journal journal) {
    this.service = service;
    this.limits = limits;
    this.screen = screen;
    this.shares = shares;
    this.journal = journal;
    this.workers = new Workers(limits.workers(), limits.share().later(), this::fault);
  }

  Limits limits() {
    return limits;
  }

  Shares shares() {
    return shares;
  }

  Workers workers() {
    return workers;
  }

  Optional<C> admit(Arrival arrival) {
    try {
      return service.admit(arrival);
    } catch (RuntimeException e) {
      fault(e);
      return Optional.empty();
    }
  }

  /// Whether a connection may hold so many bytes; tells the operator if not.
  boolean holds(Stay stay, int bytes) {
    boolean allowed = stay.holds(bytes);
    if (!allowed) {
      noteLimit(stay.share(), "memory");
    }
    return allowed;
  }

  /// A place for one more connection in the caller's share; empty if that would be one too many.
  ///
  /// @param tls whether it holds the state of TLS
  Optional<Stay> enter(C caller, boolean tls) {
    try {
      return shares.enter(
          service.share(caller), tls ? TLS_BYTES : 0, share -> noteLimit(share, "connections"));
    } catch (RuntimeException e) {
      fault(e);
      return Optional.empty();
    }
  }

  boolean serves(C caller) {
    try {
      return service.serves(caller);
    } catch (RuntimeException e) {
      fault(e);
      return false;
    }
  }

  Screen screen() {
    return screen;
  }

  Answer answer(C caller, Request request) {
    try {
      return service.answer(caller, request);
    } catch (RuntimeException | Error e) {
      fault(e, request.trace());
      return Answer.now(refuse(caller, FAULT, request.trace()));
    }
  }

  /// Does a piece of work, on a worker's thread.
  Response complete(C caller, Supplier<Response> work, String trace) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      fault(e, trace);
      return refuse(caller, FAULT, trace);
    }
  }

  Response refuse(C caller, Problem problem, String trace) {
    try {
      return service.refuse(caller, problem, trace);
    } catch (RuntimeException e) {
      fault(e, trace);
      return Response.of(problem.status(), "text/plain", Request.NO_BODY);
    }
  }

  Response tooFast(C caller, Share share, long seconds, String trace) {
    noteLimit(share, "requests");
    return refuse(caller, RATE, trace).with("Retry-After", Long.toString(seconds));
  }

  Response tooBusy(C caller, Share share, String trace) {
    noteLimit(share, "work");
    return refuse(caller, BUSY, trace).with("Retry-After", "1");
  }

  void answered(C caller, Request request, Response response, long micros) {
    try {
      service.answered(caller, request, response, micros);
    } catch (RuntimeException e) {
      fault(e, request.trace());
    }
  }

  /// Tells the operator that a guest reached a limit, once a minute for each guest.
  private void noteLimit(Share share, String limit) {
    if (share.deservesNotice(System.nanoTime())) {
      notice(Event.Kind.LIMIT_REACHED, Map.of("share", share.key().toString(), "limit", limit));
    }
  }

  void fault(Throwable cause) {
    if (faults.spend(System.nanoTime()) == 0) {
      notice(Event.Kind.FAULT, place(cause));
    }
  }

  /// @param trace what the guest may tell us of it
  private void fault(Throwable cause, String trace) {
    Map<String, String> fields = new HashMap<>(place(cause));
    fields.put("trace", trace);
    notice(Event.Kind.FAULT, fields);
  }

  /// The message stays out of the log: it may quote what a guest sent.
  private static Map<String, String> place(Throwable cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    String where = stack.length == 0 ? "" : stack[0].toString();
    return Map.of("exception", cause.getClass().getName(), "where", where);
  }

  private void notice(Event.Kind kind, Map<String, String> fields) {
    journal.write(new Event.Notice(Instant.now(), kind, fields));
  }
}
