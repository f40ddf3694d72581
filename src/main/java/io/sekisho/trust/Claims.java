package io.sekisho.trust;

import io.sekisho.vpc.Compute;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What can be said of somebody in a claim rule. Of a compute resource: IBM's claim names of `VSI`,
/// which hold for `BMS` alike, and `account_id` and `crn` as in the identity token.
///
/// IBM's `instance_group_name` is a known name without a value: there are no instance groups here.
final class Claims {
  private static final Set<String> VALUELESS = Set.of("instance_group_name");

  private final Map<String, Claim> all;
  private final Set<String> valueless;

  private Claims(Map<String, Claim> all, Set<String> valueless) {
    this.all = all;
    this.valueless = valueless;
  }

  static Claims of(Subject subject) {
    Compute compute = subject.compute();
    return new Claims(
        Map.of(
            "account_id", Claim.text(subject.account().id().value()),
            "crn", Claim.text(compute.identity().crn().toString()),
            "region", Claim.text(subject.vpc().region()),
            "resource", Claim.text(compute.id()),
            "resource_group_id", Claim.text(compute.identity().resourceGroup()),
            "resource_group_name", Claim.text(subject.resourceGroup()),
            "subnet_id", Claim.array(subnets(compute)),
            "vpc_id", Claim.text(compute.vpc()),
            "zone", Claim.text(compute.zone())),
        VALUELESS);
  }

  /// What an identity provider says of a person.
  static Claims of(Map<String, String> texts, Map<String, List<String>> lists) {
    Map<String, Claim> all = new HashMap<>();
    texts.forEach((name, text) -> all.put(name, Claim.text(text)));
    lists.forEach((name, values) -> all.put(name, Claim.array(List.copyOf(values))));
    return new Claims(Map.copyOf(all), Set.of());
  }

  boolean exists(String name) {
    return all.containsKey(name) || valueless.contains(name);
  }

  /// The claim of that name, if this compute resource has any value for it.
  Optional<Claim> find(String name) {
    return Optional.ofNullable(all.get(name)).filter(claim -> !claim.values().isEmpty());
  }

  private static List<String> subnets(Compute compute) {
    return compute.interfaces().stream().map(NetworkInterface::subnet).distinct().toList();
  }

  /// A claim's values.
  ///
  /// @param array whether it is a list by nature, so that `CONTAINS` means an element, not a part
  ///   of the text (IBM's definition of the operator)
  record Claim(List<String> values, boolean array) {
    static Claim text(String value) {
      return new Claim(value.isBlank() ? List.of() : List.of(value), false);
    }

    static Claim array(List<String> values) {
      return new Claim(values, true);
    }
  }
}
