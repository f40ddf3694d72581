package io.sekisho.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.ClaimRule;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import io.sekisho.iam.ComputeType;
import io.sekisho.trust.ConditionFinding.Verdict;
import io.sekisho.vpc.Samples;
import io.sekisho.vpc.Subject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ConditionsTest {
  private static final Map<String, Subject> COMPUTES =
      Map.of("web", Samples.rich(), "nothing", Samples.empty(), "bare", Samples.bareMetal());

  /// In the table `␠` stands for a space at the edge of a value.
  @ParameterizedTest
  @CsvFileSource(
      resources = "/trust/conditions.csv",
      numLinesToSkip = 1,
      delimiter = '|',
      quoteCharacter = '\'',
      emptyValue = "")
  void judgesOneCondition(
      String compute, String claim, Operator operator, String value, Verdict verdict, String why) {
    String written = value == null ? "" : value.replace('␠', ' ');
    Condition condition = new Condition(claim == null ? "" : claim, operator, written);
    Subject subject = COMPUTES.get(compute);
    ConditionFinding finding = judge(subject, List.of(condition)).conditions().getFirst();
    assertThat(finding.verdict()).as(why).isEqualTo(verdict);
    assertThat(finding.sentence()).contains("`" + condition.claim() + "`");
  }

  @Nested
  class Together {
    private final Condition here = new Condition("zone", Operator.EQUALS, "us-south-1");
    private final Condition alsoHere = new Condition("region", Operator.EQUALS, "us-south");
    private final Condition elsewhere = new Condition("zone", Operator.EQUALS, "us-south-2");

    @Test
    void holdWhenAllHold() {
      assertThat(judge(Samples.rich(), List.of(here, alsoHere)).holds()).isTrue();
    }

    @Test
    void failWhenOneFails() {
      assertThat(judge(Samples.rich(), List.of(here, elsewhere)).holds()).isFalse();
      assertThat(judge(Samples.rich(), List.of(elsewhere, here)).holds()).isFalse();
    }

    @Test
    void failForAnotherTypeOfComputeResource() {
      ClaimRule rule = new ClaimRule("rule-1", "", ComputeType.BMS, List.of(here));
      RuleFinding finding = new Rules(Claims.of(Samples.rich())).judge(rule, ComputeType.VSI);
      assertThat(finding.holds()).isFalse();
      assertThat(finding.sentence()).isEqualTo("rule rule-1 is for BMS only");
    }

    @Test
    void nameTheFirstThatFails() {
      assertThat(judge(Samples.rich(), List.of(here, elsewhere)).sentence())
          .isEqualTo("rule rule-1 fails: `zone` is us-south-1, not EQUALS us-south-2");
    }
  }

  private static RuleFinding judge(Subject subject, List<Condition> conditions) {
    ComputeType type = subject.compute().type();
    return new Rules(Claims.of(subject)).judge(new ClaimRule("rule-1", "", type, conditions), type);
  }
}
