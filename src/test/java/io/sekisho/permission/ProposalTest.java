package io.sekisho.permission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.State;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Policy.Version;
import io.sekisho.iam.Role;
import io.sekisho.permission.Proposal.Said;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Changed;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProposalTest {
  private static final List<Role> ROLES =
      List.of(
          Notation.role(Notation.OWN, "Starter is is.instance.instance.operate"),
          Notation.role(Notation.OTHER, "Stopper is is.instance.instance.operate"));

  static Stream<String> proposals() throws IOException {
    try (InputStream in = ProposalTest.class.getResourceAsStream("/permission/proposals.txt")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"));
    }
  }

  @ParameterizedTest
  @MethodSource("proposals")
  void saysWhatIsWrong(String line) {
    int split = line.lastIndexOf(" > ");
    String expected = line.substring(split + 3);
    switch (check(Notation.proposal(Notation.OWN, line.substring(0, split)))) {
      case Outcome.Granted<Terms>(Terms terms) -> {
        assertThat(expected).isEqualTo("ok");
        assertThat(grant(terms).fault()).isEmpty();
      }
      case Outcome.Refused<Terms>(Problem problem) -> {
        assertThat(problem.target().orElseThrow().name() + " " + problem.message())
            .startsWith(expected.split(" ", 2)[0] + " ")
            .contains(expected.split(" ", 2)[1]);
        assertThat(problem.status()).isEqualTo(400);
      }
    }
  }

  @Nested
  class BesideConditions {
    private final Proposal good =
        Notation.proposal(Notation.OWN, "web may Viewer on serviceName=is");

    @Test
    void wantsAKnownType() {
      assertThat(refusal(with("grant", Optional.empty(), ""))).contains("`access` or");
      assertThat(refusal(with("", Optional.empty(), ""))).contains("`access` or");
    }

    @Test
    void wantsAPatternAndARuleTogether() {
      assertThat(refusal(with("access", Optional.of("time-based-conditions:once"), "")))
          .contains("give both, or neither");
    }

    @Test
    void boundsTheDescription() {
      assertThat(check(with("access", Optional.empty(), "x".repeat(1000))))
          .isInstanceOf(Outcome.Granted.class);
      assertThat(refusal(with("access", Optional.empty(), "x".repeat(1001)))).contains("at most");
    }

    @Test
    void boundsItsTags() {
      for (int count : new int[] {10, 11}) {
        List<Said> tags =
            Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> new Said("t" + i, "stringEquals", "x"))
                .toList();
        Outcome<Terms> outcome = check(Changed.with(good, "tags", tags));
        assertThat(outcome instanceof Outcome.Granted).isEqualTo(count == 10);
      }
    }

    @Test
    void boundsAValue() {
      assertThat(refusal(with(new Said("resource", "stringEquals", "x".repeat(1001)))))
          .contains("1 to 1000");
      assertThat(check(with(new Said("resource", "stringEquals", "x".repeat(1000)))))
          .isInstanceOf(Outcome.Granted.class);
    }

    @Test
    void takesNoArrayForOneValue() {
      assertThat(refusal(with(new Said("resource", "stringEquals", List.of("x"), true))))
          .contains("not an array");
      assertThat(refusal(with(new Said("resource", "stringEquals", List.of(), false))))
          .contains("not an array");
    }

    @Test
    void takesARoleThatIsGivenTwiceOnce() {
      Proposal twice = Notation.proposal(Notation.OWN, "web may Viewer Viewer on serviceName=is");
      assertThat(terms(twice).roles()).hasSize(1);
    }

    private Proposal with(Said more) {
      List<Said> resource = Stream.concat(good.resource().stream(), Stream.of(more)).toList();
      return new Proposal(
          Version.V2,
          "access",
          good.subject(),
          resource,
          List.of(),
          good.roles(),
          Optional.empty(),
          Optional.empty(),
          "");
    }

    private Proposal with(String type, Optional<String> pattern, String description) {
      return new Proposal(
          Version.V2,
          type,
          good.subject(),
          good.resource(),
          List.of(),
          good.roles(),
          Optional.empty(),
          pattern,
          description);
    }
  }

  /// IBM refuses a second policy of the same subject, resource and roles.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          web may Viewer on serviceName=is|web may Viewer on serviceName=is|true
          web may Viewer on serviceName=is|v1 web may Viewer on serviceName=is|true
          web may Viewer Editor on serviceName=is|web may Editor Viewer on serviceName=is|true
          web may Viewer on serviceName=is vpcId=a|web may Viewer on vpcId=a serviceName=is|true
          web may Viewer on serviceName=is vpcId=[a,b]|web may Viewer on serviceName=is vpcId=[b,a]|true
          web may Viewer on serviceName=is|bob may Viewer on serviceName=is|false
          web may Viewer on serviceName=is|@web may Viewer on serviceName=is|false
          web may Viewer on serviceName=is|web may Editor on serviceName=is|false
          web may Viewer on serviceName=is|web may Viewer on serviceName=kms|false
          web may Viewer on serviceName=is vpcId=a|web may Viewer on serviceName=is vpcId~a|false
          web may Viewer on serviceName=is|web may Viewer on serviceName=is tags env=dev|false
          web may Viewer on serviceName=is|web may Viewer on serviceName=is when all-day day_of_week dayOfWeekEquals 1|false
          web may Viewer on serviceName=is when all-day and(day_of_week dayOfWeekEquals 1; day_of_week dayOfWeekEquals 2)|web may Viewer on serviceName=is when all-day and(day_of_week dayOfWeekEquals 2; day_of_week dayOfWeekEquals 1)|true
          web may Viewer on serviceName=is when all-day or(day_of_week dayOfWeekEquals 1; day_of_week dayOfWeekEquals 2)|web may Viewer on serviceName=is when all-day and(day_of_week dayOfWeekEquals 2; day_of_week dayOfWeekEquals 1)|false
          """)
  void knowsADuplicate(String one, String other, boolean same) {
    Terms first = terms(Notation.proposal(Notation.OWN, one));
    Terms second = terms(Notation.proposal(Notation.OWN, other));
    assertThat(first.canonical().equals(second.canonical())).isEqualTo(same);
    assertThat(first.canonical().canonical()).isEqualTo(first.canonical());
  }

  private static Outcome<Terms> check(Proposal proposal) {
    return proposal.check(Notation.OWN, ROLES);
  }

  private static Terms terms(Proposal proposal) {
    return switch (check(proposal)) {
      case Outcome.Granted<Terms>(Terms terms) -> terms;
      case Outcome.Refused<Terms> refused -> throw new AssertionError(refused);
    };
  }

  private static String refusal(Proposal proposal) {
    return switch (check(proposal)) {
      case Outcome.Granted<Terms> granted -> throw new AssertionError(granted);
      case Outcome.Refused<Terms>(Problem problem) -> problem.message();
    };
  }

  private static Grant grant(Terms terms) {
    return Grant.of(new Policy("p", Notation.OWN, terms, State.ACTIVE, Notation.STAMPS));
  }
}
