package io.sekisho.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request's body: a JSON object whatever its content type says (IBM's own curl examples send it
/// as a form), or nothing, which means the same as `{}`.
///
/// @param path what comes before a member's name in a refusal's target, such as `trusted_profile.`
record Body(JsonNode json, String path) {
  private static final int MAX_NESTING = 8;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Reads the object; members other than these are refused.
  static Outcome<Body> parse(byte[] bytes, String... members) {
    if (bytes.length == 0) {
      return Outcome.of(new Body(JSON.createObjectNode(), ""));
    }
    try {
      expectUtf8(bytes);
      // Of a text in place of bytes, Jackson takes some letters for hexadecimal digits in an
      // escape.
      return new Body(JSON.readTree(bytes), "").only(members);
    } catch (JacksonException | CharacterCodingException e) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_REQUEST, "The body has to be a JSON object.")
              .detail(e.getClass().getSimpleName()));
    }
  }

  /// A whole number within bounds; neither a fraction nor digits in quotes.
  Outcome<Integer> integer(String name, int min, int max, int otherwise) {
    JsonNode value = json.path(name);
    if (value.isMissingNode()) {
      return Outcome.of(otherwise);
    }
    if (value.isIntegralNumber()
        && value.canConvertToInt()
        && value.intValue() >= min
        && value.intValue() <= max) {
      return Outcome.of(value.intValue());
    }
    return invalid(
        name, "%s has to be a whole number from %d to %d.".formatted(path + name, min, max));
  }

  /// A string of 1 to so many characters, if there is one.
  Outcome<Optional<String>> text(String name, int maxLength) {
    JsonNode value = json.path(name);
    if (value.isMissingNode()) {
      return Outcome.of(Optional.empty());
    }
    if (value.isString() && isSound(value.asString(), maxLength)) {
      return Outcome.of(Optional.of(value.asString()));
    }
    return invalid(
        name, "%s has to be a string of 1 to %d characters.".formatted(path + name, maxLength));
  }

  /// An object within this one, if there is one; members other than these are refused.
  Outcome<Optional<Body>> object(String name, String... members) {
    JsonNode value = json.path(name);
    return value.isMissingNode()
        ? Outcome.of(Optional.empty())
        : new Body(value, path + name + ".").only(members).map(Optional::of);
  }

  /// UTF-8 and nothing else (RFC 8259 section 8.1). Left to itself, the parser would also read
  /// UTF-16 and UTF-32, which it tells by their NULs, a byte order mark, and the same letter in
  /// more bytes than it needs: a second reading for whatever stands before it.
  private static void expectUtf8(byte[] bytes) throws CharacterCodingException {
    String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    if (text.startsWith("\ufeff") || text.indexOf(0) >= 0) {
      throw new MalformedInputException(1);
    }
  }

  private Outcome<Body> only(String... members) {
    if (!json.isObject()) {
      return Outcome.refuse(Problem.of(Code.INVALID_REQUEST, "The body has to be a JSON object."));
    }
    List<String> known = List.of(members);
    Optional<String> stranger =
        json.propertyNames().stream().filter(name -> !known.contains(name)).findFirst();
    if (stranger.isEmpty()) {
      return Outcome.of(this);
    }
    String choice = known.stream().map(name -> path + name).collect(Collectors.joining(", "));
    return Outcome.refuse(
        Problem.of(Code.UNKNOWN_FIELD, "The body may have these members only: " + choice + ".")
            .field(path + clip(stranger.get())));
  }

  /// Half a surrogate pair is no character: it would come back as another one than was sent.
  private static boolean isSound(String text, int maxLength) {
    return !text.isEmpty() && text.length() <= maxLength && UTF_8.newEncoder().canEncode(text);
  }

  private <T> Outcome<T> invalid(String name, String message) {
    String value = json.path(name).isValueNode() ? json.path(name).asString() : "…";
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).field(path + name, clip(value)));
  }

  private static String clip(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }
}
