package io.sekisho.permission;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.permission.Explanation.Finding;
import io.sekisho.permission.Scenes.Case;
import io.sekisho.permission.Verdict.Allowed;
import io.sekisho.permission.Verdict.Denied;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccessTest {
  static List<Case> cases() {
    return Scenes.read("/permission/cases.txt");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void decides(Case each) {
    Verdict verdict = each.access().decide(each.question());
    assertThat(summary(verdict)).isEqualTo(verdictOf(each.expected()));
    assertThat(verdict.sentence()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void explainsWhatItDecides(Case each) {
    Explanation explanation = each.access().explain(each.question());
    assertThat(explanation.verdict()).isEqualTo(each.access().decide(each.question()));
    List<Finding> nearest = explanation.nearest();
    assertThat(explanation.verdict().isAllowed())
        .isEqualTo(nearest.stream().anyMatch(Finding::isAllowing));
    if (!nearestOf(each.expected()).isEmpty()) {
      assertThat(summary(nearest.getFirst())).isEqualTo(nearestOf(each.expected()));
      assertThat(nearest.getFirst().sentence()).contains(nearest.getFirst().policy(), ": ");
    }
  }

  @Test
  void hasHundredsOfCases() {
    assertThat(cases()).hasSizeGreaterThan(500);
  }

  private static String verdictOf(String expected) {
    List<String> words = Notation.words(expected);
    return words.getFirst().equals("allow") ? expected : words.get(0) + " " + words.get(1);
  }

  private static String nearestOf(String expected) {
    List<String> words = Notation.words(expected);
    return words.getFirst().equals("allow") ? "" : String.join(" ", words.subList(2, words.size()));
  }

  private static String summary(Verdict verdict) {
    return switch (verdict) {
      case Allowed allowed ->
          "allow "
              + allowed.policy()
              + " "
              + Roles.name(allowed.role())
              + allowed.group().map(group -> " by-group").orElse("");
      case Denied denied -> "deny " + denied.cause();
    };
  }

  private static String summary(Finding finding) {
    return finding.policy()
        + finding.lacks().stream().map(lack -> " " + lack.kind()).collect(Collectors.joining());
  }
}
