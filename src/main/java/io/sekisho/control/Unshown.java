package io.sekisho.control;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// The names of members that differ between two records of one type, such as
/// `initialization.user_data`: never a value, for a guest's secrets are among them.
final class Unshown {
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
