package io.sekisho.compliance;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.governance.ConfigRule;
import io.sekisho.governance.ConfigRule.Attachment;
import io.sekisho.governance.ConfigRule.Condition;
import io.sekisho.governance.ConfigRule.Required;
import io.sekisho.governance.ConfigRule.Scope;
import io.sekisho.governance.ConfigRule.ScopeType;
import io.sekisho.governance.ConfigRule.TargetKind;
import io.sekisho.guardrail.Guardrails;
import io.sekisho.guardrail.Violation;
import io.sekisho.iam.Stamps;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.ResourceGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Configuration rules and where they are attached.
public final class ConfigRules {
  private static final int MOST = 500;
  private static final int MOST_ATTACHMENTS = 100;

  private final Estate estate;

  public ConfigRules(Estate estate) {
    this.estate = estate;
  }

  /// What somebody says of a rule.
  public record Said(
      String name,
      String description,
      TargetKind target,
      List<Condition> attributes,
      Required required,
      boolean disallow,
      List<String> labels) {}

  /// What somebody says of where a rule binds.
  public record Place(Scope included, List<Scope> excluded) {}

  /// Makes rules, all of them or none.
  public Outcome<List<ConfigRule>> create(Actor actor, List<Said> all) {
    return estate.write(
        actor,
        Action.CONFIG_RULE_CREATE,
        "",
        scene -> all.stream().map(said -> create(scene, actor, said)).toList());
  }

  private static ConfigRule create(Scene scene, Actor actor, Said said) {
    scene.expectRoom(scene.all(ConfigRule.class).size(), MOST, "configuration rules");
    expectOwn(scene, said.name(), "");
    return scene.put(
        new ConfigRule(
            scene.global("compliance", "config-rule", "rule-" + scene.uuid(), said.name()),
            said.description(),
            said.target(),
            said.attributes(),
            said.required(),
            said.disallow(),
            said.labels(),
            List.of(),
            Stamps.created(scene.now(), actor.by().id())));
  }

  public List<ConfigRule> all(Actor actor) {
    return estate.read(actor, holdings -> holdings.all(ConfigRule.class))
            instanceof Outcome.Granted<List<ConfigRule>>(List<ConfigRule> all)
        ? all
        : List.of();
  }

  public Outcome<ConfigRule> get(Actor actor, String id) {
    return estate.read(actor, holdings -> holdings.get(ConfigRule.class, id));
  }

  /// @param seen the entity tag that the caller saw, or `*`
  public Outcome<ConfigRule> update(Actor actor, String id, String seen, Said said) {
    return change(
        actor,
        id,
        Optional.of(seen),
        (scene, before) -> {
          expectOwn(scene, said.name(), id);
          return rule(said, before);
        });
  }

  /// @param id of who is to have the name; of a new rule empty
  private static void expectOwn(Scene scene, String name, String id) {
    if (scene.all(ConfigRule.class).stream()
        .anyMatch(it -> it.name().equals(name) && !it.id().equals(id))) {
      throw Refusal.conflict("Another rule is named %s: choose another name.".formatted(name));
    }
  }

  public Outcome<ConfigRule> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.CONFIG_RULE_DELETE,
        id,
        scene -> {
          ConfigRule rule = scene.get(ConfigRule.class, id);
          scene.delete(rule);
          return rule;
        });
  }

  /// Lets a rule bind in more places.
  public Outcome<List<Attachment>> attach(Actor actor, String id, List<Place> places) {
    List<Attachment> made = new ArrayList<>();
    return estate
        .write(
            actor,
            Action.CONFIG_RULE_UPDATE,
            id,
            scene -> {
              ConfigRule before = scene.get(ConfigRule.class, id);
              List<Attachment> all = new ArrayList<>(before.attachments());
              scene.expectRoom(
                  all.size() + places.size() - 1, MOST_ATTACHMENTS, "attachments of the rule");
              places.forEach(
                  place -> made.add(attachment(scene, "attachment-" + scene.uuid(), place)));
              all.addAll(made);
              return scene.put(with(before, all, stamped(scene, before, actor)));
            })
        .map(_ -> made);
  }

  /// Lets a rule bind elsewhere.
  ///
  /// @param seen the entity tag of the attachment that the caller saw, or `*`
  public Outcome<Attachment> move(
      Actor actor, String id, String attachment, Consumer<Attachment> seen, Place place) {
    List<Attachment> made = new ArrayList<>();
    return estate
        .write(
            actor,
            Action.CONFIG_RULE_UPDATE,
            id,
            scene -> {
              ConfigRule before = scene.get(ConfigRule.class, id);
              seen.accept(attachment(before, attachment));
              made.add(attachment(scene, attachment, place));
              List<Attachment> all =
                  before.attachments().stream()
                      .map(it -> it.id().equals(attachment) ? made.getFirst() : it)
                      .toList();
              return scene.put(with(before, all, stamped(scene, before, actor)));
            })
        .map(_ -> made.getFirst());
  }

  /// Lets a rule bind no longer where an attachment says.
  public Outcome<Attachment> detach(Actor actor, String id, String attachment) {
    List<Attachment> gone = new ArrayList<>();
    return estate
        .write(
            actor,
            Action.CONFIG_RULE_UPDATE,
            id,
            scene -> {
              ConfigRule before = scene.get(ConfigRule.class, id);
              gone.add(attachment(before, attachment));
              List<Attachment> all = new ArrayList<>(before.attachments());
              all.removeAll(gone);
              return scene.put(with(before, all, stamped(scene, before, actor)));
            })
        .map(_ -> gone.getFirst());
  }

  /// One attachment of a rule.
  ///
  /// @throws Refusal 404 if there is none of that id
  public static Attachment attachment(ConfigRule rule, String id) {
    return rule.attachments().stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Refusal.nothing("attachment", id, "rule " + rule.name()));
  }

  /// Everything that breaks a rule now.
  public Outcome<List<Violation>> violations(Actor actor) {
    return estate.read(
        actor,
        holdings -> {
          List<ConfigRule> rules = holdings.all(ConfigRule.class);
          return holdings.all(Compute.class).stream()
              .flatMap(compute -> Guardrails.of(rules, compute).stream())
              .toList();
        });
  }

  private Outcome<ConfigRule> change(
      Actor actor,
      String id,
      Optional<String> seen,
      BiFunction<Scene, ConfigRule, ConfigRule> edit) {
    return estate.write(
        actor,
        Action.CONFIG_RULE_UPDATE,
        id,
        scene -> {
          ConfigRule before = scene.unchanged(scene.get(ConfigRule.class, id), seen);
          ConfigRule next = edit.apply(scene, before);
          return scene.put(with(next, next.attachments(), stamped(scene, before, actor)));
        });
  }

  private static ConfigRule rule(Said said, ConfigRule before) {
    return new ConfigRule(
        Scene.renamed(before.identity(), said.name()),
        said.description(),
        said.target(),
        said.attributes(),
        said.required(),
        said.disallow(),
        said.labels(),
        before.attachments(),
        before.stamps());
  }

  private static ConfigRule with(ConfigRule rule, List<Attachment> attachments, Stamps stamps) {
    return new ConfigRule(
        rule.identity(),
        rule.description(),
        rule.target(),
        rule.attributes(),
        rule.required(),
        rule.disallow(),
        rule.labels(),
        attachments,
        stamps);
  }

  private static Stamps stamped(Scene scene, ConfigRule before, Actor actor) {
    return before.stamps().modified(scene.now(), actor.by().id());
  }

  private static Attachment attachment(Scene scene, String id, Place place) {
    expect(scene, place.included(), "included_scope");
    place.excluded().forEach(scope -> expect(scene, scope, "excluded_scopes"));
    return new Attachment(id, place.included(), place.excluded());
  }

  /// A scope is the account itself, or a resource group that somebody knows.
  private static void expect(Scene scene, Scope scope, String field) {
    String account = scene.account().value();
    boolean known =
        scope.id().equals(account)
            || (scope.type() == ScopeType.RESOURCE_GROUP
                && (scene.maybe(ResourceGroup.class, scope.id()).isPresent()
                    || scene.all(Compute.class).stream()
                        .anyMatch(it -> it.identity().resourceGroup().equals(scope.id()))));
    if (!known) {
      throw Refusal.invalid(
          field,
          "There is no %s %s in this account."
              .formatted(
                  scope.type() == ScopeType.ACCOUNT ? "scope" : "resource group", scope.id()));
    }
  }
}
