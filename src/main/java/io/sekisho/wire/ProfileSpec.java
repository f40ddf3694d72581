package io.sekisho.wire;

import java.util.List;
import java.util.Optional;

/// A trusted profile as declared.
public record ProfileSpec(
    String name, Optional<String> description, List<LinkSpec> links, List<RuleSpec> rules) {

  /// A link to a compute resource of the account, by its name.
  public record LinkSpec(String compute, Optional<String> name) {}

  /// A claim rule: every compute resource that meets all conditions may assume the profile.
  public record RuleSpec(
      Optional<String> name, Optional<String> crType, List<ConditionSpec> conditions) {}

  /// One comparison of a claim with a value.
  public record ConditionSpec(String claim, String operator, String value) {}
}
