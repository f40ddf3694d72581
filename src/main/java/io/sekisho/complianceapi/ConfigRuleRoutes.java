package io.sekisho.complianceapi;

import io.sekisho.compliance.ConfigRules;
import io.sekisho.complianceapi.Bodies.Attachment;
import io.sekisho.complianceapi.Bodies.AttachmentBody;
import io.sekisho.complianceapi.Bodies.Rule;
import io.sekisho.complianceapi.Bodies.RuleBody;
import io.sekisho.control.Kept;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Refusal;
import io.sekisho.governance.ConfigRule;
import io.sekisho.guardrail.Violation;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Parameters;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Configuration rules, where they are attached, and what breaks them.
public final class ConfigRuleRoutes {
  private static final String ALL = "/config/v1/rules";
  private static final String ONE = ALL + "/{rule_id}";
  private static final String ATTACHMENTS = ONE + "/attachments";
  private static final String ATTACHMENT = ATTACHMENTS + "/{attachment_id}";
  private static final String VIOLATIONS = "/sekisho/v1/config_rule_violations";
  private static final String ACCOUNT = "account_id";
  private static final Set<String> JSON = Set.of("application/json");
  private static final int MOST = 100;

  private final ConfigRules rules;
  private final Function<Call, Outcome<Actor>> actor;

  /// @param actor who calls, in which account
  public ConfigRuleRoutes(ConfigRules rules, Function<Call, Outcome<Actor>> actor) {
    this.rules = rules;
    this.actor = actor;
  }

  /// All routes of this room.
  public List<Route> table() {
    return List.of(
        route("POST", ALL, "create", this::create)
            .taking(JSON, NewRules.class)
            .answering(201, MadeRules.class),
        route("GET", ALL, "read", this::list)
            .with(Set.of(ACCOUNT, "limit", "offset"))
            .answering(200, Rules.class),
        route("GET", ONE, "read", this::get).answering(200, Rule.class),
        route("PUT", ONE, "update", this::update)
            .taking(JSON, RuleBody.class)
            .versioned()
            .answering(200, Rule.class),
        route("DELETE", ONE, "delete", this::delete).silent(),
        route("POST", ATTACHMENTS, "update", this::attach)
            .taking(JSON, NewAttachments.class)
            .answering(201, Attachments.class),
        route("GET", ATTACHMENTS, "read", this::attachments).answering(200, Attachments.class),
        route("GET", ATTACHMENT, "read", this::attachment).answering(200, Attachment.class),
        route("PUT", ATTACHMENT, "update", this::move)
            .taking(JSON, AttachmentBody.class)
            .versioned()
            .answering(200, Attachment.class),
        route("DELETE", ATTACHMENT, "update", this::detach).silent(),
        route("GET", VIOLATIONS, "read", this::violations).answering(200, Violations.class));
  }

  private static Route route(String method, String path, String verb, Route.Operation operation) {
    return Route.of(method, path, "compliance.config-rule." + verb, operation)
        .with(Set.of(ACCOUNT));
  }

  /// One of several rules to be made.
  record NewRule(Optional<String> requestId, RuleBody rule) {}

  /// The body of a creation.
  record NewRules(List<NewRule> rules) {}

  /// One of several rules that were made.
  record MadeRule(Optional<String> requestId, int statusCode, Rule rule) {}

  /// What a creation made.
  record MadeRules(List<MadeRule> rules) {}

  /// Where a page begins.
  record Link(String href) {}

  /// A page of rules.
  record Rules(int offset, int limit, int totalCount, Link first, Link last, List<Rule> rules) {}

  /// The body of an attachment's creation.
  record NewAttachments(List<AttachmentBody> attachments) {}

  /// Where a rule is attached.
  record Attachments(List<Attachment> attachments) {}

  /// What breaks a rule.
  ///
  /// @param disallow whether the rule refuses what would break it from now on
  record Broken(
      String ruleId,
      String ruleName,
      boolean disallow,
      String resourceType,
      String resourceId,
      String resourceName,
      String reason) {
    static Broken of(Violation it) {
      return new Broken(
          it.rule().id(),
          it.rule().name(),
          it.rule().disallow(),
          it.rule().target().kind(),
          it.compute().id(),
          it.compute().name(),
          it.reason());
    }
  }

  /// All that breaks a rule of the account now.
  record Violations(List<Broken> violations, int totalCount) {}

  /// All of them are made, or none: what can't be read is found before anything is done.
  private Outcome<Reply> create(Call call) {
    return Documents.read(call.body(), NewRules.class, "rules")
        .then(body -> body.rules().isEmpty() ? Bodies.none("rules") : Outcome.of(body))
        .then(
            body ->
                Outcome.all(body.rules(), it -> it.rule().read())
                    .then(said -> acting(call, account(body)).then(who -> rules.create(who, said)))
                    .map(made -> Reply.json(201, made(body, made))));
  }

  /// IBM's body names the account in each rule.
  private static Optional<String> account(NewRules body) {
    return body.rules().stream().flatMap(it -> it.rule().accountId().stream()).findFirst();
  }

  private Outcome<Actor> acting(Call call, Optional<String> named) {
    return call.parameter(ACCOUNT).isPresent() || named.isEmpty()
        ? actor.apply(call)
        : actor.apply(call.with(call.parameters().with(ACCOUNT, named.get())));
  }

  private static MadeRules made(NewRules body, List<ConfigRule> made) {
    List<MadeRule> all = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      all.add(new MadeRule(body.rules().get(i).requestId(), 201, Rule.of(made.get(i))));
    }
    return new MadeRules(all);
  }

  private Outcome<Reply> list(Call call) {
    return actor
        .apply(call)
        .then(
            who ->
                call.parameters()
                    .number("limit", MOST, 1, MOST)
                    .then(
                        limit ->
                            call.parameters()
                                .number("offset", 0, 0, Integer.MAX_VALUE)
                                .map(offset -> page(call, rules.all(who), offset, limit))));
  }

  private static Reply page(Call call, List<ConfigRule> all, int offset, int limit) {
    Parameters query = call.parameters().with("limit", Integer.toString(limit));
    int last = all.isEmpty() ? 0 : (all.size() - 1) / limit * limit;
    return Reply.json(
        200,
        new Rules(
            offset,
            limit,
            all.size(),
            new Link(call.href(ALL, query.with("offset", "0"))),
            new Link(call.href(ALL, query.with("offset", Integer.toString(last)))),
            all.stream().skip(offset).limit(limit).map(Rule::of).toList()));
  }

  private Outcome<Reply> get(Call call) {
    return found(call).map(it -> shown(200, Rule.of(it), it));
  }

  private Outcome<ConfigRule> found(Call call) {
    return actor.apply(call).then(who -> rules.get(who, call.resource()));
  }

  private Outcome<Reply> update(Call call) {
    return Documents.read(call.body(), RuleBody.class, "name", "target", "required_config")
        .then(RuleBody::read)
        .then(
            said ->
                call.version()
                    .then(
                        seen ->
                            actor
                                .apply(call)
                                .then(who -> rules.update(who, call.resource(), seen, said))))
        .map(it -> shown(200, Rule.of(it), it));
  }

  private Outcome<Reply> delete(Call call) {
    return actor
        .apply(call)
        .then(who -> rules.delete(who, call.resource()))
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> attach(Call call) {
    return Documents.read(call.body(), NewAttachments.class, "attachments")
        .then(body -> body.attachments().isEmpty() ? Bodies.none("attachments") : Outcome.of(body))
        .then(body -> Outcome.all(body.attachments(), AttachmentBody::read))
        .then(places -> actor.apply(call).then(who -> rules.attach(who, call.resource(), places)))
        .then(
            made ->
                found(call)
                    .map(
                        rule ->
                            Reply.json(
                                201,
                                new Attachments(
                                    made.stream().map(it -> Attachment.of(rule, it)).toList()))));
  }

  private Outcome<Reply> attachments(Call call) {
    return found(call)
        .map(
            rule ->
                Reply.json(
                    200,
                    new Attachments(
                        rule.attachments().stream().map(it -> Attachment.of(rule, it)).toList())));
  }

  private Outcome<Reply> attachment(Call call) {
    return found(call)
        .then(
            rule ->
                refusable(
                    () -> {
                      ConfigRule.Attachment it = ConfigRules.attachment(rule, call.second());
                      return shown(200, Attachment.of(rule, it), it);
                    }));
  }

  private Outcome<Reply> move(Call call) {
    return Documents.read(call.body(), AttachmentBody.class, "included_scope")
        .then(AttachmentBody::read)
        .then(
            place ->
                call.version()
                    .then(
                        seen ->
                            actor
                                .apply(call)
                                .then(
                                    who ->
                                        rules.move(
                                            who,
                                            call.resource(),
                                            call.second(),
                                            it -> expectUnchanged(it, seen),
                                            place))))
        .then(moved -> found(call).map(rule -> shown(200, Attachment.of(rule, moved), moved)));
  }

  private static void expectUnchanged(ConfigRule.Attachment it, String seen) {
    if (!seen.equals(Kept.ANY) && !seen.equals(Kept.part(it).tag())) {
      throw new Refusal(
          Problem.of(
                  Code.PRECONDITION_FAILED,
                  "This was changed since you read it: read it again, and send its ETag.")
              .header("If-Match"));
    }
  }

  private Outcome<Reply> detach(Call call) {
    return actor
        .apply(call)
        .then(who -> rules.detach(who, call.resource(), call.second()))
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> violations(Call call) {
    return actor
        .apply(call)
        .then(rules::violations)
        .map(all -> all.stream().map(Broken::of).toList())
        .map(all -> Reply.json(200, new Violations(all, all.size())));
  }

  private static Reply shown(int status, Object body, Object version) {
    return Reply.json(status, body).with("ETag", Kept.part(version).tag());
  }

  private static Outcome<Reply> refusable(Supplier<Reply> work) {
    try {
      return Outcome.of(work.get());
    } catch (Refusal refusal) {
      return Outcome.refuse(refusal.problem());
    }
  }
}
