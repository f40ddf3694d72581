package io.sekisho.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The catalogue of events and the page about it say the same.
class CatalogueTest {
  private static final Path PAGE = Path.of("docs/audit.md");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern SEVERAL = Pattern.compile("\\{(\\w+(?:, \\w+)+)}");
  private static final Pattern EVENT =
      Pattern.compile(
          "(?:is|iam-\\w+|user-management|sekisho|compliance|global-search-tagging|resource-controller)\\.[a-z._-]+");

  @Test
  void thePageNamesEveryEventAndNoOther() throws IOException {
    Set<String> told =
        CODE.matcher(Files.readString(PAGE))
            .results()
            .flatMap(found -> each(found.group(1)))
            .filter(span -> EVENT.matcher(span).matches())
            .collect(Collectors.toSet());
    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Action.values()).map(Action::wireName).toList());
  }

  @Test
  void thePageNamesEveryMemberOfAnEvent() throws IOException {
    String page = Files.readString(PAGE);
    List<String> members =
        List.of(
            Samples.created().draft().body(),
            Samples.updated().draft().body(),
            Lines.write(new Chain(new Seal()).extend(Head.GENESIS, Samples.drafts(1)).getFirst()));
    Pattern member = Pattern.compile("\"(\\w+)\":");
    for (String json : members) {
      Matcher found = member.matcher(json);
      while (found.find()) {
        assertThat(page).containsPattern("[`.]" + found.group(1) + "[`.]");
      }
    }
  }

  private static Stream<String> each(String span) {
    Matcher several = SEVERAL.matcher(span);
    return several.find()
        ? Stream.of(several.group(1).split(", "))
            .map(word -> several.replaceFirst(Matcher.quoteReplacement(word)))
        : Stream.of(span);
  }
}
