package io.sekisho.openapi;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sekisho.web.Shape;
import io.sekisho.wire.Errors;
import io.sekisho.wire.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON Schemas of the types that bodies are read as and made of, by their components: what is
/// `Optional` may be missing, and of what callers send lists, too, and nothing more may be there.
final class Schemas {
  private final Set<Class<?>> sent = new HashSet<>();
  private final Map<String, ObjectNode> components = new TreeMap<>();
  private final Map<String, Class<?>> owners = new HashMap<>();

  /// @param bodies what callers send
  Schemas(List<Shape> bodies) {
    Deque<Type> open = new ArrayDeque<>();
    for (Shape body : bodies) {
      if (body instanceof Shape.Of(Class<?> type)) {
        open.add(type);
      }
    }
    while (!open.isEmpty()) {
      Type type = open.remove();
      if (type instanceof ParameterizedType of) {
        open.addAll(Arrays.asList(of.getActualTypeArguments()));
      } else if (type instanceof Class<?> record && record.isRecord() && sent.add(record)) {
        for (RecordComponent component : record.getRecordComponents()) {
          open.add(component.getGenericType());
        }
      }
    }
  }

  /// All that was referred to.
  ObjectNode components() {
    ObjectNode all = Json.mapper().createObjectNode();
    components.forEach(all::set);
    return all;
  }

  ObjectNode of(Shape shape) {
    return switch (shape) {
      case Shape.Of(Class<?> type) -> of(type);
      case Shape.Several(Class<?> type) -> array(type);
      case Shape.Members(Map<String, Shape> members) -> {
        ObjectNode object = ofType("object");
        ObjectNode properties = object.putObject("properties");
        members.forEach((name, each) -> properties.set(name, of(each)));
        yield object;
      }
      case Shape.Nothing _, Shape.Media _ -> Json.mapper().createObjectNode();
    };
  }

  /// What a form of refusals is called.
  static String name(Shape form) {
    return form instanceof Shape.Of(Class<?> type) ? name(type) : "Token";
  }

  /// A class's own name, and before it, where it does not say so, that of what it belongs to.
  private static String name(Class<?> type) {
    Optional<Class<?>> around = Optional.ofNullable(type.getEnclosingClass());
    String own = type.getSimpleName();
    if (type == Errors.class || around.isEmpty()) {
      return own;
    }
    String owner = name(around.get()).replaceFirst("(Routes|Answers)$", "");
    if (owner.isEmpty()) {
      owner = room(type);
    }
    return own.contains(owner) ? own : owner + own;
  }

  /// `Iam` of a type in room `iamapi`.
  private static String room(Class<?> type) {
    String room = type.getPackageName().replaceFirst(".*\\.", "").replaceFirst("api$", "");
    return room.substring(0, 1).toUpperCase(Locale.ROOT) + room.substring(1);
  }

  private ObjectNode of(Type type) {
    return switch (type) {
      case ParameterizedType generic -> generic(generic);
      case Class<?> plain -> plain(plain);
      default -> Json.mapper().createObjectNode();
    };
  }

  private ObjectNode generic(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] of = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return of(of[0]);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return array(of[0]);
    }
    if (Map.class.isAssignableFrom(raw)) {
      ObjectNode map = ofType("object");
      map.set("additionalProperties", of(of[1]));
      return map;
    }
    throw new IllegalArgumentException("no schema for " + type);
  }

  private ObjectNode array(Type of) {
    ObjectNode array = ofType("array");
    array.set("items", of(of));
    return array;
  }

  private ObjectNode plain(Class<?> type) {
    if (type.isRecord()) {
      return reference(type);
    }
    if (type.isEnum()) {
      ObjectNode words = ofType("string");
      ArrayNode values = words.putArray("enum");
      for (Object value : type.getEnumConstants()) {
        values.add(Json.mapper().valueToTree(value));
      }
      return words;
    }
    return switch (type.getName()) {
      case "java.lang.String" -> ofType("string");
      case "java.time.Instant" -> ofType("string").put("format", "date-time");
      case "int", "java.lang.Integer" -> ofType("integer").put("format", "int32");
      case "long", "java.lang.Long" -> ofType("integer").put("format", "int64");
      case "boolean", "java.lang.Boolean" -> ofType("boolean");
      case "java.util.Map" -> ofType("object");
      default -> Json.mapper().createObjectNode();
    };
  }

  private ObjectNode reference(Class<?> type) {
    String name = name(type);
    Class<?> before = owners.putIfAbsent(name, type);
    if (before == null) {
      components.put(name, Json.mapper().createObjectNode());
      components.put(name, component(type));
    } else if (before != type) {
      throw new IllegalArgumentException("two records are called " + name);
    }
    return Json.mapper().createObjectNode().put("$ref", "#/components/schemas/" + name);
  }

  private ObjectNode component(Class<?> type) {
    ObjectNode object = record(type);
    if (Arrays.stream(type.getDeclaredMethods()).noneMatch(Schemas::readsText)) {
      return object;
    }
    ObjectNode either = Json.mapper().createObjectNode();
    either.putArray("anyOf").add(ofType("string")).add(object);
    return either;
  }

  /// Whether a text alone may stand for the record.
  private static boolean readsText(java.lang.reflect.Method method) {
    JsonCreator creator = method.getAnnotation(JsonCreator.class);
    return creator != null && creator.mode() == JsonCreator.Mode.DELEGATING;
  }

  private ObjectNode record(Class<?> type) {
    ObjectNode object = ofType("object");
    ArrayNode required = Json.mapper().createArrayNode();
    ObjectNode properties = object.putObject("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      String member = member(component);
      properties.set(member, of(component.getGenericType()));
      boolean list = Collection.class.isAssignableFrom(component.getType());
      if (component.getType() != Optional.class && !(list && sent.contains(type))) {
        required.add(member);
      }
    }
    if (!required.isEmpty()) {
      object.set("required", required);
    }
    if (sent.contains(type)) {
      object.put("additionalProperties", false);
    }
    return object;
  }

  /// What a component is called in JSON.
  private static String member(RecordComponent component) {
    JsonProperty other = component.getAccessor().getAnnotation(JsonProperty.class);
    return other == null ? snake(component.getName()) : other.value();
  }

  private static String snake(String name) {
    return name.replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT);
  }

  private static ObjectNode ofType(String type) {
    return Json.mapper().createObjectNode().put("type", type);
  }
}
