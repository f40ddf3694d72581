package io.sekisho.iamapi;

import io.sekisho.problem.Problem;
import io.sekisho.token.Bearers;
import io.sekisho.web.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a refusal of the token endpoint looks: IBM's IAM has a form of its own for these, of which
/// its SDKs show `errorMessage`.
///
/// IBM documents none of the codes. Those that clients were seen to know are its own; for what has
/// no such code, the one for whatever is amiss with a parameter.
final class TokenErrors {
  private static final String MISSING = "BXNIM0109E";
  private static final String INVALID = "BXNIM0106E";

  private TokenErrors() {}

  static Reply of(Problem problem, Bearers.From from, String url) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("requestId", from.trace());
    context.put("requestType", "incoming.Identity_Token");
    context.put("userAgent", from.agent());
    context.put("url", url);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("errorCode", code(problem));
    body.put("errorMessage", problem.message());
    body.put("context", context);
    return Reply.json(problem.status(), body);
  }

  private static String code(Problem problem) {
    String about = problem.target().map(Problem.Target::name).orElse("");
    return switch (problem.code()) {
      case MISSING_VALUE -> MISSING;
      case UNAUTHENTICATED ->
          switch (about) {
            case "apikey" -> "BXNIM0415E";
            case "refresh_token", "access_token", "cr_token" -> "BXNIM0407E";
            case "assertion" -> "BXNIM0400E";
            case "Authorization" -> "BXNIM0139E";
            default -> INVALID;
          };
      default -> INVALID;
    };
  }
}
