package io.sekisho.credential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The textual encoding of keys and certificates (RFC 7468), read strictly: blocks and white space,
/// nothing else.
final class Pem {
  static final String CERTIFICATE = "CERTIFICATE";
  static final String PRIVATE_KEY = "PRIVATE KEY";
  static final String PUBLIC_KEY = "PUBLIC KEY";

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----\\R([A-Za-z0-9+/=\\r\\n]+)-----END \\1-----\\s*");
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /// One block: what it says it is, and its bytes.
  ///
  /// Not a record, for a record prints its contents and these may be a private key.
  static final class Block {
    final String label;
    final byte[] der;

    Block(String label, byte[] der) {
      this.label = label;
      this.der = der;
    }
  }

  static String print(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(der), label);
  }

  /// All blocks of a text.
  ///
  /// @throws IllegalArgumentException if the text holds anything else; never quotes the text
  static List<Block> read(String text) {
    List<Block> blocks = new ArrayList<>();
    String rest = text.strip();
    Matcher matcher = BLOCK.matcher(rest);
    int end = 0;
    while (matcher.region(end, rest.length()).lookingAt()) {
      String digits = matcher.group(2).replaceAll("[\r\n]", "");
      blocks.add(new Block(matcher.group(1), Base64.getDecoder().decode(digits)));
      end = matcher.end();
    }
    if (end != rest.length()) {
      throw new IllegalArgumentException("text that is not a PEM block");
    }
    return blocks;
  }

  /// The bytes of the one block that the text must consist of.
  ///
  /// @throws IllegalArgumentException if it does not
  static byte[] only(String label, String text) {
    List<Block> blocks = read(text);
    if (blocks.size() != 1 || !blocks.getFirst().label.equals(label)) {
      throw new IllegalArgumentException("not exactly one PEM block " + label);
    }
    return blocks.getFirst().der;
  }
}
