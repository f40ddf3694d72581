package io.sekisho.api;

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

/// Takes a request to its operation: gate, route, key, parameters, body, in this order. Whoever has
/// no key learns nothing about which paths there are.
final class Desk {
  private final Gate gate;
  private final List<Route> routes;

  Desk(Gate gate, List<Route> routes) {
    this.gate = gate;
    this.routes = List.copyOf(routes);
  }

  /// The answer, and on whose behalf it was given.
  ///
  /// @param operator the key's name; empty if the request carried none, or a wrong one
  /// @param open whether the route is one that anyone may ask
  record Answered(Reply reply, String operator, boolean open) {}

  Answered answer(Arrived request) {
    Outcome<Arrived> admitted = gate.admit(request);
    if (admitted instanceof Refused<Arrived>(Problem problem)) {
      return new Answered(Refusals.of(problem, request.trace()), "", false);
    }
    Optional<Match> match = match(request);
    if (match.isPresent() && match.get().route.open()) {
      return new Answered(reply(request, match.get(), ""), "", true);
    }
    return switch (gate.operator(request)) {
      case Refused<String>(Problem problem) ->
          new Answered(Refusals.of(problem, request.trace()), "", false);
      case Granted<String>(String operator) ->
          new Answered(
              match.map(found -> reply(request, found, operator)).orElseGet(() -> astray(request)),
              operator,
              false);
    };
  }

  private Reply reply(Arrived request, Match match, String operator) {
    Outcome<Reply> outcome =
        Query.parse(request.query(), match.route.parameters())
            .then(
                query ->
                    body(request, match.route)
                        .then(
                            body ->
                                match
                                    .route
                                    .operation()
                                    .run(
                                        new Call(
                                            match.captures,
                                            query,
                                            body,
                                            new Initiator(operator, request.trace())))));
    return switch (outcome) {
      case Granted<Reply>(Reply reply) -> reply;
      case Refused<Reply>(Problem problem) -> Refusals.of(problem, request.trace());
    };
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
    return request.body().read();
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
    return Refusals.of(problem, request.trace()).allow(allowed);
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
