package io.sekisho.identity;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/// What names, descriptions and addresses may be.
final class Texts {
  private static final int NAME = 255;
  private static final int DESCRIPTION = 1_000;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]{1,190}");

  private Texts() {}

  /// What is wrong with a name; nothing, if there is none.
  static Optional<Problem> name(Optional<String> name) {
    return text("name", name, NAME)
        .or(
            () ->
                name.filter(String::isBlank)
                    .map(_ -> wrong("name", "A name has at least one letter.")));
  }

  static Optional<Problem> description(Optional<String> description) {
    return text("description", description, DESCRIPTION);
  }

  static Optional<Problem> text(String member, Optional<String> text, int most) {
    return text.filter(it -> it.length() > most || CONTROL.matcher(it).find())
        .map(
            _ ->
                wrong(
                    member,
                    "%s has at most %d characters, and no control characters."
                        .formatted(member, most)));
  }

  static Optional<Problem> email(Optional<String> email) {
    return email
        .filter(it -> !EMAIL.matcher(it).matches())
        .map(_ -> wrong("email", "Give an e-mail address, such as ada@example.com."));
  }

  static Problem wrong(String member, String message) {
    return Problem.of(Code.INVALID_VALUE, message).field(member);
  }

  /// Nothing, as a value; or the problem, if there is one.
  static Outcome<Optional<Problem>> refused(Optional<Problem> problem) {
    return problem.map(Outcome::<Optional<Problem>>refuse).orElseGet(() -> Outcome.of(problem));
  }
}
