package io.sekisho.probe;

import io.sekisho.probe.Attack.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The same bytes, delivered otherwise: in pieces, in a row, cut off.
final class DeliveryAttacks {
  private static final int PIECES = 24;
  private static final int IN_A_ROW = 16;

  /// Bodies of requests that are refused whole, in the smuggling corpus.
  private static final List<String> SMUGGLED =
      List.of(
          "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n",
          "Transfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n",
          "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
          "X-A: b\r\n c\r\n\r\n",
          "X-A : b\r\n\r\n");

  private DeliveryAttacks() {}

  static List<Attack> attacks() {
    return List.of(
        Attack.of(
            "B35",
            "Pieces",
            "A check that sees one packet at a time can be walked around.",
            pieces()),
        Attack.of(
            "B36",
            "Requests in a row",
            "An answer that reaches the wrong question is another's.",
            rows()),
        Attack.of(
            "B37",
            "Refusals in a row",
            "What a refusal leaves behind must not change the next request.",
            refusals()),
        Attack.of(
            "B38",
            "Connections cut off",
            "Half a request must not be taken for a whole one.",
            cutOff()),
        Attack.of(
            "B43",
            "Permission to send a body",
            "Whoever sends what was not asked for has a request too many.",
            permissions()));
  }

  private static List<Vector> pieces() {
    List<Vector> all = new ArrayList<>();
    for (int i = 1; i < PIECES; i++) {
      int share = i;
      all.add(
          Vector.of(
              "honest, cut at " + i + "/" + PIECES,
              session -> {
                String request = session.read(session.token());
                int at = request.length() * share / PIECES;
                return delivered(
                    session,
                    List.of(request.substring(0, at), request.substring(at)),
                    "unchanged keep");
              }));
    }
    all.add(
        Vector.of(
            "honest, byte by byte",
            session -> delivered(session, bytes(session.read(session.token())), "unchanged keep")));
    for (String rest : SMUGGLED) {
      all.add(
          Vector.of(
              "byte by byte, " + rest.strip().replaceAll("[\r\n]+", " "),
              session ->
                  delivered(
                      session,
                      bytes("POST /a HTTP/1.1\r\n" + session.host() + rest),
                      "400 close")));
    }
    return all;
  }

  private static List<String> bytes(String text) {
    return List.of(text.split("", -1));
  }

  private static Judgement delivered(Session session, List<String> pieces, String expected)
      throws IOException {
    try (Wire wire = session.dial()) {
      boolean few = pieces.size() < 4;
      for (String piece : pieces) {
        wire.send(piece);
        Session.pause(few ? 2 : 0);
      }
      return Exchange.judge(session, wire, String.join("", pieces), expected);
    }
  }

  private static List<Vector> rows() {
    String read = "R";
    List<Vector> all = new ArrayList<>();
    for (String order :
        List.of("RR", "RN", "NR", "RNRNRNRN", "MRMR", "RTRN", "NNNNNNNNR", read.repeat(32))) {
      boolean tokens = order.matches(".*[MT].*");
      all.add(
          new Vector(
              "in the order " + order,
              tokens ? Dialect.WITH_TOKENS : Dialect.ALL,
              session -> row(session, order)));
    }
    all.add(
        Vector.of(
            "nothing behind one that ends it",
            session -> last(session, "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "4xx,none close")));
    all.add(
        Vector.of(
            "nothing behind Connection: close",
            session ->
                last(
                    session,
                    session.read()
                        + session.dialect().bearing(session.token())
                        + "Connection: close\r\n\r\n",
                    "unchanged close")));
    all.add(
        Vector.withTokens(
            "nothing behind a refused body",
            session ->
                last(
                    session,
                    "PUT "
                        + session.dialect().mint()
                        + " HTTP/1.1\r\n"
                        + session.host()
                        + "Via: 1.1 a\r\nContent-Length: 5\r\n\r\n",
                    "403 close")));
    return all;
  }

  /// One request with another behind it that must not be answered.
  private static Judgement last(Session session, String first, String expected) throws IOException {
    return Exchange.judge(session, first + session.read(session.token()), expected);
  }

  /// Sends them all at once.
  ///
  /// @param order a letter for each request: `R`ead, read without a `T`oken, `N`owhere, `M`int
  private static Judgement row(Session session, String order) throws IOException {
    StringBuilder all = new StringBuilder();
    order.chars().forEach(kind -> all.append(request(session, (char) kind)));
    try (Wire wire = session.dial()) {
      wire.send(all.toString());
      for (int i = 0; i < order.length(); i++) {
        char kind = order.charAt(i);
        Optional<Reply> reply = wire.reply(false);
        if (reply.filter(it -> answers(session, kind, it)).isEmpty()) {
          return new Judgement.Unexpected(
              "answers in the order " + order,
              Disclosure.sent(session, all.toString()),
              "as number " + (i + 1) + ": " + Disclosure.received(session, reply));
        }
      }
      return Judgement.GOOD;
    }
  }

  private static String request(Session session, char kind) {
    return switch (kind) {
      case 'R' -> session.read(session.token());
      case 'T' -> session.read() + "\r\n";
      case 'M' -> session.minting(60);
      default ->
          "GET /nowhere"
              + session.dialect().query()
              + " HTTP/1.1\r\n"
              + session.host()
              + session.dialect().bearing(session.token())
              + "\r\n";
    };
  }

  private static boolean answers(Session session, char kind, Reply reply) {
    return switch (kind) {
      case 'R' -> reply.sameAs(session.honest());
      case 'T' -> reply.status() == 401;
      case 'M' -> session.dialect().token(reply).isPresent();
      default -> reply.status() == 404;
    };
  }

  private static List<Vector> refusals() {
    return List.of(
        refusals(Dialect.WITH_TOKENS, "without a token", session -> session.read() + "\r\n"),
        refusals(Dialect.WITH_TOKENS, "with a bad token", session -> session.read("x")),
        refusals(
            Dialect.ALL,
            "of a foreign host",
            session -> "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
        refusals(Dialect.ALL, "of a proxy", session -> session.read() + "Via: 1.1 a\r\n\r\n"),
        refusals(
            Dialect.ALL,
            "of a path",
            session -> "GET /a/../b HTTP/1.1\r\n" + session.host() + "\r\n"),
        refusals(
            Dialect.ALL,
            "of a method",
            session ->
                "DELETE " + session.dialect().read() + " HTTP/1.1\r\n" + session.host() + "\r\n"));
  }

  private static Vector refusals(
      Set<Dialect> dialects, String name, Function<Session, String> request) {
    return new Vector(
        IN_A_ROW + " " + name,
        dialects,
        session -> {
          String bad = request.apply(session);
          try (Wire wire = session.dial()) {
            for (int i = 0; i < IN_A_ROW; i++) {
              wire.send(bad);
              Optional<Reply> reply = wire.reply(false);
              if (!session.dialect().isExact()
                  && reply.filter(it -> it.status() == 200).isPresent()) {
                return new Judgement.NotApplicable("not refused, which other classes tell");
              }
              if (reply.filter(Reply::isRefusal).isEmpty()) {
                return new Judgement.Unexpected(
                    "4xx", Disclosure.sent(session, bad), Disclosure.received(session, reply));
              }
            }
            String honest = session.read(session.token());
            wire.send(honest);
            return Exchange.judge(session, wire, honest, "unchanged keep");
          }
        });
  }

  private static List<Vector> cutOff() {
    return List.of(
        cutOff(
            "in the request line", session -> "GET " + session.dialect().read(), "4xx,none close"),
        cutOff(
            "behind the request line",
            session -> "GET " + session.dialect().read() + " HTTP/1.1\r\n",
            "4xx,none close"),
        cutOff(
            "in the headers",
            session -> session.read(session.token()).stripTrailing(),
            "4xx,none close"),
        cutOff(
            "before the empty line",
            session -> session.read() + session.dialect().bearing(session.token()),
            "4xx,none close"),
        cutOff(
            "in the body",
            session -> session.upload("Content-Length: 9\r\n\r\n{}"),
            "4xx,none close"),
        cutOff(
            "in a chunk",
            session -> session.upload("Transfer-Encoding: chunked\r\n\r\n9\r\n{}"),
            "4xx,none close"),
        cutOff(
            "before the last chunk",
            session -> session.upload("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
            "4xx,none close"),
        cutOff("before anything", session -> "", "4xx,none close"));
  }

  private static Vector cutOff(String name, Function<Session, String> half, String expected) {
    return Vector.of(
        name,
        session -> {
          String bytes = half.apply(session);
          try (Wire wire = session.dial()) {
            wire.send(bytes);
            wire.socket().shutdownOutput();
            return Exchange.judge(session, wire, bytes, expected);
          }
        });
  }

  private static List<Vector> permissions() {
    String expect = "Expect: 100-continue\r\n";
    return List.of(
        permission("given", expect + "Content-Length: 2\r\n\r\n", "{}", "200 keep"),
        permission(
            "given for chunks",
            expect + "Transfer-Encoding: chunked\r\n\r\n",
            "2\r\n{}\r\n0\r\n\r\n",
            "200 keep"),
        permission(
            "given for chunks that are none",
            expect + "Transfer-Encoding: chunked\r\n\r\n",
            "x\r\n",
            "400 close"),
        permission(
            "refused to a proxy",
            expect + "Via: 1.1 a\r\nContent-Length: 2\r\n\r\n",
            "",
            "403 close"),
        permission(
            "refused for too much", expect + "Content-Length: 32769\r\n\r\n", "", "413 close"));
  }

  /// @param body sent when it is asked for; empty if it must not be
  private static Vector permission(String name, String head, String body, String expected) {
    return Vector.ibm(
        name,
        session -> {
          String bytes = session.upload(head);
          try (Wire wire = session.dial()) {
            wire.send(bytes);
            if (!body.isEmpty()) {
              Optional<Reply> interim = wire.reply(false);
              if (interim.filter(Reply::isInterim).isEmpty()) {
                return new Judgement.Unexpected(
                    "100", Disclosure.sent(session, bytes), Disclosure.received(session, interim));
              }
              wire.send(body);
            }
            return Exchange.judge(session, wire, bytes + body, expected);
          }
        });
  }
}
