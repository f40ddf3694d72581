package io.sekisho.web;

import io.sekisho.control.Initiator;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Who may come near the routes: no foreign name, no browser, and nobody unknown.
final class Gate {
  private static final String BEARER = "bearer ";

  /// Said by a browser whose user typed the address, and of what our own pages load.
  private static final Set<String> OWN = Set.of("none", "same-origin");

  private final Set<String> hosts;
  private final Callers callers;

  Gate(Set<String> hosts, Callers callers) {
    this.hosts = hosts;
    this.callers = callers;
  }

  /// Refuses what a page in someone's browser could send: a `Host` that is a name of ours in
  /// nobody's eyes but the page's (DNS rebinding), or headers that only browsers add.
  ///
  /// @param page whether it is for what a browser may show: then a person may have asked for it, or
  ///   a page of ours, but no other page
  Outcome<Arrived> admit(Arrived request, boolean page) {
    List<String> host = request.header("Host");
    if (host.size() != 1 || !hosts.contains(name(host.getFirst()))) {
      return refuse(
          Problem.of(
                  Code.MISDIRECTED_REQUEST,
                  "This is not the server of that name: use one of its own names or addresses.")
              .header("Host"));
    }
    List<String> site = request.header("Sec-Fetch-Site");
    if (!request.header("Origin").isEmpty()) {
      return browser("Origin");
    }
    return site.isEmpty() || (page && site.size() == 1 && OWN.contains(site.getFirst()))
        ? Outcome.of(request)
        : browser("Sec-Fetch-Site");
  }

  private static Outcome<Arrived> browser(String header) {
    return refuse(
        Problem.of(Code.FORBIDDEN_HEADER, "Pages in browsers may not call this API.")
            .header(header));
  }

  /// Whose certificate or bearer token the request carries.
  Outcome<Initiator> caller(Arrived request) {
    return callers.known(request).orElseGet(() -> bearer(request));
  }

  private Outcome<Initiator> bearer(Arrived request) {
    List<String> sent = request.header("Authorization");
    if (sent.size() != 1 || !sent.getFirst().toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return refuse(
          Problem.of(
                  Code.UNAUTHENTICATED,
                  "Send an IAM access token, or the operator key, as `Authorization: Bearer"
                      + " <token>`, once.")
              .header("Authorization"));
    }
    return callers.identify(sent.getFirst().substring(BEARER.length()).strip(), request);
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
