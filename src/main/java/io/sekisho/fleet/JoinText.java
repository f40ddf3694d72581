package io.sekisho.fleet;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A join token as people carry it: `sekisho_join_ID_SECRET_CAHASH`.
///
/// @param id of the [JoinToken]
/// @param caHash SHA-256 of the subject public key info of the CA's root certificate (DER), in
///   lower-case hexadecimal digits: by it a node knows the controller before it says anything
public record JoinText(String id, String secret, String caHash) {
  private static final Pattern FORM =
      Pattern.compile("sekisho_join_([0-9a-f]{16})_([0-9a-f]{64})_([0-9a-f]{64})");

  /// Reads one; empty if the text has another form.
  public static Optional<JoinText> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new JoinText(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  /// The whole text, which is a secret.
  public String text() {
    return "sekisho_join_%s_%s_%s".formatted(id, secret, caHash);
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "join token " + id;
  }
}
