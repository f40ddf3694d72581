package io.sekisho.complianceapi;

import io.sekisho.compliance.ConfigRules.Place;
import io.sekisho.compliance.ConfigRules.Said;
import io.sekisho.governance.ConfigRule;
import io.sekisho.governance.ConfigRule.ScopeType;
import io.sekisho.governance.ConfigRule.TargetKind;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.annotation.JsonDeserialize;

/// The bodies of configuration rules on the wire, read and shown.
final class Bodies {
  private static final int LONGEST_NAME = 32;
  private static final int LONGEST_TEXT = 256;
  private static final int LONGEST_LABEL = 64;
  private static final int MOST_LABELS = 32;
  private static final int MOST_EXCLUDED = 20;
  private static final String DISALLOW = "disallow";
  private static final String AUDIT = "audit_log";

  private Bodies() {}

  /// What something has to be for a rule to be about it.
  record Attribute(
      String name,
      String operator,
      @JsonDeserialize(contentUsing = NumberAsText.class) Optional<String> value) {}

  /// What a rule is about.
  record Target(
      String serviceName,
      String resourceKind,
      Optional<List<Attribute>> additionalTargetAttributes) {}

  /// What comes of breaking a rule.
  record Enforcement(String action) {}

  /// A rule as somebody writes one.
  record RuleBody(
      Optional<String> accountId,
      String name,
      Optional<String> description,
      Optional<String> ruleType,
      Target target,
      Config requiredConfig,
      Optional<List<Enforcement>> enforcementActions,
      Optional<List<String>> labels) {
    Outcome<Said> read() {
      String words = description.orElse("");
      if (name.isBlank() || name.length() > LONGEST_NAME) {
        return invalid("name", "A rule's name has 1 to %d characters.".formatted(LONGEST_NAME));
      }
      if (words.length() > LONGEST_TEXT) {
        return invalid("description", "At most %d characters.".formatted(LONGEST_TEXT));
      }
      List<String> marks = labels.orElse(List.of());
      if (marks.size() > MOST_LABELS
          || marks.stream().anyMatch(it -> it.length() > LONGEST_LABEL)) {
        return invalid(
            "labels", "At most %d labels of %d characters.".formatted(MOST_LABELS, LONGEST_LABEL));
      }
      return kind(target)
          .then(
              kind ->
                  attributes(target)
                      .then(
                          attributes ->
                              requiredConfig
                                  .read()
                                  .then(
                                      required ->
                                          disallow()
                                              .map(
                                                  disallow ->
                                                      new Said(
                                                          name,
                                                          words,
                                                          kind,
                                                          attributes,
                                                          required,
                                                          disallow,
                                                          marks)))));
    }

    private Outcome<Boolean> disallow() {
      List<String> actions =
          enforcementActions.orElse(List.of()).stream().map(Enforcement::action).toList();
      return List.of(DISALLOW, AUDIT).containsAll(actions)
          ? Outcome.of(actions.contains(DISALLOW))
          : invalid("enforcement_actions", "An action is disallow or audit_log.");
    }
  }

  private static Outcome<TargetKind> kind(Target target) {
    return Arrays.stream(TargetKind.values())
        .filter(it -> it.service().equals(target.serviceName()))
        .filter(it -> it.kind().equals(target.resourceKind()))
        .findFirst()
        .map(Outcome::of)
        .orElseGet(
            () ->
                invalid(
                    "target",
                    "Rules are about "
                        + Arrays.stream(TargetKind.values())
                            .map(it -> it.service() + " " + it.kind())
                            .collect(Collectors.joining(" and "))
                        + "."));
  }

  private static Outcome<List<ConfigRule.Condition>> attributes(Target target) {
    List<Attribute> all = target.additionalTargetAttributes().orElse(List.of());
    if (all.size() > Config.MOST) {
      return invalid("additional_target_attributes", "At most %d of them.".formatted(Config.MOST));
    }
    return Outcome.all(
        all,
        it -> Config.condition(Optional.of(it.name()), Optional.of(it.operator()), it.value()));
  }

  /// Where a rule binds, as somebody writes it.
  record ScopeBody(Optional<String> note, String scopeId, String scopeType) {
    static ScopeBody of(ConfigRule.Scope it) {
      return new ScopeBody(some(it.note()), it.id(), it.type().wireName());
    }

    Outcome<ConfigRule.Scope> read() {
      if (note.filter(it -> it.length() > LONGEST_TEXT).isPresent()) {
        return invalid("note", "At most %d characters.".formatted(LONGEST_TEXT));
      }
      return Arrays.stream(ScopeType.values())
          .filter(it -> it.wireName().equals(scopeType))
          .findFirst()
          .map(type -> Outcome.of(new ConfigRule.Scope(type, scopeId, note.orElse(""))))
          .orElseGet(
              () -> invalid("scope_type", "A scope_type is account or account.resource_group."));
    }
  }

  /// An attachment as somebody writes one.
  record AttachmentBody(ScopeBody includedScope, Optional<List<ScopeBody>> excludedScopes) {
    Outcome<Place> read() {
      if (excludedScopes.orElse(List.of()).size() > MOST_EXCLUDED) {
        return invalid("excluded_scopes", "At most %d of them.".formatted(MOST_EXCLUDED));
      }
      return includedScope
          .read()
          .then(
              included ->
                  Outcome.all(excludedScopes.orElse(List.of()), ScopeBody::read)
                      .map(excluded -> new Place(included, excluded)));
    }
  }

  /// A rule as it is shown.
  record Rule(
      String ruleId,
      String accountId,
      String name,
      String description,
      String ruleType,
      Target target,
      Config requiredConfig,
      List<Enforcement> enforcementActions,
      List<String> labels,
      int numberOfAttachments,
      Instant creationDate,
      String createdBy,
      Instant modificationDate,
      String modifiedBy) {
    static Rule of(ConfigRule it) {
      List<Enforcement> actions = new ArrayList<>(List.of(new Enforcement(AUDIT)));
      if (it.disallow()) {
        actions.addFirst(new Enforcement(DISALLOW));
      }
      return new Rule(
          it.id(),
          it.account().value(),
          it.name(),
          it.description(),
          "user_defined",
          new Target(
              it.target().service(),
              it.target().kind(),
              Optional.of(it.attributes().stream().map(Rule::attribute).toList())),
          Config.of(it.required()),
          actions,
          it.labels(),
          it.attachments().size(),
          it.stamps().created().at(),
          it.stamps().created().by(),
          it.stamps().modified().at(),
          it.stamps().modified().by());
    }

    private static Attribute attribute(ConfigRule.Condition it) {
      return new Attribute(it.property().wireName(), it.operator().wireName(), some(it.value()));
    }
  }

  /// An attachment as it is shown.
  record Attachment(
      String attachmentId,
      String ruleId,
      String accountId,
      ScopeBody includedScope,
      List<ScopeBody> excludedScopes) {
    static Attachment of(ConfigRule rule, ConfigRule.Attachment it) {
      return new Attachment(
          it.id(),
          rule.id(),
          rule.account().value(),
          ScopeBody.of(it.included()),
          it.excluded().stream().map(ScopeBody::of).toList());
    }
  }

  static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static <T> Outcome<T> none(String list) {
    return invalid(list, "Give one of " + list + " at least.");
  }

  static <T> Outcome<T> invalid(String field, String message) {
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, message).field(field));
  }
}
