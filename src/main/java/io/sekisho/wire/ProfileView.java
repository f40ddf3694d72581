package io.sekisho.wire;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A trusted profile as shown.
public record ProfileView(
    String id,
    String crn,
    String name,
    String account,
    String description,
    List<Link> links,
    List<Rule> rules,
    Instant createdAt,
    Instant modifiedAt)
    implements View {
  public ProfileView {
    links = List.copyOf(links);
    rules = List.copyOf(rules);
  }

  /// A link to one compute resource.
  ///
  /// @param compute its name
  /// @param crType `VSI` or `BMS`
  public record Link(
      String id, String name, String compute, String crType, String crn, Instant createdAt) {}

  /// The body of `POST /sekisho/v1/trusted_profiles/{…}/links`.
  ///
  /// @param compute id, name or `account/name` of an instance or bare metal server of the profile's
  ///   account
  public record LinkRequest(String compute, Optional<String> name) {}

  /// A claim rule.
  public record Rule(String id, String name, String crType, List<Condition> conditions) {
    public Rule {
      conditions = List.copyOf(conditions);
    }
  }

  /// One comparison of a claim with a value.
  public record Condition(String claim, String operator, String value) {}
}
