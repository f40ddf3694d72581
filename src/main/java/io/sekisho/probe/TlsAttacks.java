package io.sekisho.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sekisho.probe.Attack.Trial;
import io.sekisho.probe.Attack.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;

/// The other protocol than the one that is on, and what is beneath HTTP where it is TLS.
final class TlsAttacks {
  private static final int FIRST_BYTES = 128;

  private TlsAttacks() {}

  static List<Attack> attacks() {
    return List.of(
        Attack.of(
            "A27",
            "The other protocol",
            "A token that was meant for TLS goes over the wire in the clear.",
            other()),
        Attack.of(
            "B42",
            "Renegotiation",
            "A second handshake puts the attacker's words before the guest's.",
            renegotiations()));
  }

  /// Says the first words of a client of TLS, judges the first that come back, and whether an
  /// honest guest is served afterwards.
  ///
  /// @param words as in `tls.txt`
  static Judgement greet(Session session, String words, String expected) throws IOException {
    if (!session.target().tls()) {
      return new Judgement.NotApplicable("the target has no TLS");
    }
    byte[] bytes = said(words);
    byte[] heard;
    try (Wire wire = session.bare()) {
      wire.send(bytes);
      // Behind half a message there is nothing to wait for.
      wire.socket().shutdownOutput();
      heard = wire.some(FIRST_BYTES);
    }
    return Judgement.of(
        isMet(expected, heard) && session.serves(),
        expected,
        HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, FIRST_BYTES)),
        heard.length == 0 ? "no answer" : HexFormat.of().formatHex(heard));
  }

  private static byte[] said(String words) {
    String[] parts = words.split(" ", 4);
    if (parts[0].equals("raw")) {
      return HexFormat.of().parseHex(parts[1]);
    }
    List<Integer> suites =
        switch (parts[1]) {
          case "modern" -> Hello.MODERN;
          case "-" -> List.of();
          default -> numbers(parts[1]);
        };
    Optional<String> name = parts.length < 4 ? Optional.empty() : Optional.of(parts[3]);
    return new Hello(HexFormat.fromHexDigits(parts[0]), suites, numbers(parts[2]), name).bytes();
  }

  private static List<Integer> numbers(String text) {
    return Arrays.stream(text.split(",", -1)).map(HexFormat::fromHexDigits).toList();
  }

  private static boolean isMet(String expected, byte[] heard) {
    boolean answered = Hello.isAnswer(heard);
    return switch (expected) {
      case "answered" -> answered;
      case "marked" -> answered && Hello.warnsOfDowngrade(heard);
      case "plain" -> !answered || Hello.compression(heard) == 0;
      case "refused" -> !answered;
      case "heard" -> answered || Hello.isAlert(heard);
      default -> expected.equals("survived");
    };
  }

  private static List<Vector> other() {
    List<Vector> all = new ArrayList<>();
    for (String hello : List.of("0304 modern 00", "0303 modern 00", "raw 170303000100")) {
      all.add(spoken("TLS to a port in the clear, " + hello, hello));
    }
    all.add(clear("a request in the clear", _ -> "GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
    all.add(clear("a line in the clear", _ -> "GET /\r\n"));
    all.add(clear("HTTP/2 in the clear", _ -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    all.add(clear("a request for a token in the clear", session -> session.minting(60)));
    all.add(clear("a token in the clear", session -> session.read(session.token())));
    all.add(Vector.of("the other protocol's port", TlsAttacks::otherPort));
    return all;
  }

  private static Vector spoken(String name, String hello) {
    return Vector.of(
        name,
        session ->
            session.target().tls()
                ? new Judgement.NotApplicable("the target has TLS")
                : Exchange.judge(session, new String(said(hello), ISO_8859_1), "4xx,none close"));
  }

  private static Vector clear(String name, Function<Session, String> request) {
    return overTls(
        name,
        session -> {
          String bytes = request.apply(session);
          try (Wire wire = session.bare()) {
            wire.send(bytes);
            String heard = new String(wire.some(FIRST_BYTES), ISO_8859_1);
            return Judgement.of(
                !heard.startsWith("HTTP/1.1 2"),
                "no service in the clear",
                Disclosure.sent(session, bytes),
                Disclosure.sent(session, heard));
          }
        });
  }

  private static Vector overTls(String name, Trial trial) {
    return Vector.of(
        name,
        session ->
            session.target().tls()
                ? trial.run(session)
                : new Judgement.NotApplicable("the target has no TLS"));
  }

  private static Judgement otherPort(Session session) {
    if (!session.target().direct()) {
      return new Judgement.NotApplicable("dialled elsewhere: nothing is known of other ports");
    }
    try {
      session.connect(session.target().other()).close();
    } catch (IOException refused) {
      return Judgement.GOOD;
    }
    String other = session.target().other().toString();
    return new Judgement.Unexpected("no connection", other, "a connection");
  }

  private static List<Vector> renegotiations() {
    return List.of(
        overTls("before a request", session -> renegotiate(session, "")),
        overTls(
            "between two requests",
            session -> renegotiate(session, session.read(session.token()))));
  }

  /// A client of TLS 1.2 that wants to begin anew in the middle.
  private static Judgement renegotiate(Session session, String before) throws IOException {
    SSLSocket socket = session.secure(session.connect(session.target().dial()));
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    socket.startHandshake();
    try (Wire wire = new Wire(socket)) {
      if (!before.isEmpty()) {
        wire.send(before);
        var _ = wire.reply(false);
      }
      socket.startHandshake();
      wire.send(session.read(session.token()));
      Optional<Reply> reply = wire.reply(false);
      return Judgement.of(
          reply.isEmpty(), "a refusal", "a second hello", Disclosure.received(session, reply));
    } catch (IOException refused) {
      return Judgement.GOOD;
    }
  }
}
