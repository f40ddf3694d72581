package io.sekisho.governance;

import io.sekisho.iam.Stamps;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import java.util.List;

/// A configuration rule. It binds where it is attached, and nowhere else.
///
/// @param identity its id is `rule-` and a UUID
/// @param required what has to be true of every target
/// @param attributes what else has to be true of something for it to be a target
/// @param disallow whether what would break it is refused, and not only listed
public record ConfigRule(
    Identity identity,
    String description,
    TargetKind target,
    List<Condition> attributes,
    Required required,
    boolean disallow,
    List<String> labels,
    List<Attachment> attachments,
    Stamps stamps)
    implements Resource {
  public ConfigRule {
    attributes = List.copyOf(attributes);
    labels = List.copyOf(labels);
    attachments = List.copyOf(attachments);
  }

  /// What rules can be about.
  public enum TargetKind {
    INSTANCE("is.instance", "instance"),
    BARE_METAL_SERVER("is.bare-metal-server", "bare-metal-server");

    private final String service;
    private final String kind;

    TargetKind(String service, String kind) {
      this.service = service;
      this.kind = kind;
    }

    /// IBM's `service_name`.
    public String service() {
      return service;
    }

    /// IBM's `resource_kind`.
    public String kind() {
      return kind;
    }
  }

  /// What has to be true: of all groups at least one condition each.
  ///
  /// @param groups joined by "and", the conditions of each by "or"
  public record Required(String description, List<AnyOf> groups) {
    public Required {
      groups = List.copyOf(groups);
    }
  }

  /// Conditions of which one is enough.
  public record AnyOf(List<Condition> conditions) {
    public AnyOf {
      conditions = List.copyOf(conditions);
    }
  }

  /// @param value empty for operators that compare with nothing
  public record Condition(Property property, Operator operator, String value) {}

  /// Where a rule binds.
  ///
  /// @param id `attachment-` and a UUID
  public record Attachment(String id, Scope included, List<Scope> excluded) {
    public Attachment {
      excluded = List.copyOf(excluded);
    }
  }

  /// An account or one of its resource groups.
  ///
  /// @param id of the account, or of the resource group
  public record Scope(ScopeType type, String id, String note) {}

  /// What a scope is.
  public enum ScopeType {
    ACCOUNT("account"),
    RESOURCE_GROUP("account.resource_group");

    private final String wireName;

    ScopeType(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }
}
