package io.sekisho.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds what a body leaves out that its records can't be without, however deep: a component that
/// is neither `Optional` nor given a value by the record itself.
final class Missing {
  private Missing() {}

  /// The path of the first such member, such as `rules[0].rule`.
  static Optional<String> in(Object value) {
    return in(value, "");
  }

  private static Optional<String> in(Object value, String path) {
    return switch (value) {
      case Optional<?> some -> some.flatMap(it -> in(it, path));
      case List<?> list ->
          IntStream.range(0, list.size())
              .mapToObj(i -> in(list.get(i), path + "[" + i + "]"))
              .flatMap(Optional::stream)
              .findFirst();
      case Record it -> {
        for (RecordComponent component : it.getClass().getRecordComponents()) {
          String member = path + (path.isEmpty() ? "" : ".") + name(component);
          Optional<String> found =
              Optional.ofNullable(component(it, component))
                  .map(inner -> in(inner, member))
                  .orElse(Optional.of(member));
          if (found.isPresent()) {
            yield found;
          }
        }
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static @Nullable Object component(Record of, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record hides " + component.getName(), e);
    }
  }

  private static String name(RecordComponent component) {
    JsonProperty other = component.getAccessor().getAnnotation(JsonProperty.class);
    return other == null
        ? component.getName().replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT)
        : other.value();
  }
}
