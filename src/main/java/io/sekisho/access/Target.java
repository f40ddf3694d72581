package io.sekisho.access;

import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.permission.Catalogue;
import io.sekisho.permission.Proposal;
import io.sekisho.permission.Proposal.Said;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The resources that a policy is about, as something that others can be permitted to do something
/// with.
final class Target {
  /// Longer than any value may be: met by nobody whose own policy is about certain values.
  private static final String SEVERAL = "\uFFFF".repeat(1001);

  private static final Set<String> SCOPE =
      Set.of("accountId", "serviceName", "serviceType", "service_group_id");

  private Target() {}

  static Map<String, String> of(Terms terms) {
    return of(terms.resource().stream().map(Target::said));
  }

  static Map<String, String> of(Proposal proposal) {
    return of(proposal.resource().stream());
  }

  /// What whoever grants something on these resources has to be permitted it on: on those that have
  /// no more attributes than the policy asks for, and on those that have all there are. Whoever has
  /// only what lacks an attribute, or only what has one, may not grant both.
  static List<Map<String, String>> both(Terms terms) {
    return both(terms.resource().stream().map(Target::said).toList());
  }

  static List<Map<String, String>> both(Proposal proposal) {
    return both(proposal.resource());
  }

  private static List<Map<String, String>> both(List<Said> conditions) {
    Map<String, String> least = of(conditions.stream());
    Map<String, String> most = new TreeMap<>(least);
    Catalogue catalogue = Catalogue.standard();
    String service = least.getOrDefault("serviceName", "");
    catalogue.service(service).orElse(catalogue.everywhere()).attributes().stream()
        .filter(key -> !SCOPE.contains(key))
        .filter(key -> conditions.stream().noneMatch(said -> said.key().equals(key)))
        .forEach(key -> most.put(key, SEVERAL));
    return List.of(least, most);
  }

  /// What every one of these resources has. Where a policy takes several values of an attribute, or
  /// a pattern, whoever may grant only one of them may not grant all.
  private static Map<String, String> of(Stream<Said> conditions) {
    Map<String, String> all = new TreeMap<>();
    for (Said said : conditions.toList()) {
      boolean equals = said.operator().isEmpty() || said.operator().equals("stringEquals");
      if (equals && said.values().size() == 1) {
        all.put(said.key(), said.values().getFirst());
      } else if (!isAbsence(said)) {
        all.put(said.key(), SEVERAL);
      }
    }
    boolean services =
        all.containsKey("serviceName")
            || all.containsKey("serviceType")
            || all.containsKey("service_group_id");
    if (!services) {
      // Whatever is in a resource group is of some service that is not of the platform.
      all.put("serviceType", "service");
    }
    return all;
  }

  private static boolean isAbsence(Said said) {
    return said.operator().equals("stringExists") && said.values().equals(List.of("false"));
  }

  private static Said said(Condition condition) {
    return new Said(condition.key(), condition.operator().wireName(), condition.values(), false);
  }
}
