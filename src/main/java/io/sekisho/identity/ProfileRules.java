package io.sekisho.identity;

import io.sekisho.audit.Action;
import io.sekisho.control.Kept;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountSettings;
import io.sekisho.iam.Cap;
import io.sekisho.iam.ClaimRule;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import io.sekisho.iam.FederatedRule;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.identity.Records.Command;
import io.sekisho.plan.Edits;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.trust.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Claim rules of a trusted profile: which compute resources, and which federated people, may
/// assume it without being named.
public final class ProfileRules {
  /// How many conditions a rule may have.
  private static final int MAX_CONDITIONS = 20;

  private static final int MAX_VALUE = 4_096;
  private static final int MIN_SESSION = 900;
  private static final int MAX_SESSION = 86_400;

  private final Records records;

  public ProfileRules(Records records) {
    this.records = records;
  }

  /// A rule as somebody asks for it, nothing of it checked.
  public record Said(
      String type,
      Optional<String> name,
      Optional<String> computeType,
      Optional<String> realm,
      Optional<Integer> expiration,
      List<Comparison> conditions) {
    public Said {
      conditions = List.copyOf(conditions);
    }
  }

  /// A condition as somebody asks for it.
  public record Comparison(String claim, String operator, String value) {}

  public Outcome<Kept<Rule>> create(Actor actor, String profile, Said said) {
    return write(
        new Command(Action.PROFILE_RULE_CREATE, actor, profile),
        before -> with(before, said, records.id("ClaimRule-")));
  }

  public Outcome<List<Kept<Rule>>> list(Actor actor, String profile) {
    return records
        .get(actor.account(), Profiles.SORT, profile)
        .map(kept -> rules(actor, kept.value()).map(ProfileRules::kept).toList());
  }

  public Outcome<Kept<Rule>> get(Actor actor, String profile, String rule) {
    return records
        .get(actor.account(), Profiles.SORT, profile)
        .then(kept -> find(actor, kept.value(), rule));
  }

  /// Replaces a rule as a whole.
  ///
  /// @param version the tag of the one that the caller saw, or `*`
  public Outcome<Kept<Rule>> update(
      Actor actor, String profile, String rule, String version, Said said) {
    return write(
        new Command(Action.PROFILE_RULE_UPDATE, actor, profile),
        before ->
            find(actor, before, rule)
                .then(kept -> kept.matching(version, Records.STALE))
                .then(_ -> with(before, said, rule)));
  }

  public Outcome<Kept<Rule>> delete(Actor actor, String profile, String rule) {
    return write(
        new Command(Action.PROFILE_RULE_DELETE, actor, profile),
        before ->
            find(actor, before, rule).map(kept -> new Done(without(before, rule), kept.value())));
  }

  /// A profile after a change, and the rule that it was about.
  private record Done(TrustedProfile profile, Rule rule) {}

  @FunctionalInterface
  private interface Edit {
    Outcome<Done> of(TrustedProfile before);
  }

  private Outcome<Kept<Rule>> write(Command command, Edit edit) {
    return records.write(
        command,
        turn ->
            Profiles.SORT
                .find(turn.in(command.actor().account()), command.target())
                .then(kept -> edit.of(kept.value()))
                .map(
                    done -> {
                      TrustedProfile next = Edits.modified(done.profile, records.now());
                      turn.put(next);
                      return find(command.actor(), next, done.rule.id())
                              instanceof Outcome.Granted<Kept<Rule>>(Kept<Rule> kept)
                          ? kept
                          : kept(done.rule);
                    }));
  }

  /// The profile with a rule of this id, in its place if there is one.
  private Outcome<Done> with(TrustedProfile before, Said said, String id) {
    TrustedProfile others = without(before, id);
    if (others.rules().size() + others.federatedRules().size() == Cap.PROFILE_RULES.most()) {
      return refuse(
          Problem.of(
              Code.CONFLICT, "There are at most %s: delete one.".formatted(Cap.PROFILE_RULES)));
    }
    Optional<Problem> mistake = Texts.text("name", said.name(), 255);
    if (mistake.isPresent()) {
      return refuse(mistake.get());
    }
    return switch (said.type()) {
      case Rule.COMPUTE -> compute(said, id).map(rule -> withCompute(before, rule));
      case Rule.FEDERATED -> federated(said, id).map(rule -> withFederated(before, rule));
      default -> refuse(Texts.wrong("type", "Give type as Profile-CR or Profile-SAML."));
    };
  }

  private static Done withCompute(TrustedProfile before, ClaimRule rule) {
    List<ClaimRule> rules = placed(before.rules(), rule, ClaimRule::id);
    TrustedProfile next =
        Edits.withRules(before, rules, without(before, rule.id()).federatedRules());
    return new Done(next, Rule.of(next, rule, 0));
  }

  private static Done withFederated(TrustedProfile before, FederatedRule rule) {
    List<FederatedRule> rules = placed(before.federatedRules(), rule, FederatedRule::id);
    TrustedProfile next = Edits.withRules(before, without(before, rule.id()).rules(), rules);
    return new Done(next, Rule.of(next, rule));
  }

  private static <R> List<R> placed(List<R> rules, R rule, Function<R, String> id) {
    List<R> placed = new ArrayList<>(rules);
    placed.replaceAll(each -> id.apply(each).equals(id.apply(rule)) ? rule : each);
    if (!placed.contains(rule)) {
      placed.add(rule);
    }
    return placed;
  }

  private static TrustedProfile without(TrustedProfile before, String id) {
    return Edits.withRules(
        before,
        before.rules().stream().filter(each -> !each.id().equals(id)).toList(),
        before.federatedRules().stream().filter(each -> !each.id().equals(id)).toList());
  }

  private static Outcome<ClaimRule> compute(Said said, String id) {
    if (said.realm().isPresent() || said.expiration().isPresent()) {
      return refuse(
          Texts.wrong("type", "realm_name and expiration belong to rules of type Profile-SAML."));
    }
    return conditions(said)
        .then(
            conditions ->
                ProfileLinks.type(said.computeType().orElse(""))
                    .then(
                        type ->
                            claims(conditions)
                                .map(
                                    known ->
                                        new ClaimRule(id, said.name().orElse(""), type, known))));
  }

  /// Compute resources have claims that are known beforehand.
  private static Outcome<List<Condition>> claims(List<Condition> conditions) {
    return conditions.stream()
        .map(Condition::claim)
        .filter(claim -> !Conditions.COMPUTE_CLAIMS.contains(claim))
        .findFirst()
        .map(
            claim ->
                ProfileRules.<List<Condition>>refuse(
                    Texts.wrong(
                        "conditions.claim",
                        "Compute resources have no claim %s, but %s."
                            .formatted(
                                claim,
                                String.join(
                                    ", ", Conditions.COMPUTE_CLAIMS.stream().sorted().toList())))))
        .orElseGet(() -> Outcome.of(conditions));
  }

  private static Outcome<FederatedRule> federated(Said said, String id) {
    if (said.computeType().isPresent()) {
      return refuse(Texts.wrong("cr_type", "cr_type belongs to rules of type Profile-CR."));
    }
    if (said.realm().filter(realm -> !realm.isBlank()).isEmpty()) {
      return refuse(
          Problem.of(Code.MISSING_FIELD, "Give realm_name: the identity provider's realm.")
              .field("realm_name"));
    }
    int expiration = said.expiration().orElse(0);
    if (expiration < MIN_SESSION || expiration > MAX_SESSION) {
      return refuse(
          Texts.wrong(
              "expiration",
              "Give expiration, from %d to %d seconds.".formatted(MIN_SESSION, MAX_SESSION)));
    }
    return conditions(said)
        .map(
            conditions ->
                new FederatedRule(
                    id,
                    said.name().orElse(""),
                    said.realm().orElseThrow(),
                    expiration,
                    conditions));
  }

  private static Outcome<List<Condition>> conditions(Said said) {
    if (said.conditions().isEmpty() || said.conditions().size() > MAX_CONDITIONS) {
      return refuse(
          Texts.wrong("conditions", "Give from 1 to %d conditions.".formatted(MAX_CONDITIONS)));
    }
    List<Condition> conditions = new ArrayList<>();
    for (Comparison each : said.conditions()) {
      Optional<Operator> operator =
          Stream.of(Operator.values()).filter(it -> it.name().equals(each.operator())).findFirst();
      if (operator.isEmpty()) {
        return refuse(
            Texts.wrong("conditions.operator", "Give operator as one of " + operators() + "."));
      }
      Condition condition = new Condition(each.claim(), operator.get(), each.value());
      if (each.claim().isBlank()
          || each.value().length() > MAX_VALUE
          || !Conditions.usable(condition)) {
        return refuse(
            Texts.wrong(
                "conditions.value",
                "Give claim, and value as JSON within the string: a text in quotes, or for IN an"
                    + " array of such texts."));
      }
      conditions.add(condition);
    }
    return Outcome.of(conditions);
  }

  private static String operators() {
    return String.join(", ", Stream.of(Operator.values()).map(Enum::name).toList());
  }

  private Outcome<Kept<Rule>> find(Actor actor, TrustedProfile profile, String id) {
    return rules(actor, profile)
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .map(rule -> Outcome.of(kept(rule)))
        .orElseGet(
            () ->
                refuse(
                    Problem.of(Code.NOT_FOUND, "This profile has no claim rule " + id + ".")
                        .parameter("rule_id")));
  }

  /// A rule's version is what it says, not when its profile changed.
  private static Kept<Rule> kept(Rule rule) {
    String said =
        String.join(
            "\n",
            rule.name(),
            rule.type(),
            rule.realm() + " " + rule.computeType() + " " + rule.expiration(),
            rule.conditions().toString());
    return Kept.part(rule, said);
  }

  private Stream<Rule> rules(Actor actor, TrustedProfile profile) {
    int life =
        Records.account(records.edition(), actor.account())
            .map(Account::inForce)
            .orElse(AccountSettings.NONE)
            .accessTokenLife();
    return Stream.concat(
        profile.rules().stream().map(rule -> Rule.of(profile, rule, life)),
        profile.federatedRules().stream().map(rule -> Rule.of(profile, rule)));
  }

  private static <T> Outcome<T> refuse(Problem problem) {
    return Outcome.refuse(problem);
  }
}
