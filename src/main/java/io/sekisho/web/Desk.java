package io.sekisho.web;

import io.sekisho.control.Initiator;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes a request to its operation: gate, route, caller, permission, parameters, body, in this
/// order. Whoever is unknown learns nothing about which paths there are.
final class Desk {
  private static final int OPEN_BODY = 128 * 1024;
  private static final int UNDECIDED_BODY = 1024 * 1024;

  private final Gate gate;
  private final Callers callers;
  private final List<Route> routes;

  Desk(Gate gate, Callers callers, List<Route> routes) {
    this.gate = gate;
    this.callers = callers;
    this.routes = List.copyOf(routes);
  }

  /// The answer, and on whose behalf it was given.
  ///
  /// @param caller the caller's id; empty if the request carried none, or a wrong token
  /// @param operator whether that is an operator of this installation
  /// @param open whether the route is one that anyone may ask
  record Answered(Reply reply, String caller, boolean operator, boolean open) {}

  Answered answer(Arrived request) {
    Optional<Match> match = match(request);
    boolean page = match.filter(found -> found.route.contract().page()).isPresent();
    Outcome<Arrived> admitted = gate.admit(request, page);
    if (admitted instanceof Refused<Arrived>(Problem problem)) {
      return new Answered(Refusals.of(problem, request.trace()), "", false, false);
    }
    if (match.isPresent() && match.get().route.permission().isEmpty()) {
      Initiator nobody = nobody(request);
      return new Answered(reply(request, match.get(), nobody), "", false, true);
    }
    return switch (gate.caller(request)) {
      case Refused<Initiator>(Problem problem) ->
          new Answered(Refusals.of(problem, request.trace()), "", false, false);
      case Granted<Initiator>(Initiator by) ->
          new Answered(
              match.map(found -> reply(request, found, by)).orElseGet(() -> astray(request)),
              by.id(),
              by.isOperator(),
              false);
    };
  }

  private static Initiator nobody(Arrived request) {
    String agent = String.join(" ", request.header("User-Agent"));
    return new Initiator(
        "", "", Initiator.Type.USER, Optional.empty(), request.peer(), agent, request.trace());
  }

  /// Permission comes before parameters and body: who may not do it learns nothing about it.
  private Reply reply(Arrived request, Match match, Initiator by) {
    Route route = match.route;
    Optional<Problem> forbidden = forbidden(request, match, by);
    Outcome<Reply> outcome =
        forbidden.isPresent()
            ? Outcome.refuse(forbidden.get())
            : Query.parse(request.query(), route.parameters())
                .then(
                    query ->
                        body(request, route)
                            .then(
                                body ->
                                    route
                                        .operation()
                                        .run(
                                            new Call(
                                                match.captures,
                                                query,
                                                request.headers(),
                                                body,
                                                by,
                                                () -> refusal(request, match)))));
    return switch (outcome) {
      case Granted<Reply>(Reply reply) -> reply;
      case Refused<Reply>(Problem problem) -> route.form().of(problem, request.trace());
    };
  }

  /// What would become of the same request if it came now.
  private Optional<Problem> refusal(Arrived request, Match match) {
    return match.route.permission().isEmpty()
        ? Optional.empty()
        : switch (gate.caller(request)) {
          case Refused<Initiator>(Problem problem) -> Optional.of(problem);
          case Granted<Initiator>(Initiator by) -> forbidden(request, match, by);
        };
  }

  private Optional<Problem> forbidden(Arrived request, Match match, Initiator by) {
    Call about =
        new Call(
            match.captures, Parameters.NONE, request.headers(), new byte[0], by, Optional::empty);
    return match
        .route
        .permission()
        .filter(it -> !it.inside())
        .flatMap(it -> callers.refusal(by, it.action(), it.resource().apply(about)));
  }

  private static Outcome<byte[]> body(Arrived request, Route route) {
    Set<String> taken = route.contentTypes();
    if (taken.isEmpty()) {
      return Outcome.of(new byte[0]);
    }
    List<String> sent = request.header("Content-Type");
    String type = sent.size() == 1 ? mediaType(sent.getFirst()) : "";
    if (!taken.contains(type)) {
      String choice = taken.stream().sorted().collect(Collectors.joining(" or "));
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "Send the body as " + choice + ".")
              .status(415)
              .header("Content-Type"));
    }
    return request.body().read(most(route));
  }

  /// Whoever shows no token gets no more of the memory than a form needs, and who may turn out to
  /// be permitted nothing not much more.
  private static int most(Route route) {
    return route
        .permission()
        .map(it -> it.inside() ? UNDECIDED_BODY : Integer.MAX_VALUE)
        .orElse(OPEN_BODY);
  }

  private static String mediaType(String contentType) {
    return contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  /// No such route: either no such path, or not with this method.
  private Reply astray(Arrived request) {
    String allowed =
        routes.stream()
            .filter(route -> route.captures(request.path()).isPresent())
            .map(Route::method)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (allowed.isEmpty()) {
      return Refusals.of(Problem.of(Code.NOT_FOUND, "There is no such path."), request.trace());
    }
    Problem problem = Problem.of(Code.METHOD_NOT_ALLOWED, "This path takes " + allowed + ".");
    return Refusals.of(problem, request.trace()).with("Allow", allowed);
  }

  private Optional<Match> match(Arrived request) {
    for (Route route : routes) {
      if (route.method().equals(request.method())) {
        Optional<List<String>> captures = route.captures(request.path());
        if (captures.isPresent()) {
          return Optional.of(new Match(route, captures.get()));
        }
      }
    }
    return Optional.empty();
  }

  private record Match(Route route, List<String> captures) {}
}
