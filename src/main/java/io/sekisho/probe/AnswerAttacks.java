package io.sekisho.probe;

import io.sekisho.probe.Attack.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What answers give away, beside what was asked.
final class AnswerAttacks {
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final int SAMPLES = 300;

  /// Requests whose answers are looked at closely.
  private static final Map<String, Function<Session, String>> REQUESTS = new LinkedHashMap<>();

  /// What no answer should be without, or have.
  private static final Map<String, Predicate<Reply>> MANNERS = new LinkedHashMap<>();

  static {
    REQUESTS.put("the document", session -> session.read(session.token()));
    REQUESTS.put("a token", session -> session.minting(300));
    REQUESTS.put("no token", session -> session.read() + "\r\n");
    REQUESTS.put("nowhere", session -> "GET /nowhere HTTP/1.1\r\n" + session.host() + "\r\n");
    REQUESTS.put("a foreign host", session -> "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    REQUESTS.put("no HTTP", session -> "\0\r\n\r\n");

    MANNERS.put("is not kept by caches", reply -> has(reply, "Cache-Control", "no-store"));
    MANNERS.put("is not guessed at", reply -> has(reply, "X-Content-Type-Options", "nosniff"));
    MANNERS.put("is JSON", reply -> has(reply, "Content-Type", "application/json"));
    MANNERS.put("names no product", reply -> lacks(reply, "Server", "X-Powered-By"));
    MANNERS.put("sets no cookie", reply -> lacks(reply, "Set-Cookie"));
    MANNERS.put(
        "is not for web pages",
        reply -> lacks(reply, "Access-Control-Allow-Origin", "Access-Control-Allow-Headers"));
    MANNERS.put("leads nowhere else", reply -> lacks(reply, "Location", "Refresh", "Link"));
    MANNERS.put(
        "shows no code", reply -> !reply.body().matches("(?s).*(Exception|\\.java:|\\tat ).*"));
  }

  private AnswerAttacks() {}

  static List<Attack> attacks() {
    return List.of(
        Attack.of(
            "B31",
            "Manners of answers",
            "Caches, browsers and the curious read headers too.",
            manners()),
        Attack.of(
            "B32",
            "One refusal for every bad token",
            "A difference tells which guesses are warm.",
            alike()),
        Attack.of(
            "B33",
            "Lives and nonces in tokens",
            "What was granted has to be what the token says.",
            claims()),
        Attack.of("B34", "Expired tokens", "A stolen token has to die by itself.", expired()),
        Attack.of(
            "A40",
            "Time that a refusal takes",
            "Told for information: it is no verdict.",
            timing()));
  }

  private static boolean has(Reply reply, String name, String value) {
    return reply.header(name).filter(it -> it.startsWith(value)).isPresent();
  }

  private static boolean lacks(Reply reply, String... names) {
    return List.of(names).stream().allMatch(name -> reply.header(name).isEmpty());
  }

  private static List<Vector> manners() {
    List<Vector> all = new ArrayList<>();
    REQUESTS.forEach(
        (what, request) ->
            MANNERS.forEach(
                (manner, check) ->
                    all.add(
                        Vector.ibm(
                            what + " " + manner, session -> manner(session, request, check)))));
    return all;
  }

  private static Judgement manner(
      Session session, Function<Session, String> request, Predicate<Reply> check)
      throws IOException {
    String bytes = request.apply(session);
    Optional<Reply> reply = session.ask(bytes);
    return Judgement.of(
        reply.filter(check).isPresent(),
        "an answer with manners",
        Disclosure.sent(session, bytes),
        reply.map(Reply::head).map(head -> Disclosure.sent(session, head)).orElse("no answer"));
  }

  private static List<Vector> alike() {
    return List.of(
        alike("some text", session -> Optional.of("x")),
        alike("dots", session -> Optional.of("..")),
        alike("a JWT of somebody", session -> Optional.of("eyJhbGciOiJSUzI1NiJ9.e30.AAAA")),
        alike("a tampered token", session -> Optional.of(session.token().substring(1))),
        alike("a token without its end", session -> Optional.of(session.token().substring(0, 20))),
        alike("an expired token", session -> Optional.of(session.expired())),
        alike("a token of another guest", Session::foreign),
        alike("a long text", session -> Optional.of("a".repeat(6_000))));
  }

  private static Vector alike(String name, Function<Session, Optional<String>> token) {
    return Vector.withTokens(
        name,
        session -> {
          Optional<String> bad = token.apply(session);
          if (bad.isEmpty()) {
            return new Judgement.NotApplicable("needs --foreign-token");
          }
          String request = session.read(bad.get());
          Optional<Reply> reply = session.ask(request);
          return Judgement.of(
              told(reply).equals(told(session.ask(session.read() + "\r\n"))),
              "what is answered without a token",
              Disclosure.sent(session, request),
              Disclosure.received(session, reply));
        });
  }

  /// An answer without what is different each time.
  private static String told(Optional<Reply> reply) {
    return reply.map(it -> it.status() + it.body().replaceAll(UUID, "")).orElse("");
  }

  private static List<Vector> claims() {
    List<Vector> all = new ArrayList<>();
    for (int seconds : new int[] {5, 60, 3600}) {
      String body = "{\"expires_in\": " + seconds + "}";
      all.add(
          granted(
              seconds + " s in the answer",
              body,
              (reply, claims) -> number(reply, "expires_in") == seconds));
      all.add(
          granted(
              seconds + " s in the token",
              body,
              (reply, claims) -> number(claims, "exp") - number(claims, "iat") == seconds));
    }
    String body = "{\"nonce\": \"probe-1\"}";
    all.add(
        granted(
            "nonce in the answer",
            body,
            (reply, claims) -> reply.contains("\"nonce\":\"probe-1\"")));
    all.add(
        granted(
            "nonce in the token",
            body,
            (reply, claims) -> claims.contains("\"nonce\":\"probe-1\"")));
    all.add(
        granted(
            "no nonce unless given",
            "{}",
            (reply, claims) -> !reply.contains("nonce") && !claims.contains("nonce")));
    all.add(
        granted("no secret in a token", "{}", (reply, claims) -> !claims.contains("user_data")));
    return all;
  }

  private static Vector granted(String name, String body, BiPredicate<String, String> check) {
    return Vector.ibm(
        name,
        session -> {
          String request =
              "PUT "
                  + session.dialect().mint()
                  + " HTTP/1.1\r\n"
                  + session.host()
                  + session.dialect().flavor()
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body;
          Optional<Reply> reply = session.ask(request);
          Optional<String> token = reply.flatMap(session.dialect()::token);
          Optional<Forge> read = token.flatMap(Forge::of);
          if (token.isPresent() && read.isEmpty()) {
            return new Judgement.NotApplicable("needs a JWT");
          }
          return Judgement.of(
              read.filter(it -> check.test(reply.orElseThrow().body(), it.payload())).isPresent(),
              name,
              Disclosure.sent(session, request),
              Disclosure.received(session, reply));
        });
  }

  private static long number(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*(\\d+)").matcher(json);
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }

  private static List<Vector> expired() {
    List<Vector> all = new ArrayList<>();
    all.add(
        Vector.withTokens(
            "the document",
            session -> Exchange.judge(session, session.read(session.expired()), "401 keep")));
    all.add(late("user data", "GET ", Dialect::userData));
    all.add(late("an IAM token", "POST ", dialect -> "/identity/v1/iam_tokens" + dialect.query()));
    all.add(
        late("a certificate", "POST ", dialect -> "/identity/v1/certificates" + dialect.query()));
    return all;
  }

  private static Vector late(String name, String method, Function<Dialect, String> path) {
    return Vector.withTokens(
        name,
        session ->
            Exchange.judge(
                session,
                method
                    + path.apply(session.dialect())
                    + " HTTP/1.1\r\n"
                    + session.host()
                    + session.dialect().bearing(session.expired())
                    + "\r\n",
                "401 keep"));
  }

  private static List<Vector> timing() {
    return List.of(
        timing(
            "a wrong signature and some text",
            session -> session.token().substring(0, session.token().length() - 2) + "AA"),
        timing(
            "a wrong first letter and some text", session -> "A" + session.token().substring(1)));
  }

  /// Told, not judged: over a network, noise is louder than what could be learnt.
  private static Vector timing(String name, Function<Session, String> token) {
    return Vector.withTokens(
        name,
        session -> {
          String bad = session.read(token.apply(session));
          String worse = session.read("x".repeat(session.token().length()));
          long[] mine = new long[SAMPLES];
          long[] others = new long[SAMPLES];
          try (Wire wire = session.dial()) {
            for (int i = 0; i < SAMPLES; i++) {
              mine[i] = micros(wire, bad);
              others[i] = micros(wire, worse);
            }
          }
          return new Judgement.AsExpected(
              "%s: medians of %d µs and %d µs".formatted(name, median(mine), median(others)));
        });
  }

  private static long micros(Wire wire, String request) {
    long began = System.nanoTime();
    wire.send(request);
    var _ = wire.reply(false);
    return (System.nanoTime() - began) / 1_000;
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
