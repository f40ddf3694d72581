package io.sekisho.permission;

import io.sekisho.permission.Roles.OfService;
import io.sekisho.permission.Verdict.Allowed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The policies about one subject, filed so that few of them have to be looked at: by the service
/// they name, and then by an attribute that they want to equal a value.
final class Shelf {
  private final Map<String, Bin> named = new HashMap<>();
  private final Bin wide = new Bin();

  /// @param loose those that want no attribute to equal a value
  /// @param pinned by attribute and value
  private record Bin(List<Grant> loose, Map<String, Map<String, List<Grant>>> pinned) {
    Bin() {
      this(new ArrayList<>(), new HashMap<>());
    }

    void add(Grant grant) {
      grant.attributes().stream()
          .filter(attribute -> attribute.comparison() instanceof Comparison.Same)
          .findFirst()
          .map(
              pin ->
                  pinned
                      .computeIfAbsent(pin.condition().key(), any -> new HashMap<>())
                      .computeIfAbsent(pin.condition().value(), any -> new ArrayList<>()))
          .orElse(loose)
          .add(grant);
    }

    @Nullable Allowed find(Question question, OfService service) {
      Allowed found = first(loose, question, service);
      if (found != null || pinned.isEmpty()) {
        return found;
      }
      for (Map.Entry<String, Map<String, List<Grant>>> pin : pinned.entrySet()) {
        String value = question.resource().get(pin.getKey());
        List<Grant> grants = value == null ? null : pin.getValue().get(value);
        if (grants != null) {
          found = first(grants, question, service);
          if (found != null) {
            return found;
          }
        }
      }
      return null;
    }

    private static @Nullable Allowed first(
        List<Grant> grants, Question question, OfService service) {
      for (Grant grant : grants) {
        Allowed allowed = grant.allowed(question, service);
        if (allowed != null) {
          return allowed;
        }
      }
      return null;
    }
  }

  void add(Grant grant) {
    Bin bin =
        grant.scope().breadth() == Grant.Breadth.SERVICE
            ? named.computeIfAbsent(grant.scope().name(), any -> new Bin())
            : wide;
    bin.add(grant);
  }

  /// The first policy that allows it, if any does.
  @Nullable Allowed find(Question question, OfService service) {
    Bin bin = named.get(service.name());
    Allowed found = bin == null ? null : bin.find(question, service);
    return found != null ? found : wide.find(question, service);
  }
}
