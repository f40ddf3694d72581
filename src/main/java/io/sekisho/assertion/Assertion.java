package io.sekisho.assertion;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Duration;

/// What somebody presents as the word of an identity provider. Until it is verified, nothing of it
/// is known but whose word it claims to be.
public sealed interface Assertion permits IdToken, SamlAssertion {
  /// How much clocks may differ.
  Duration SKEW = Duration.ofSeconds(30);

  /// The longest life an assertion may have: for so long its use has to be remembered.
  Duration MAX_LIFE = Duration.ofHours(24);

  /// Whom it claims to be from. Good for finding keys to verify it with, and for nothing else.
  String issuer();

  /// What it says, if it is the word of the identity provider that was expected, made out to us and
  /// in time.
  Outcome<Asserted> verify(Expected expected);

  /// Whether a text can be a person's id: not so long that no token takes it, and of nothing that
  /// is not shown.
  static boolean names(String subject) {
    return !subject.isBlank()
        && subject.length() <= 255
        && subject.chars().noneMatch(Character::isISOControl);
  }

  /// The one refusal that the caller sees, whatever the reason; the reason is for the log.
  static <T> Outcome<T> refuse(String reason) {
    return Outcome.refuse(
        Problem.of(
                Code.UNAUTHENTICATED,
                "The assertion is not one that an identity provider of this account made out to us"
                    + " just now: get a new one from it.")
            .parameter("assertion")
            .detail(reason));
  }
}
