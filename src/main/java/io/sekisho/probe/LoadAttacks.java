package io.sekisho.probe;

import io.sekisho.probe.Attack.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// Guests that are slow, and guests that are many. The attacker stays within bounds of its own:
/// what is measured is whether an honest request is served meanwhile, not what the target can bear.
final class LoadAttacks {
  /// Of each kind; all kinds together stay below the 64 that an interface may have open.
  private static final int CONNECTIONS = 5;

  private static final int TLS_1_2 = 0x0303;
  private static final int SLOWEST_SECONDS = 20;

  /// Where nobody promised anything: twice what proxies are usually told.
  private static final int SLOWEST_ELSEWHERE_SECONDS = 60;

  private static final int HONEST_EVERY_MILLIS = 400;
  private static final int UNREAD = 1_500;
  private static final int MINTERS = 8;
  private static final int MINTED = 40;

  private LoadAttacks() {}

  static List<Attack> attacks() {
    return List.of(
        Attack.together(
            "A23",
            "Slow and half-open connections",
            "A few dozen sleepers keep everyone else waiting.",
            slow()),
        Attack.of(
            "A24",
            "A flood of tokens",
            "What is kept for each token is memory; what is signed is time.",
            flood()));
  }

  private static List<Vector> slow() {
    return List.of(
        ends("nothing said", session -> "", ""),
        ends("half a request line", session -> "GET /meta", ""),
        ends("headers without an end", session -> session.read(), ""),
        ends("a header, a byte at a time", session -> session.read() + "X-A: ", "a"),
        ends("headers, a line at a time", session -> session.read(), "X-A: b\r\n"),
        ends(
            "a body that does not come",
            session -> session.upload("Content-Length: 9\r\n\r\n"),
            ""),
        ends(
            "a body, a byte at a time",
            session -> session.upload("Content-Length: 99\r\n\r\n"),
            "a"),
        ends(
            "a chunk that does not end",
            session -> session.upload("Transfer-Encoding: chunked\r\n\r\n"),
            "1\r\na\r\n"),
        ends(
            "permission that is not used",
            session -> session.upload("Expect: 100-continue\r\nContent-Length: 9\r\n\r\n"),
            ""),
        Vector.of("half a handshake of TLS", LoadAttacks::halfHandshake),
        Vector.of("answers that nobody reads", LoadAttacks::unread));
  }

  /// Connections that say this and then, about once a second, that.
  private static Vector ends(String name, Function<Session, String> start, String more) {
    return Vector.of(
        name,
        session -> {
          List<Wire> wires = new ArrayList<>();
          try {
            for (int i = 0; i < CONNECTIONS; i++) {
              wires.add(session.dial());
              wires.getLast().send(start.apply(session));
            }
            return outlast(session, wires, more);
          } finally {
            wires.forEach(Wire::close);
          }
        });
  }

  /// The target has to end all of them by itself, and to serve an honest guest meanwhile.
  private static Judgement outlast(Session session, List<Wire> wires, String more)
      throws IOException {
    List<Wire> open = new ArrayList<>(wires);
    int patience = session.dialect().isExact() ? SLOWEST_SECONDS : SLOWEST_ELSEWHERE_SECONDS;
    long end = System.nanoTime() + patience * 1_000_000_000L;
    while (!open.isEmpty()) {
      if (System.nanoTime() - end > 0) {
        return new Judgement.Unexpected(
            "an end within " + patience + " s", more, "connections that stay open");
      }
      if (!session.serves()) {
        return new Judgement.Unexpected("an honest guest served meanwhile", more, "it was not");
      }
      Session.pause(HONEST_EVERY_MILLIS);
      for (Wire wire : List.copyOf(open)) {
        if (!more.isEmpty()) {
          wire.send(more);
        }
        if (ended(wire)) {
          open.remove(wire);
        }
      }
    }
    return Judgement.GOOD;
  }

  private static boolean ended(Wire wire) throws IOException {
    wire.patience(HONEST_EVERY_MILLIS / CONNECTIONS);
    return wire.rest().isPresent();
  }

  private static Judgement halfHandshake(Session session) throws IOException {
    if (!session.target().tls()) {
      return new Judgement.NotApplicable("the target has no TLS");
    }
    byte[] hello = new Hello(TLS_1_2, Hello.MODERN, List.of(0), Optional.empty()).bytes();
    List<Wire> wires = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        wires.add(session.bare());
        wires.getLast().send(Arrays.copyOf(hello, hello.length / 2));
      }
      return outlast(session, wires, "");
    } finally {
      wires.forEach(Wire::close);
    }
  }

  /// Requests without end from somebody who never listens.
  private static Judgement unread(Session session) throws IOException {
    String request = session.read(session.token());
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
        Wire wire = session.dial()) {
      Future<Boolean> sending = thread.submit(() -> wire.send(request.repeat(UNREAD)));
      Session.pause(2_000);
      boolean served = session.serves();
      wire.socket().close();
      var _ = sending.get();
      return Judgement.of(
          served,
          "an honest guest served meanwhile",
          UNREAD + " requests, no answer read",
          "it was not");
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Vector> flood() {
    return List.of(
        Vector.withTokens(
            MINTERS + " connections, " + MINTED + " tokens each",
            session -> flood(session, session.minting(300))),
        Vector.withTokens(
            "as many with the shortest life",
            session -> flood(session, session.minting(session.dialect().shortest()))),
        Vector.ibm(
            "as many IAM tokens",
            session ->
                flood(
                    session,
                    "POST /identity/v1/iam_tokens"
                        + session.dialect().query()
                        + " HTTP/1.1\r\n"
                        + session.host()
                        + session.dialect().bearing(session.token())
                        + "\r\n")),
        Vector.withTokens("as many refusals", session -> flood(session, session.read("x"))),
        Vector.withTokens(
            "the first token is good still",
            session -> Exchange.judge(session, session.read(session.token()), "unchanged keep")));
  }

  /// Every answer is an answer: granted, refused, or told to come later. Then an honest guest is
  /// served.
  private static Judgement flood(Session session, String request) throws IOException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<Reply>>> running = new ArrayList<>();
      for (int i = 0; i < MINTERS; i++) {
        running.add(threads.submit(() -> failure(session, request)));
      }
      for (Future<Optional<Reply>> one : running) {
        if (one.get().isPresent()) {
          return new Judgement.Unexpected(
              "answers, or 429",
              Disclosure.sent(session, request),
              Disclosure.received(session, one.get()));
        }
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return Judgement.of(
        session.serves(),
        "an honest guest served afterwards",
        Disclosure.sent(session, request),
        "it was not");
  }

  /// The first answer that is none; an answer without status where there was no answer at all.
  private static Optional<Reply> failure(Session session, String request) throws IOException {
    try (Wire wire = session.dial()) {
      for (int i = 0; i < MINTED; i++) {
        wire.send(request);
        Reply reply = wire.reply(false).orElse(Reply.of(""));
        if (reply.status() != 200 && !reply.isRefusal()) {
          return Optional.of(reply);
        }
      }
    }
    return Optional.empty();
  }
}
