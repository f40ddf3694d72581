package io.sekisho.fleet;

import io.sekisho.problem.Code;
import io.sekisho.problem.Problem;
import io.sekisho.problem.Problem.Target;
import java.util.Locale;
import java.util.Optional;

/// Why a controller does not do what a node asks: the body of every answer that is not 2xx.
///
/// @param code as on the wire, such as `not_found`
/// @param message for who asked; a guest may read it
/// @param detail for the operator's log alone
/// @param targetType `field`, `parameter` or `header`; empty if it is about none
public record Refusal(
    String code,
    int status,
    String message,
    String detail,
    String targetType,
    String targetName,
    String trace) {

  public static Refusal of(Problem problem, String trace) {
    return new Refusal(
        problem.code().wireName(),
        problem.status(),
        problem.message(),
        problem.detail(),
        problem.target().map(it -> it.type().name().toLowerCase(Locale.ROOT)).orElse(""),
        problem.target().map(Target::name).orElse(""),
        trace);
  }

  /// The same as the house knows it; of a code that it does not know, a refusal all the same.
  public Problem problem() {
    Problem plain =
        Problem.of(code(code), message.isBlank() ? "The controller refused this." : message)
            .status(status)
            .detail(detail);
    return switch (targetType) {
      case "field" -> plain.field(targetName);
      case "parameter" -> plain.parameter(targetName);
      case "header" -> plain.header(targetName);
      default -> plain;
    };
  }

  private static Code code(String word) {
    return Optional.of(word).stream()
        .flatMap(it -> java.util.Arrays.stream(Code.values()).filter(c -> c.wireName().equals(it)))
        .findFirst()
        .orElse(Code.SERVICE_UNAVAILABLE);
  }
}
