package io.sekisho.audit;

import java.util.regex.Pattern;

/// A net under the allow-lists: what looks like a secret is never written, whoever let it come this
/// far.
final class Secrets {
  private static final String WITHHELD = "(withheld)";

  /// Most texts are shorter than anything that matches.
  private static final int SHORTEST = 12;

  /// The shortest secret that is made here has 43 characters, 256 bits in base64url; what is longer
  /// than 40 and no id is taken for one.
  private static final Pattern SECRET =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----.*"
              + "|(?i:bearer|basic) +[\\w.~+/-]{16,}=*"
              + "|eyJ[\\w-]{8,}(?:\\.[\\w-]*){1,4}"
              + "|(?<![\\w+/=-])[\\w+/=-]{40,}",
          Pattern.DOTALL);

  /// An id has a UUID in it, a name or path one case of letters. Random bits have neither.
  private static final Pattern INNOCENT =
      Pattern.compile(
          "(?!eyJ)[\\w+/=-]*[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[\\w+/=-]*"
              + "|[a-z0-9_+/=-]+"
              + "|[A-Z0-9_+/=-]+");

  private Secrets() {}

  /// The text, with nothing in it that looks like a token, a key or a password.
  static String withheld(String text) {
    if (text.length() < SHORTEST) {
      return text;
    }
    return SECRET
        .matcher(text)
        .replaceAll(found -> INNOCENT.matcher(found.group()).matches() ? "$0" : WITHHELD);
  }
}
