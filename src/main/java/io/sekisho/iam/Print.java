package io.sekisho.iam;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What is remembered of something that others stand on: with all that it says, so that it is told
/// from what has its place, and from itself as it was.
final class Print {
  /// Of the hexadecimal digest: enough that nobody finds another text with the same.
  private static final int DIGITS = 32;

  private Print() {}

  static String of(String id, List<String> said) {
    return id + "#" + digest(said).substring(0, DIGITS);
  }

  /// Of a rule: whom it is about and what it asks.
  static String of(String id, String realm, List<ClaimRule.Condition> conditions) {
    List<String> said = new ArrayList<>(List.of(realm));
    for (ClaimRule.Condition each : conditions) {
      said.addAll(List.of(each.claim(), each.operator().name(), each.value()));
    }
    return of(id, said);
  }

  /// SHA-256 of texts, each after its length: no two lists of texts read the same.
  private static String digest(List<String> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        digest.update((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
