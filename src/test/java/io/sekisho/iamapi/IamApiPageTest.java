package io.sekisho.iamapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.identity.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What `docs/iam-api.md` promises is what is served.
class IamApiPageTest {
  private static final Pattern OPERATION =
      Pattern.compile("`((?:GET|PUT|POST|PATCH|DELETE) /[\\w/{}]+)`");

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/iam-api.md"));
  }

  @Test
  void namesEveryOperationAndNoOther() throws IOException {
    List<String> told = OPERATION.matcher(page()).results().map(found -> found.group(1)).toList();
    try (LiveIam iam = new LiveIam()) {
      assertThat(told).containsExactlyInAnyOrderElementsOf(iam.operations());
    }
  }

  @Test
  void namesEveryRight() throws IOException {
    String page = page();
    assertThat(Stream.of(Right.values()).map(Right::action))
        .allMatch(action -> page.contains("`" + action + "`"));
  }
}
