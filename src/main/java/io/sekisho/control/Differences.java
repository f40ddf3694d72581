package io.sekisho.control;

import io.sekisho.wire.Applied.Difference;
import io.sekisho.wire.Json;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What an update made different, member by member: from the two views, which have no secrets, and
/// below them from the names of what no view shows.
final class Differences {
  private static final int MOST = 20;
  private static final int VALUE = 64;

  /// Follows from every other change.
  private static final Set<String> IMPLIED = Set.of("modified_at");

  /// What people call an element of a list by, the best first.
  private static final List<String> LABELS = List.of("compute", "name", "id");

  private final List<Difference> found = new ArrayList<>();

  private Differences() {}

  /// @param before the resource as shown before, and its record of room `vpc` or `iam`
  static List<Difference> between(Object before, Object was, Object after, Object is) {
    Differences differences = new Differences();
    differences.objects(
        "",
        Json.mapper().<JsonNode>valueToTree(before),
        Json.mapper().<JsonNode>valueToTree(after));
    Unshown.between(was, is).stream()
        .filter(name -> !differences.cover(name))
        .forEach(name -> differences.add(name, Optional.empty(), Optional.empty()));
    return differences.bounded();
  }

  private List<Difference> bounded() {
    if (found.size() <= MOST) {
      return found;
    }
    List<Difference> first = new ArrayList<>(found.subList(0, MOST));
    String more = "and %d more".formatted(found.size() - MOST);
    first.add(new Difference(more, Optional.empty(), Optional.empty()));
    return first;
  }

  /// Whether a member that the record calls so is told of already, as the view calls it.
  private boolean cover(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return IMPLIED.contains(last)
        || found.stream().anyMatch(each -> each.member().replace('.', '_').contains(last));
  }

  private void values(String path, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      objects(path + ".", before, after);
    } else if (before.isArray() && after.isArray()) {
      lists(path, elements(before), elements(after));
    } else if (!IMPLIED.contains(path)) {
      add(path, text(before), text(after));
    }
  }

  private void objects(String prefix, JsonNode before, JsonNode after) {
    Set<String> names = new LinkedHashSet<>(before.propertyNames());
    names.addAll(after.propertyNames());
    names.forEach(name -> values(prefix + name, before.path(name), after.path(name)));
  }

  /// Elements that came and went, then what became of those that stayed.
  private void lists(String path, Map<String, JsonNode> before, Map<String, JsonNode> after) {
    Optional<String> gone = labels(before, after.keySet());
    Optional<String> come = labels(after, before.keySet());
    if (gone.isPresent() || come.isPresent()) {
      add(path, gone, come);
    } else if (before.equals(after)) {
      add(path, Optional.empty(), Optional.empty());
    }
    before.forEach(
        (key, was) -> {
          JsonNode is = after.get(key);
          if (is != null) {
            values(path + "." + label(is), was, is);
          }
        });
  }

  /// By what tells them apart: the id, or all that they are.
  private static Map<String, JsonNode> elements(JsonNode list) {
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    list.values().forEach(each -> elements.put(each.path("id").asString(each.toString()), each));
    return elements;
  }

  private static Optional<String> labels(Map<String, JsonNode> of, Set<String> without) {
    String labels =
        of.entrySet().stream()
            .filter(each -> !without.contains(each.getKey()))
            .map(each -> label(each.getValue()))
            .collect(Collectors.joining(" "));
    return labels.isEmpty() ? Optional.empty() : Optional.of(cut(labels));
  }

  private static String label(JsonNode element) {
    return Stream.concat(
            LABELS.stream().map(name -> element.path(name).asString("")), text(element).stream())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private void add(String member, Optional<String> before, Optional<String> after) {
    found.add(new Difference(member, before, after));
  }

  private static Optional<String> text(JsonNode value) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(cut(value.isValueNode() ? value.asString() : value.toString()));
  }

  private static String cut(String text) {
    return text.length() <= VALUE ? text : text.substring(0, VALUE) + "…";
  }

  /// The names of members that differ between two records of one type, such as
  /// `initialization.user_data`: never a value, for a guest's secrets are among them.
  private static final class Unshown {
    private Unshown() {}

    /// Members of members are told one by one, whatever lies deeper by the member that it is in.
    static List<String> between(Object before, Object after) {
      return members(before, after)
          .flatMap(
              member ->
                  member.isRecord()
                      ? members(member.before, member.after).map(it -> member.name + "." + it.name)
                      : Stream.of(member.name))
          .toList();
    }

    private record Member(String name, Object before, Object after) {
      boolean isRecord() {
        return before instanceof Record && before.getClass() == after.getClass();
      }
    }

    private static Stream<Member> members(Object before, Object after) {
      return Stream.of(before.getClass().getRecordComponents())
          .map(it -> new Member(snake(it.getName()), value(it, before), value(it, after)))
          .filter(member -> !member.before.equals(member.after));
    }

    private static Object value(RecordComponent component, Object of) {
      try {
        return Objects.requireNonNull(component.getAccessor().invoke(of));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a record's members can be read", e);
      }
    }

    private static String snake(String name) {
      return name.replaceAll("(?<=[a-z])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
  }
}
