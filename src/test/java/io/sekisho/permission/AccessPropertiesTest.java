package io.sekisho.permission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.State;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.permission.Explanation.Finding;
import io.sekisho.permission.Verdict.Allowed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds for every account and every question, tried with thousands at random.
class AccessPropertiesTest {
  private static final int ACCOUNTS = 200;
  private static final int QUESTIONS = 40;

  /// One account, with questions.
  private interface Property {
    void holds(Worlds worlds, List<Policy> policies, List<AccessGroup> groups);
  }

  @Test
  void theEvaluatorAgreesWithTheOracle() {
    int[] allowed = new int[1];
    everywhere(
        (worlds, policies, groups) -> {
          Access access = access(policies, groups);
          Oracle oracle = new Oracle(policies, groups);
          for (int i = 0; i < QUESTIONS; i++) {
            Question question = worlds.question();
            boolean wanted = oracle.allows(question);
            assertThat(access.decide(question).isAllowed()).as("%s", question).isEqualTo(wanted);
            allowed[0] += wanted ? 1 : 0;
          }
        });
    assertThat(allowed[0]).isBetween(ACCOUNTS * QUESTIONS / 20, ACCOUNTS * QUESTIONS / 2);
  }

  @Test
  void anExplanationAgreesWithTheDecision() {
    everywhere(
        (worlds, policies, groups) -> {
          Access access = access(policies, groups);
          for (int i = 0; i < QUESTIONS; i++) {
            Question question = worlds.question();
            Verdict verdict = access.decide(question);
            Explanation explanation = access.explain(question);
            List<String> allowing =
                explanation.nearest().stream()
                    .filter(Finding::isAllowing)
                    .map(Finding::policy)
                    .toList();
            assertThat(explanation.verdict()).isEqualTo(verdict);
            assertThat(allowing.isEmpty()).as("%s", question).isEqualTo(!verdict.isAllowed());
            if (verdict instanceof Allowed by && allowing.size() < Explanation.NEAREST) {
              assertThat(allowing).contains(by.policy());
            }
          }
        });
  }

  @Test
  void thePolicyThatIsNamedAllowsItAlone() {
    everywhere(
        (worlds, policies, groups) -> {
          Question question = worlds.question();
          if (access(policies, groups).decide(question) instanceof Allowed by) {
            List<Policy> only =
                policies.stream().filter(policy -> policy.id().equals(by.policy())).toList();
            assertThat(access(only, groups).decide(question)).isEqualTo(by);
          }
        });
  }

  @Test
  void onePolicyLessNeverAllowsMore() {
    everywhere(
        (worlds, policies, groups) -> {
          List<Policy> less = new ArrayList<>(policies);
          less.remove(worlds.index(less.size()));
          neverMore(worlds, access(policies, groups), access(less, groups));
        });
  }

  @Test
  void oneGroupLessNeverAllowsMore() {
    everywhere(
        (worlds, policies, groups) -> {
          List<AccessGroup> less = new ArrayList<>(groups);
          less.remove(worlds.index(less.size()));
          neverMore(worlds, access(policies, groups), access(policies, less));
        });
  }

  @Test
  void oneConditionMoreNeverAllowsMore() {
    everywhere(
        (worlds, policies, groups) -> {
          List<Policy> narrower = new ArrayList<>(policies);
          int index = worlds.index(policies.size());
          narrower.set(index, narrower(worlds, policies.get(index)));
          neverMore(worlds, access(policies, groups), access(narrower, groups));
        });
  }

  @Test
  void policiesOfAnotherAccountNeverMatter() {
    everywhere(
        (worlds, policies, groups) -> {
          List<Policy> more = new ArrayList<>(policies);
          for (int i = 0; i < 10; i++) {
            more.add(
                worlds.index(more.size()), worlds.policy("f" + i, Notation.OTHER, State.ACTIVE));
          }
          Access own = access(policies, groups);
          Access mixed = access(more, groups);
          for (int i = 0; i < QUESTIONS; i++) {
            Question question = worlds.question();
            assertThat(mixed.decide(question)).isEqualTo(own.decide(question));
            assertThat(mixed.explain(question)).isEqualTo(own.explain(question));
          }
        });
  }

  private static void neverMore(Worlds worlds, Access before, Access after) {
    for (int i = 0; i < QUESTIONS; i++) {
      Question question = worlds.question();
      assertThat(after.decide(question).isAllowed() && !before.decide(question).isAllowed())
          .as("%s", question)
          .isFalse();
    }
  }

  /// The same policy with an attribute, a tag or a rule that it did not have.
  private static Policy narrower(Worlds worlds, Policy policy) {
    Policy more =
        Notation.policy(
            "more",
            Notation.OWN,
            State.ACTIVE,
            "web may Viewer on serviceName=is "
                + worlds.condition()
                + " tags team=x when "
                + worlds.rule());
    Terms terms = policy.terms();
    Terms added = more.terms();
    int what = worlds.index(3);
    List<Condition> attribute = added.resource().subList(2, 3);
    return new Policy(
        policy.id(),
        policy.account(),
        new Terms(
            terms.type(),
            terms.version(),
            terms.subject(),
            what == 0 ? joined(terms.resource(), attribute) : terms.resource(),
            what == 1 ? joined(terms.tags(), added.tags()) : terms.tags(),
            terms.roles(),
            what == 2 && terms.rule().isEmpty() ? added.rule() : terms.rule(),
            ""),
        policy.state(),
        policy.stamps());
  }

  private static List<Condition> joined(List<Condition> some, List<Condition> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static Access access(List<Policy> policies, List<AccessGroup> groups) {
    return Access.of(Notation.OWN, policies, groups, List.of());
  }

  private static void everywhere(Property property) {
    for (int seed = 0; seed < ACCOUNTS; seed++) {
      Worlds worlds = new Worlds(seed);
      property.holds(worlds, worlds.policies(1 + worlds.index(30)), worlds.groups());
    }
  }
}
