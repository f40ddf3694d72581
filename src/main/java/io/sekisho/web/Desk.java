package io.sekisho.web;

import io.sekisho.control.Initiator;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import io.sekisho.web.Paths.Match;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Takes a request to its operation: gate, route, caller, permission, parameters, body, in this
/// order. Whoever is unknown learns nothing about which paths there are.
final class Desk {
  private static final int OPEN_BODY = 128 * 1024;
  private static final int USUAL_BODY = 1024 * 1024;

  /// What curl says of a body where its user says nothing.
  private static final String CURLS_OWN = "application/x-www-form-urlencoded";

  private final Gate gate;
  private final Callers callers;
  private final Paths paths;

  Desk(Gate gate, Callers callers, List<Route> routes) {
    this.gate = gate;
    this.callers = callers;
    this.paths = new Paths(routes);
  }

  /// The answer, and on whose behalf it was given.
  ///
  /// @param caller the caller's id; empty if the request carried none, or a wrong token
  /// @param operator whether that is an operator of this installation
  /// @param open whether the route is one that anyone may ask
  record Answered(Reply reply, String caller, boolean operator, boolean open) {}

  Answered answer(Arrived request) {
    Optional<Match> match = match(request);
    boolean page = match.filter(found -> found.route().contract().page()).isPresent();
    Outcome<Arrived> admitted = gate.admit(request, page);
    if (admitted instanceof Refused<Arrived>(Problem problem)) {
      return new Answered(callers.form().of(problem, request.trace()), "", false, false);
    }
    if (match.isPresent() && match.get().route().permission().isEmpty()) {
      Initiator nobody = nobody(request);
      return new Answered(reply(request, match.get(), nobody), "", false, true);
    }
    return switch (gate.caller(request)) {
      case Refused<Initiator>(Problem problem) ->
          new Answered(callers.form().of(problem, request.trace()), "", false, false);
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
    Route route = match.route();
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
                                                match.captures(),
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
    return match.route().permission().isEmpty()
        ? Optional.empty()
        : switch (gate.caller(request)) {
          case Refused<Initiator>(Problem problem) -> Optional.of(problem);
          case Granted<Initiator>(Initiator by) -> forbidden(request, match, by);
        };
  }

  private Optional<Problem> forbidden(Arrived request, Match match, Initiator by) {
    Call about =
        new Call(
            match.captures(), Parameters.NONE, request.headers(), new byte[0], by, Optional::empty);
    return match
        .route()
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
    boolean untold = sent.isEmpty() || type.equals(CURLS_OWN);
    if (!taken.contains(type) && !(untold && route.contract().untyped())) {
      String choice = taken.stream().sorted().collect(Collectors.joining(" or "));
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, "Send the body as " + choice + ".")
              .status(415)
              .header("Content-Type"));
    }
    return request.body().read(most(route));
  }

  /// Whoever shows no token gets no more of the memory than a form needs, and nobody much more but
  /// for a whole inventory.
  private static int most(Route route) {
    if (route.permission().isEmpty()) {
      return OPEN_BODY;
    }
    return route.contract().large() ? Integer.MAX_VALUE : USUAL_BODY;
  }

  private static String mediaType(String contentType) {
    return contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  /// No such route: either no such path, or not with this method.
  private Reply astray(Arrived request) {
    String allowed =
        paths.find(request.path()).stream()
            .map(it -> it.route().method())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    if (allowed.isEmpty()) {
      return callers
          .form()
          .of(Problem.of(Code.NOT_FOUND, "There is no such path."), request.trace());
    }
    Problem problem = Problem.of(Code.METHOD_NOT_ALLOWED, "This path takes " + allowed + ".");
    return callers.form().of(problem, request.trace()).with("Allow", allowed);
  }

  private Optional<Match> match(Arrived request) {
    return paths.find(request.path()).stream()
        .filter(it -> it.route().method().equals(request.method()))
        .findFirst();
  }
}
