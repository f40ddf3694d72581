package io.sekisho.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.problem.Outcome;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PathsTest {
  private static final List<String> TEMPLATES =
      List.of(
          "/v1/instances",
          "/v1/instances/{id}",
          "/v1/instances/{id}/actions",
          "/v1/instances/{id}/{part}",
          "/v1/instances/{id}/disks/{disk_id}",
          "/v1/instances/profiles",
          "/v1/profiles/{ref}",
          "/v1/profiles/{ref}/links",
          "/v1/profiles/{ref}/links/{ref}",
          "/v1/{kind}/{id}",
          "/metrics",
          "/");

  private final Paths paths = new Paths(TEMPLATES.stream().map(PathsTest::route).toList());

  private static Route route(String template) {
    return Route.open("GET", template, _ -> Outcome.of(Reply.noContent()));
  }

  @Test
  void findsWhatIsOpenAndDecodesIt() {
    assertThat(captures("/v1/instances/a%20b+c")).containsExactly("a b+c");
    assertThat(captures("/v1/profiles/acme/reader")).containsExactly("acme/reader");
    assertThat(captures("/v1/profiles/reader/links/x")).containsExactly("reader", "x");
    assertThat(captures("/metrics")).isEmpty();
  }

  @Test
  void prefersWhoComesEarlier() {
    assertThat(found("/v1/instances/profiles"))
        .containsExactly("/v1/instances/{id}", "/v1/instances/profiles", "/v1/{kind}/{id}");
  }

  @Test
  void findsNothingWhereASegmentIsMissingOrNoneCanBe() {
    for (String path :
        List.of("", "/v1", "/v1/instances/", "/v1//x/actions", "/v1/instances/%zz", "//metrics")) {
      assertThat(found(path)).as(path).isEmpty();
    }
  }

  @Test
  void refusesAnOpenPlaceThatIsNoWholeSegment() {
    assertThatThrownBy(() -> new Paths(List.of(route("/v1/{id}.json"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{id}.json");
  }

  /// The oracle is what a template means, as a regular expression.
  @Test
  void agreesWithTheTemplatesOnAnyPath() {
    Random random = new Random(7);
    List<String> words =
        List.of("", "v1", "instances", "profiles", "links", "actions", "disks", "x", "metrics");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(7); depth >= 0; depth--) {
        path.append('/').append(words.get(random.nextInt(words.size())));
      }
      String sent = path.toString();
      assertThat(found(sent))
          .as(sent)
          .isEqualTo(TEMPLATES.stream().filter(it -> pattern(it).matcher(sent).matches()).toList());
      if (!found(sent).isEmpty()) {
        assertThat(captures(sent)).as(sent).isEqualTo(groups(found(sent).getFirst(), sent));
      }
    }
  }

  private static Pattern pattern(String template) {
    return Pattern.compile(
        template.replace("{ref}", "([^/]+(?:/[^/]+)?)").replaceAll("\\{\\w+}", "([^/]+)"));
  }

  private static List<String> groups(String template, String path) {
    Matcher matcher = pattern(template).matcher(path);
    assertThat(matcher.matches()).isTrue();
    return IntStream.rangeClosed(1, matcher.groupCount()).mapToObj(matcher::group).toList();
  }

  private List<String> captures(String path) {
    return paths.find(path).getFirst().captures();
  }

  private List<String> found(String path) {
    return paths.find(path).stream().map(it -> it.route().template()).distinct().toList();
  }
}
