package io.sekisho.document;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads what [Codec] wrote. Every start waits for this: a mapper would spend a tenth of a second
/// on learning the records, and keep each text as often as it occurs.
final class RecordReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern HUMP = Pattern.compile("[A-Z]");

  /// Learned once: documents are read one by one, too.
  private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

  private final Map<Class<?>, Function<String, ?>> texts = new HashMap<>();
  private final Map<String, String> strings = new HashMap<>();

  /// How a record is made.
  ///
  /// @param places of its members by their name in the document
  private record Shape(Constructor<?> constructor, Map<String, Integer> places, List<Type> types) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Map<String, Integer> places = new HashMap<>();
      for (RecordComponent component : components) {
        places.put(snake(component.getName()), places.size());
      }
      try {
        return new Shape(
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new)),
            places,
            Arrays.stream(components).map(RecordComponent::getGenericType).toList());
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e);
      }
    }

    /// What its members are until the document says: what is optional and lists may stay away, as
    /// they do in documents older than the member.
    @Nullable Object[] absent() {
      return types.stream().map(Shape::absent).toArray();
    }

    private static @Nullable Object absent(Type type) {
      if (!(type instanceof ParameterizedType)) {
        return null;
      }
      return isOptional(type) ? Optional.empty() : List.of();
    }
  }

  /// @param texts the types that are kept as text, each with what reads it
  RecordReader(Map<Class<?>, Function<String, ?>> texts) {
    this.texts.putAll(texts);
    this.texts.put(Instant.class, Instant::parse);
    this.texts.put(String.class, text -> strings.computeIfAbsent(text, Function.identity()));
  }

  /// @throws IllegalStateException if the document is not such a record
  Object read(Class<?> type, String document) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), document)) {
      parser.nextToken();
      Object read = value(type, parser);
      if (parser.nextToken() != null) {
        throw new IllegalStateException("more than one value");
      }
      return read;
    }
  }

  private Object value(Type type, JsonParser parser) {
    if (type instanceof ParameterizedType generic) {
      Type each = generic.getActualTypeArguments()[0];
      return isOptional(type) ? Optional.of(value(each, parser)) : list(each, parser);
    }
    return plain((Class<?>) type, parser);
  }

  private static boolean isOptional(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
  }

  private List<Object> list(Type each, JsonParser parser) {
    expect(JsonToken.START_ARRAY, parser);
    List<Object> all = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      all.add(value(each, parser));
    }
    return all;
  }

  private Object plain(Class<?> type, JsonParser parser) {
    Function<String, ?> text = texts.get(type);
    if (text != null || type.isEnum()) {
      expect(JsonToken.VALUE_STRING, parser);
      return text != null ? text.apply(parser.getString()) : constant(type, parser.getString());
    } else if (type == int.class || type == Integer.class) {
      return parser.getIntValue();
    } else if (type == long.class || type == Long.class) {
      return parser.getLongValue();
    } else if (type == boolean.class) {
      return parser.getBooleanValue();
    }
    if (type.isSealed()) {
      return alternative(type, parser);
    }
    return composed(SHAPES.computeIfAbsent(type, Shape::of), parser);
  }

  /// One of a sealed type's records, in an object whose one member is named as the record is.
  private Object alternative(Class<?> type, JsonParser parser) {
    expect(JsonToken.START_OBJECT, parser);
    parser.nextToken();
    Class<?> which = alternative(type, parser.currentName());
    parser.nextToken();
    Object value = composed(SHAPES.computeIfAbsent(which, Shape::of), parser);
    parser.nextToken();
    expect(JsonToken.END_OBJECT, parser);
    return value;
  }

  private static Class<?> alternative(Class<?> type, String name) {
    return alternatives(type)
        .filter(each -> each.getSimpleName().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no such " + type.getSimpleName() + ": " + name));
  }

  private static Stream<Class<?>> alternatives(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(RecordReader::alternatives)
        : Stream.of(type);
  }

  private Object composed(Shape shape, JsonParser parser) {
    expect(JsonToken.START_OBJECT, parser);
    @Nullable Object[] values = shape.absent();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Integer place = shape.places.get(parser.currentName());
      if (place == null) {
        throw new IllegalStateException("unknown member " + parser.currentName());
      }
      parser.nextToken();
      values[place] = value(shape.types.get(place), parser);
    }
    if (Arrays.asList(values).contains(null)) {
      throw new IllegalStateException("not all members are there");
    }
    try {
      return shape.constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("not a record: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalStateException("no such " + type.getSimpleName() + ": " + name);
  }

  private static void expect(JsonToken token, JsonParser parser) {
    if (parser.currentToken() != token) {
      throw new IllegalStateException(parser.currentToken() + " in place of " + token);
    }
  }

  private static String snake(String name) {
    return HUMP.matcher(name).replaceAll(hump -> "_" + hump.group().toLowerCase(Locale.ROOT));
  }
}
