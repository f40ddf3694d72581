package io.sekisho.api;

import io.sekisho.control.OperatorKeys;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Who may come near the routes: no foreign name, no browser, and the operator's key.
final class Gate {
  private static final String BEARER = "bearer ";

  private final Set<String> hosts;
  private final OperatorKeys keys;

  Gate(Set<String> hosts, OperatorKeys keys) {
    this.hosts = hosts;
    this.keys = keys;
  }

  /// Refuses what a page in someone's browser could send: a `Host` that is a name of ours in
  /// nobody's eyes but the page's (DNS rebinding), or headers that only browsers add.
  Outcome<Arrived> admit(Arrived request) {
    List<String> host = request.header("Host");
    if (host.size() != 1 || !hosts.contains(name(host.getFirst()))) {
      return refuse(
          Problem.of(
                  Code.MISDIRECTED_REQUEST,
                  "This is not the server of that name: use one of its own names or addresses.")
              .header("Host"));
    }
    for (String header : List.of("Origin", "Sec-Fetch-Site")) {
      if (!request.header(header).isEmpty()) {
        return refuse(
            Problem.of(Code.FORBIDDEN_HEADER, "Pages in browsers may not call this API.")
                .header(header));
      }
    }
    return Outcome.of(request);
  }

  /// The name of the key that the request carries.
  Outcome<String> operator(Arrived request) {
    List<String> sent = request.header("Authorization");
    if (sent.size() != 1 || !sent.getFirst().toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return refuse(
          Problem.of(
                  Code.UNAUTHENTICATED,
                  "Send the operator key as `Authorization: Bearer <key>`, once.")
              .header("Authorization"));
    }
    return keys.verify(sent.getFirst().substring(BEARER.length()).strip())
        .map(Outcome::of)
        .orElseGet(
            () ->
                refuse(
                    Problem.of(Code.UNAUTHENTICATED, "No operator has this key.")
                        .header("Authorization")));
  }

  private static <T> Outcome<T> refuse(Problem problem) {
    return Outcome.refuse(problem);
  }

  /// The host alone: without port, and without the brackets of an IPv6 address.
  private static String name(String host) {
    String name = host.replaceFirst(":\\d{0,5}$", "");
    boolean bracketed = name.startsWith("[") && name.endsWith("]");
    return (bracketed ? name.substring(1, name.length() - 1) : name).toLowerCase(Locale.ROOT);
  }
}
