package io.sekisho.iamapi;

import static io.sekisho.iamapi.Answers.JSON;
import static io.sekisho.iamapi.ProfileRoutes.PROFILE;

import io.sekisho.control.Kept;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iamapi.Answers.Context;
import io.sekisho.identity.Actor;
import io.sekisho.identity.Identities;
import io.sekisho.identity.ProfileRules;
import io.sekisho.identity.Right;
import io.sekisho.identity.Rule;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Claim rules of a trusted profile.
final class RuleRoutes {
  private static final String RULES = PROFILE + "/rules";
  private static final String RULE = RULES + "/{rule_id}";

  private final Identities identities;

  RuleRoutes(Identities identities) {
    this.identities = identities;
  }

  List<Route> table() {
    Right get = Right.PROFILE_GET;
    Right update = Right.PROFILE_UPDATE;
    return List.of(
        Answers.part("POST", RULES, update, this::createRule)
            .taking(JSON, RuleChange.class)
            .answering(201, RuleBody.class),
        Answers.part("GET", RULES, get, this::rules).answering(200, RuleList.class),
        Answers.part("GET", RULE, get, this::rule).answering(200, RuleBody.class),
        Answers.part("PUT", RULE, update, this::updateRule)
            .taking(JSON, RuleChange.class)
            .versioned()
            .answering(200, RuleBody.class),
        Answers.part("DELETE", RULE, update, this::deleteRule).silent());
  }

  /// The body of a claim rule; its `context`, which IBM's model has, says nothing.
  record RuleChange(
      String type,
      List<Comparison> conditions,
      Optional<Map<String, String>> context,
      Optional<String> name,
      Optional<String> realmName,
      Optional<String> crType,
      Optional<Integer> expiration) {
    ProfileRules.Said said() {
      return new ProfileRules.Said(
          type,
          name,
          crType,
          realmName,
          expiration,
          conditions.stream()
              .map(
                  each ->
                      new ProfileRules.Comparison(
                          each.claim().orElse(""),
                          each.operator().orElse(""),
                          each.value().orElse("")))
              .toList());
    }
  }

  /// A condition as it was sent.
  record Comparison(Optional<String> claim, Optional<String> operator, Optional<String> value) {}

  /// A claim rule as IBM shows one.
  record RuleBody(
      String id,
      String entityTag,
      String createdAt,
      String modifiedAt,
      Optional<String> name,
      String type,
      Optional<String> realmName,
      int expiration,
      Optional<String> crType,
      List<Condition> conditions) {
    static RuleBody of(Kept<Rule> kept) {
      Rule it = kept.value();
      return new RuleBody(
          it.id(),
          kept.tag(),
          Answers.time(it.createdAt()),
          Answers.time(it.modifiedAt()),
          Answers.some(it.name()),
          it.type(),
          it.realm(),
          it.expiration(),
          it.computeType(),
          it.conditions());
    }
  }

  /// All rules of a profile.
  record RuleList(Context context, List<RuleBody> rules) {}

  private Outcome<Reply> createRule(Call call) {
    return Documents.read(call.body(), RuleChange.class, "type", "conditions")
        .then(
            body ->
                inAccount(call, actor -> identities.rules().create(actor, id(call), body.said())))
        .map(kept -> Answers.tagged(201, RuleBody.of(kept), kept));
  }

  private Outcome<Reply> rules(Call call) {
    return inAccount(call, actor -> identities.rules().list(actor, id(call)))
        .map(all -> all.stream().map(RuleBody::of).toList())
        .map(all -> Reply.json(200, new RuleList(Context.of(call, Right.PROFILE_GET), all)));
  }

  private Outcome<Reply> rule(Call call) {
    return inAccount(call, actor -> identities.rules().get(actor, id(call), call.second()))
        .map(kept -> Answers.tagged(200, RuleBody.of(kept), kept));
  }

  private Outcome<Reply> updateRule(Call call) {
    return Documents.read(call.body(), RuleChange.class, "type", "conditions")
        .then(
            body ->
                call.version()
                    .then(
                        version ->
                            inAccount(
                                call,
                                actor ->
                                    identities
                                        .rules()
                                        .update(
                                            actor, id(call), call.second(), version, body.said()))))
        .map(kept -> Answers.tagged(200, RuleBody.of(kept), kept));
  }

  private Outcome<Reply> deleteRule(Call call) {
    return inAccount(call, actor -> identities.rules().delete(actor, id(call), call.second()))
        .map(_ -> Reply.noContent());
  }

  private static String id(Call call) {
    return call.resource();
  }

  private <T> Outcome<T> inAccount(Call call, Function<Actor, Outcome<T>> work) {
    return Answers.inAccount(identities, call, work);
  }
}
