package io.sekisho.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Samples;
import io.sekisho.vpc.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

class AssumptionTest {
  private static final Map<String, Subject> COMPUTES =
      Map.of(
          "web", Samples.rich(),
          "worker", Samples.minimal(),
          "nothing", Samples.empty(),
          "bare", Samples.bareMetal());

  @ParameterizedTest
  @CsvFileSource(resources = "/trust/choices.csv", numLinesToSkip = 1, delimiter = '|')
  void decides(ArgumentsAccessor row) {
    Subject subject = COMPUTES.get(row.getString(0));
    String why = row.getString(7);
    Optional<TrustedProfile> profile =
        Profiles.described(subject.compute(), row.getString(2), cell(row, 3), cell(row, 4));
    Decision decision =
        Assumption.choose(subject, Profiles.asked(cell(row, 1)), lookup(profile.stream().toList()));
    assertThat(summary(decision)).as(why).isEqualTo(row.getString(5));
    assertThat(decision.reason().getClass().getSimpleName()).as(why).isEqualTo(row.getString(6));
    assertThat(decision.reason().sentence()).isNotBlank();
  }

  @Nested
  class AgainstAGuestThatGuesses {
    private final Subject web = Samples.rich();
    private final TrustedProfile own = profile("own", "", "elsewhere");
    private final TrustedProfile foreign = profile("other", "VSI>self", "zone");

    @Test
    void answersTheSameForUnknownForeignAndUnlinkedProfiles() {
      Asked asked = Asked.id(Samples.PROFILE_ID);
      Stream<Problem> answers =
          Stream.of(List.of(own), List.of(foreign), List.<TrustedProfile>of())
              .map(known -> Assumption.choose(web, asked, lookup(known)))
              .map(decision -> refusal(decision).detail(""));
      assertThat(answers.distinct()).hasSize(1);
    }

    @Test
    void answersTheSameHoweverTheProfileWasNamed() {
      Stream<Problem> answers =
          Stream.of(Asked.id(Samples.PROFILE_ID), Asked.crn(own.crn().toString()), Asked.NOTHING)
              .map(asked -> Assumption.choose(web, asked, lookup(List.of(own))))
              .map(decision -> refusal(decision).detail(""));
      assertThat(answers.distinct()).hasSize(1);
    }

    @Test
    void saysNothingOfTheReasonInPublic() {
      Problem problem =
          refusal(Assumption.choose(web, Asked.id(Samples.PROFILE_ID), lookup(List.of(foreign))));
      assertThat(problem.message()).doesNotContain("account", Samples.PROFILE_ID);
      assertThat(problem.target()).isEmpty();
      assertThat(problem.detail()).contains("another account", Samples.PROFILE_ID);
    }

    private TrustedProfile profile(String account, String links, String rules) {
      return Profiles.described(web.compute(), account, links, rules).orElseThrow();
    }
  }

  @Nested
  class Explaining {
    private final Subject web = Samples.rich();

    @Test
    void namesTheLink() {
      assertThat(sentence("VSI>other VSI>self", ""))
          .isEqualTo("link link-2 of " + Samples.PROFILE_ID + " names this compute resource");
    }

    @Test
    void namesTheRule() {
      assertThat(sentence("", "elsewhere zone"))
          .isEqualTo(Samples.PROFILE_ID + ": rule rule-2 holds");
    }

    @Test
    void saysOfEveryRuleWhatIsAmiss() {
      assertThat(sentence("", "elsewhere bms"))
          .isEqualTo(
              Samples.PROFILE_ID
                  + " has no link to this compute resource and no rule that it meets:"
                  + " rule rule-1 fails: `zone` is us-south-1, not EQUALS us-south-9;"
                  + " rule rule-2 is for BMS only");
    }

    private String sentence(String links, String rules) {
      TrustedProfile profile = Profiles.described(web.compute(), "own", links, rules).orElseThrow();
      return Assumption.judge(web, profile).sentence();
    }
  }

  @Test
  void believesNoLinkThatWasRemoved() {
    Subject web = Samples.rich();
    TrustedProfile before = Profiles.described(web.compute(), "own", "VSI>self", "").orElseThrow();
    TrustedProfile after = Profiles.described(web.compute(), "own", "", "").orElseThrow();
    assertThat(Assumption.judge(web, before)).isInstanceOf(Reason.Trusting.class);
    assertThat(refusal(Assumption.choose(web, Asked.NOTHING, lookup(List.of(after)))).code())
        .isEqualTo(Code.PROFILE_NOT_LINKED);
  }

  private static Function<String, Optional<TrustedProfile>> lookup(List<TrustedProfile> known) {
    return id -> known.stream().filter(profile -> profile.id().equals(id)).findFirst();
  }

  private static String summary(Decision decision) {
    return switch (decision.outcome()) {
      case Outcome.Granted<TrustedProfile> granted -> {
        assertThat(granted.value().id()).isEqualTo(Samples.PROFILE_ID);
        assertThat(decision.reason()).isInstanceOf(Reason.Trusting.class);
        yield "P";
      }
      case Outcome.Refused<TrustedProfile>(Problem problem) -> {
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isEqualTo(decision.reason().sentence());
        assertThat(decision.reason()).isInstanceOf(Reason.Refusing.class);
        String code = problem.code().wireName();
        yield problem.target().map(target -> code + " " + target.name()).orElse(code);
      }
    };
  }

  private static Problem refusal(Decision decision) {
    return switch (decision.outcome()) {
      case Outcome.Granted<TrustedProfile> granted -> throw new AssertionError(granted);
      case Outcome.Refused<TrustedProfile>(Problem problem) -> problem;
    };
  }

  private static String cell(ArgumentsAccessor row, int column) {
    return Optional.ofNullable(row.getString(column)).orElse("");
  }
}
