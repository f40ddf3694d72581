package io.sekisho.metadata;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The query parameters of a request, each known and understood.
public record Parameters(ApiVersion version, Page page) {
  private static final int LONGEST_NAME = 64;
  private static final Known ALWAYS = new Known(Set.of("version", "maturity"), "version, maturity");
  private static final Known PAGED =
      new Known(
          Set.of("version", "maturity", "start", "limit"),
          "version, maturity, and where there are pages start, limit");

  /// @param words how a refusal lists them
  private record Known(Set<String> names, String words) {}

  /// Reads the query of a call of an identity method.
  ///
  /// @param query each parameter's value, decoded
  /// @param today the date in UTC
  public static Outcome<Parameters> ofIdentity(Map<String, String> query, LocalDate today) {
    return parse(query, ALWAYS, today);
  }

  /// Reads the query of a request for a document.
  ///
  /// @param query each parameter's value, decoded
  /// @param today the date in UTC
  public static Outcome<Parameters> ofMetadata(Map<String, String> query, LocalDate today) {
    return parse(query, PAGED, today);
  }

  private static Outcome<Parameters> parse(
      Map<String, String> query, Known known, LocalDate today) {
    Optional<Problem> oddity = oddity(query, known);
    if (oddity.isPresent()) {
      return Outcome.refuse(oddity.get());
    }
    return ApiVersion.parse(value(query, "version"), today)
        .then(
            version ->
                Page.parse(value(query, "start"), value(query, "limit"))
                    .map(page -> new Parameters(version, page)));
  }

  private static Optional<Problem> oddity(Map<String, String> query, Known known) {
    for (String name : query.keySet()) {
      if (!known.names.contains(name)) {
        return Optional.of(unknown(name, known));
      }
    }
    // Clients written for IBM's beta reference send `maturity=beta`. It is let through and changes
    // nothing: what was beta there is served to everyone here.
    return value(query, "maturity")
        .filter(maturity -> !maturity.equals("beta"))
        .map(
            _ ->
                Problem.of(Code.INVALID_VALUE, "The query parameter `maturity` can only be `beta`.")
                    .parameter("maturity"));
  }

  /// The refusal of a parameter that only collections in pages have.
  static Problem unpaged(String name) {
    return unknown(name, ALWAYS);
  }

  private static Problem unknown(String name, Known known) {
    return Problem.of(
            Code.UNKNOWN_FIELD, "The query may have these parameters only: " + known.words + ".")
        .parameter(clip(name));
  }

  /// A name can be anything: a refusal repeats enough of it to be recognized, and no token.
  private static String clip(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }

  private static Optional<String> value(Map<String, String> query, String name) {
    return Optional.ofNullable(query.get(name));
  }
}
