package io.sekisho.web;

import io.sekisho.problem.Code;
import io.sekisho.problem.Nearest;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.wire.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/// JSON bodies to `wire` records and back. Reading is strict: what would silently be dropped or
/// bent into another type is refused by name.
public final class Documents {
  private static final JsonMapper STRICT =
      Json.mapper()
          .rebuild()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              texts ->
                  texts
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  /// How the library says that an object has a member twice.
  private static final Pattern TWICE = Pattern.compile("^Duplicate [^\"']*([\"'].{1,100}[\"'])");

  /// How many members are told to whoever named another one.
  private static final int FEW = 8;

  private Documents() {}

  public static byte[] json(Object value) {
    return Json.mapper().writeValueAsBytes(value);
  }

  /// Reads a whole body as a record; `null` is no value.
  ///
  /// @param required the members without which there is nothing to do
  public static <T> Outcome<T> read(byte[] body, Class<T> type, String... required) {
    return object(body)
        .then(
            tree -> record(tree, type, "can't be null: leave it out or give it a value", required));
  }

  /// What a merge-patch (RFC 7386) says.
  ///
  /// @param value the members that are given a value
  /// @param removed the names of members that are to go, with dots for what lies deeper
  public record Merge<T>(T value, Set<String> removed) {}

  /// Reads a merge-patch as a record.
  ///
  /// @param removable the members that `null` removes; every other `null` is refused
  public static <T> Outcome<Merge<T>> merge(byte[] body, Class<T> type, Set<String> removable) {
    return object(body)
        .then(
            tree -> {
              Set<String> removed = new TreeSet<>();
              removable.forEach(path -> remove((ObjectNode) tree, path, path, removed));
              return record(tree, type, "can't be removed: give it a value")
                  .map(value -> new Merge<>(value, removed));
            });
  }

  private static void remove(ObjectNode tree, String path, String whole, Set<String> removed) {
    int dot = path.indexOf('.');
    JsonNode member = tree.get(dot < 0 ? path : path.substring(0, dot));
    if (dot >= 0 && member instanceof ObjectNode below) {
      remove(below, path.substring(dot + 1), whole, removed);
    } else if (dot < 0 && member != null && member.isNull()) {
      tree.remove(path);
      removed.add(whole);
    }
  }

  private static Outcome<JsonNode> object(byte[] body) {
    try {
      JsonNode tree = STRICT.readTree(body);
      return tree.isObject()
          ? Outcome.of(tree)
          : Outcome.refuse(Problem.of(Code.INVALID_REQUEST, "Send a JSON object."));
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      Matcher twice = TWICE.matcher(String.valueOf(e.getOriginalMessage()));
      String place =
          (twice.find() ? "member %s is there twice, ".formatted(twice.group(1)) : "")
              + "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
      return Outcome.refuse(
          Problem.of(Code.INVALID_REQUEST, "The body is not one JSON document: " + place + "."));
    }
  }

  /// @param ofNull what is the matter with a member that is `null`
  private static <T> Outcome<T> record(
      JsonNode tree, Class<T> type, String ofNull, String... required) {
    Optional<String> removed = nullMember(tree, "");
    if (removed.isPresent()) {
      return Outcome.refuse(
          Problem.of(Code.INVALID_VALUE, removed.get() + " " + ofNull + ".")
              .field(removed.get(), "null"));
    }
    try {
      T value = STRICT.treeToValue(tree, type);
      for (String name : required) {
        if (!tree.has(name)) {
          return missing(name);
        }
      }
      return Missing.in(value).map(Documents::<T>missing).orElseGet(() -> Outcome.of(value));
    } catch (JacksonException e) {
      return Outcome.refuse(problem(e));
    }
  }

  private static <T> Outcome<T> missing(String path) {
    return Outcome.refuse(Problem.of(Code.MISSING_FIELD, "Give " + path + ".").field(path));
  }

  private static Optional<String> nullMember(JsonNode object, String path) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      Optional<String> below = nothing(member.getValue(), path + member.getKey());
      if (below.isPresent()) {
        return below;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> nothing(JsonNode value, String here) {
    if (value.isNull()) {
      return Optional.of(here);
    }
    if (value.isArray()) {
      return value.values().stream()
          .flatMap(each -> nothing(each, here + "[]").stream())
          .findFirst();
    }
    return nullMember(value, here + ".");
  }

  private static Problem problem(JacksonException e) {
    String path = path(e);
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          Problem.of(Code.UNKNOWN_FIELD, "There is no member " + path + "." + question(unknown))
              .field(path);
      default ->
          Problem.of(Code.INVALID_VALUE, path + " has a value of the wrong type" + wanted(e) + ".")
              .field(path);
    };
  }

  private static String wanted(JacksonException e) {
    if (!(e instanceof MismatchedInputException mismatch) || mismatch.getTargetType() == null) {
      return "";
    }
    Class<?> type = mismatch.getTargetType();
    if (type == String.class) {
      return ": give a text";
    }
    if (type == Boolean.class || type == boolean.class) {
      return ": give true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return ": give a number, without quotes";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return ": give a list";
    }
    return type.isRecord() ? ": give an object" : "";
  }

  /// The nearest one, or all where they are few.
  private static String question(UnrecognizedPropertyException unknown) {
    List<String> known =
        unknown.getKnownPropertyIds().stream().map(Object::toString).sorted().toList();
    String nearest = Nearest.question(unknown.getPropertyName(), known);
    return nearest.isEmpty() && !known.isEmpty() && known.size() <= FEW
        ? " Give one of " + String.join(", ", known) + "."
        : nearest;
  }

  private static String path(JacksonException e) {
    List<JacksonException.Reference> path = e.getPath();
    return path.stream()
        .map(
            step ->
                step.getPropertyName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getPropertyName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }
}
