package io.sekisho.probe;

import io.sekisho.probe.Attack.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Tokens that are not what they were, or never were.
final class TokenAttacks {
  private static final int CUTS = 24;
  private static final String REFUSED = "401 keep";

  private TokenAttacks() {}

  static List<Attack> attacks() {
    return List.of(
        Attack.of(
            "A14", "A token of another guest", "What was stolen there would open here.", foreign()),
        Attack.of(
            "B24",
            "Tampered tokens",
            "A signature that is not checked to its last bit is none.",
            tampered()),
        Attack.of(
            "B25",
            "Tokens cut and mixed",
            "Parts that are genuine, of a whole that is not.",
            mixed()),
        Attack.of(
            "B26",
            "Tokens spelled otherwise",
            "A revoked or logged token that comes back in other letters.",
            spelled()));
  }

  /// The protected document with a token that is made of the session's.
  static Vector with(String name, Function<Session, Optional<String>> token) {
    return Vector.withTokens(name, session -> judge(session, token.apply(session), REFUSED));
  }

  private static Judgement judge(Session session, Optional<String> token, String expected)
      throws IOException {
    if (token.isEmpty()) {
      return new Judgement.NotApplicable("needs a JWT, or a token of another guest");
    }
    if (token.get().equals(session.token())) {
      return new Judgement.NotApplicable("changes nothing in a token such as this");
    }
    return Exchange.judge(session, session.read(token.get()), expected);
  }

  /// The same with a forge, which needs a token that it can read.
  static Vector forged(String name, Function<Forge, String> token) {
    return with(name, session -> Forge.of(session.token()).map(token));
  }

  private static List<Vector> foreign() {
    List<Vector> all = new ArrayList<>();
    all.add(with("the document", Session::foreign));
    for (String path :
        List.of("/metadata/v1/instance/initialization", "/metadata/v1/keys", "/latest/user-data")) {
      all.add(foreign("GET ", path));
    }
    all.add(foreign("POST ", "/identity/v1/iam_tokens"));
    all.add(foreign("POST ", "/identity/v1/certificates"));
    return all;
  }

  private static Vector foreign(String method, String path) {
    return Vector.withTokens(
        method + path,
        session -> {
          Optional<String> line = session.foreign().map(session.dialect()::bearing);
          String target = path + session.dialect().query();
          return line.isEmpty()
              ? new Judgement.NotApplicable("needs --foreign-token")
              : Exchange.judge(
                  session,
                  method + target + " HTTP/1.1\r\n" + session.host() + line.get() + "\r\n",
                  path.startsWith("/latest") ? "4xx keep" : REFUSED);
        });
  }

  private static List<Vector> tampered() {
    List<Vector> all = new ArrayList<>();
    for (int i = 0; i < CUTS; i++) {
      int share = i;
      all.add(with("another letter, " + i + "/" + CUTS, at(share, TokenAttacks::flipped)));
    }
    all.add(
        with(
            "another last letter",
            session -> Optional.of(flipped(session.token(), session.token().length() - 1))));
    all.add(with("a letter more", session -> Optional.of(session.token() + "A")));
    all.add(with("a letter less", session -> Optional.of(cut(session.token(), 1))));
    all.add(with("ten letters less", session -> Optional.of(cut(session.token(), 10))));
    all.add(with("first letter gone", session -> Optional.of(session.token().substring(1))));
    return all;
  }

  private static Function<Session, Optional<String>> at(
      int share, BiFunction<String, Integer, String> change) {
    return session ->
        Optional.of(change.apply(session.token(), session.token().length() * share / CUTS));
  }

  private static String flipped(String token, int at) {
    char other = token.charAt(at) == 'A' ? 'B' : 'A';
    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private static String cut(String token, int letters) {
    return token.substring(0, token.length() - letters);
  }

  private static List<Vector> mixed() {
    List<Vector> all = new ArrayList<>();
    all.add(parts("no signature", p -> p[0] + "." + p[1] + "."));
    all.add(parts("no signature and no dot", p -> p[0] + "." + p[1]));
    all.add(parts("only a header", p -> p[0]));
    all.add(parts("only a payload", p -> "." + p[1] + "."));
    all.add(parts("only a signature", p -> ".." + p[2]));
    all.add(parts("no payload", p -> p[0] + ".." + p[2]));
    all.add(parts("header and payload changed about", p -> p[1] + "." + p[0] + "." + p[2]));
    all.add(parts("payload and signature changed about", p -> p[0] + "." + p[2] + "." + p[1]));
    all.add(parts("four parts", p -> String.join(".", p) + "." + p[2]));
    all.add(parts("five parts", p -> String.join(".", p) + "." + p[1] + "." + p[2]));
    all.add(parts("two tokens in one", p -> String.join(".", p) + "." + String.join(".", p)));
    all.add(parts("payload for a signature", p -> p[0] + "." + p[1] + "." + p[1]));
    all.add(with("signature of another token", session -> spliced(session, 2)));
    all.add(with("payload of another token", session -> spliced(session, 1)));
    all.add(
        with(
            "signature of another guest's token",
            session -> session.foreign().flatMap(other -> splice(session.token(), other, 2))));
    all.add(
        with(
            "payload of another guest's token",
            session -> session.foreign().flatMap(other -> splice(session.token(), other, 1))));
    return all;
  }

  private static Vector parts(String name, Function<String[], String> change) {
    return forged(
        name,
        forge -> change.apply(forge.resigned(forge.header(), forge.payload()).split("\\.", -1)));
  }

  private static Optional<String> spliced(Session session, int part) {
    try {
      return session
          .mint(session.dialect().shortest() + 1)
          .flatMap(other -> splice(session.token(), other, part));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> splice(String token, String other, int part) {
    String[] mine = token.split("\\.", -1);
    String[] theirs = other.split("\\.", -1);
    if (mine.length != 3 || theirs.length != 3) {
      return Optional.empty();
    }
    mine[part] = theirs[part];
    return Optional.of(String.join(".", mine));
  }

  private static List<Vector> spelled() {
    List<Vector> all = new ArrayList<>();
    all.add(spelled("in capitals", token -> token.toUpperCase(Locale.ROOT)));
    all.add(spelled("in lower case", token -> token.toLowerCase(Locale.ROOT)));
    for (String end :
        List.of("=", "==", ".", "..", ";", ",", "&", "?", "#", "%00", "%20", "/", "\\n")) {
      all.add(spelled("with " + end + " behind it", token -> token + end));
    }
    for (String start : List.of("=", ".", "\"", "Bearer ", "%20", "/")) {
      all.add(spelled("with " + start + " before it", token -> start + token));
    }
    all.add(spelled("in quotes", token -> "\"" + token + "\""));
    all.add(spelled("in brackets", token -> "<" + token + ">"));
    all.add(spelled("with escaped dots", token -> token.replace(".", "%2E") + "%2E"));
    all.add(
        spelled("with a space in it", token -> token.substring(0, 20) + " " + token.substring(20)));
    all.add(
        spelled("with a tab in it", token -> token.substring(0, 20) + "\t" + token.substring(20)));
    all.add(
        spelled(
            "in base64 of the other alphabet",
            token -> token.replace('-', '+').replace('_', '/') + "="));
    all.add(
        forged(
            "with padded parts",
            forge -> forge.resigned(forge.header(), forge.payload()).replace(".", "=.")));
    all.add(spelled("twice", token -> token + token));
    return all;
  }

  private static Vector spelled(String name, Function<String, String> change) {
    return with(name, session -> Optional.of(change.apply(session.token())));
  }
}
