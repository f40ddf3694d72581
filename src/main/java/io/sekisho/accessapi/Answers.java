package io.sekisho.accessapi;

import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.problem.Problem.Target;
import io.sekisho.web.Refusals;
import io.sekisho.web.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How IBM's APIs of policies, roles and access groups answer and refuse.
final class Answers {
  static final Set<String> JSON = Set.of("application/json");
  static final String ACCOUNT = "account_id";

  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

  private Answers() {}

  /// IBM's body of a refusal.
  record Refusal(String trace, List<Mistake> errors, int statusCode) {}

  /// One mistake.
  record Mistake(String code, String message, Optional<Details> details) {}

  /// What is in the way.
  record Details(ConflictsWith conflictsWith) {}

  /// The policy or role that is in the way.
  record ConflictsWith(Optional<String> etag, Optional<String> role, Optional<String> policy) {}

  /// Refusals about policies.
  static final Refusals.Form POLICIES = (problem, trace) -> refusal("policy", problem, trace);

  /// Refusals about roles.
  static final Refusals.Form ROLES = (problem, trace) -> refusal("role", problem, trace);

  /// Refusals about access groups: IBM has no list of their codes, so that these are ours.
  static final Refusals.Form GROUPS =
      (problem, trace) ->
          Reply.json(
              problem.status(),
              new Refusal(
                  trace,
                  List.of(
                      new Mistake(problem.code().wireName(), problem.message(), Optional.empty())),
                  problem.status()));

  private static Reply refusal(String kind, Problem problem, String trace) {
    Optional<Details> details =
        problem
            .target()
            .filter(target -> problem.code() == Code.CONFLICT && target.name().equals(kind))
            .flatMap(Target::value)
            .map(
                id ->
                    new Details(
                        new ConflictsWith(Optional.empty(), Optional.of(id), Optional.empty())));
    return refusal(kind, problem, details, trace);
  }

  /// A refusal because another policy says the same.
  static Reply conflict(Problem problem, String policy, String etag, String trace) {
    ConflictsWith other =
        new ConflictsWith(Optional.of(etag), Optional.empty(), Optional.of(policy));
    return refusal("policy", problem, Optional.of(new Details(other)), trace);
  }

  private static Reply refusal(
      String kind, Problem problem, Optional<Details> details, String trace) {
    Mistake mistake = new Mistake(code(kind, problem), problem.message(), details);
    return Reply.json(problem.status(), new Refusal(trace, List.of(mistake), problem.status()));
  }

  /// IBM's code, spelled as there.
  ///
  /// @param kind `policy` or `role`
  private static String code(String kind, Problem problem) {
    boolean parameter =
        problem.target().filter(it -> it.type() == Target.Type.PARAMETER).isPresent();
    return switch (problem.code()) {
      case UNAUTHORIZED -> "insufficent_permissions";
      case UNAUTHENTICATED -> "invalid_token";
      case NOT_FOUND -> kind + "_not_found";
      case CONFLICT -> kind + "_conflict_error";
      case MISSING_VALUE, MISSING_FIELD ->
          parameter ? "missing_required_query_parameter" : "invalid_body";
      case INVALID_REQUEST, INVALID_VALUE, UNKNOWN_FIELD ->
          problem.status() == 415
              ? "unsupported_content_type"
              : parameter ? "request_not_processed" : "invalid_body";
      case TOO_MANY_REQUESTS -> "too_many_requests";
      case PRECONDITION_FAILED -> "request_not_processed";
      default -> "unable_to_process";
    };
  }

  /// As IBM writes a time: in UTC, with milliseconds.
  static String time(Instant at) {
    return MILLIS.format(at);
  }

  /// A text that is left out where there is none.
  static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
