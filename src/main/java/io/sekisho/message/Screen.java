package io.sekisho.message;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Optional;
import java.util.Set;

/// The rules for every request that need to know nothing of who asks and for what.
public final class Screen {
  private static final Problem FORBIDDEN =
      Problem.of(Code.FORBIDDEN_HEADER, "Ask directly, not through a proxy or from a web page.");
  private static final Problem HOST_MISSING =
      Problem.of(Code.INVALID_REQUEST, "Name this service in the Host header.").header("Host");
  private static final Problem HOST_FOREIGN =
      Problem.of(Code.MISDIRECTED_REQUEST, "Call this service by one of its own names.")
          .header("Host");
  private static final Problem METHOD =
      Problem.of(Code.METHOD_NOT_ALLOWED, "Use a method that the resource supports.");
  private static final Problem UPGRADE =
      Problem.of(Code.INVALID_REQUEST, "Speak HTTP/1.1 without asking for an upgrade.")
          .header("Upgrade");

  private static final Set<String> METHODS_OF_PROXIES = Set.of("CONNECT", "TRACE");

  private final Hosts hosts;
  private final int body;

  /// @param names host names and addresses of this service, IPv6 without brackets
  /// @param body bytes that a body may have
  public Screen(Set<String> names, int body) {
    this.hosts = new Hosts(names);
    this.body = body;
  }

  /// The request's canonical target, unless one of the rules is against the request.
  ///
  /// @param port the port that the listener listens on
  public Outcome<Target> examine(Head head, int port) {
    Optional<String> forbidden = ForbiddenHeaders.find(head.headers());
    if (forbidden.isPresent()) {
      return Outcome.refuse(FORBIDDEN.header(forbidden.get()));
    }
    Optional<String> host = head.headers().get("host");
    if (host.isEmpty()) {
      return Outcome.refuse(HOST_MISSING);
    }
    if (!hosts.allow(host.get(), port)) {
      return Outcome.refuse(HOST_FOREIGN);
    }
    if (METHODS_OF_PROXIES.contains(head.method())) {
      return Outcome.refuse(METHOD);
    }
    if (head.headers().get("upgrade").isPresent()) {
      return Outcome.refuse(UPGRADE);
    }
    return head.length() > body ? Outcome.refuse(Body.TOO_LARGE) : Target.parse(head.target());
  }
}
