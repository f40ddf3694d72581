package io.sekisho.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.api.LiveApi;
import io.sekisho.telemetry.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What is written about the house is there, and is true where a test can tell.
class DocsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern CODE_PATH = Pattern.compile("`((?:src|examples|docs)/[\\w./-]+)`");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern ALTERNATIVES = Pattern.compile("\\{([\\w-]+(?:, [\\w-]+)+)}");
  private static final Pattern OPERATION =
      Pattern.compile("(GET|PUT|POST|PATCH|DELETE) /[\\w/{}]+");
  private static final Pattern CATALOGUED =
      Pattern.compile("\"(sekisho_[a-z_]+[a-z]|(?:is|iam-identity|sekisho)\\.[a-z.-]+[a-z])\"");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?:static |final |sealed |abstract |non-sealed )*(?:class|interface|record|enum|@interface) ");

  @Test
  void everyRoomSaysWhatLivesThereWhatNeverDoesAndWhereToStart() {
    List<Path> rooms = Sources.main().stream().map(Path::getParent).distinct().toList();
    assertThat(rooms)
        .allSatisfy(
            room -> {
              String info = Sources.text(room.resolve("package-info.java"));
              assertThat(info).contains("@NullMarked", "Start at [");
              assertThat(info.lines().filter("///"::equals).count()).isEqualTo(2);
            });
  }

  @Test
  void everyPublicTypeHasADocComment() {
    List<String> silent = new ArrayList<>();
    for (Path file : Sources.main()) {
      List<String> lines = Sources.lines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (PUBLIC_TYPE.matcher(lines.get(i)).find() && !documented(lines, i)) {
          silent.add(file + ":" + (i + 1));
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void nothingIsLeftToDo() {
    Pattern leftover = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b");
    assertThat(Sources.main()).noneMatch(file -> leftover.matcher(Sources.text(file)).find());
  }

  @Test
  void everyLinkAndEveryFileNamedInTheDocumentsIsThere() {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Path base = page.toAbsolutePath().getParent();
      Matcher link = LINK.matcher(Sources.text(page));
      while (link.find()) {
        String target = link.group(1);
        if (!target.contains("://") && Files.notExists(base.resolve(target))) {
          broken.add(page + " -> " + target);
        }
      }
      Matcher path = CODE_PATH.matcher(Sources.text(page));
      while (path.find()) {
        if (Files.notExists(Path.of(path.group(1)))) {
          broken.add(page + " names " + path.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Nested
  class TheReferences {
    @Test
    void nameEveryOperationOfTheOperatorsApiAndNoOther() {
      try (LiveApi api = new LiveApi()) {
        assertThat(code("docs/operator-api.md"))
            .filteredOn(span -> OPERATION.matcher(span).matches())
            .containsExactlyInAnyOrderElementsOf(api.operations());
      }
    }

    @Test
    void nameEveryKindOfNotice() {
      assertThat(code("docs/events.md"))
          .containsAll(Stream.of(Event.Kind.values()).map(Event.Kind::wireName).toList());
    }

    @Test
    void nameEveryMetricAndEveryAction() {
      Set<String> told = code("docs/events.md");
      told.addAll(code("docs/audit.md"));
      told.addAll(code("docs/iam-api.md"));
      told.addAll(code("docs/operator-api.md"));
      told.addAll(code("docs/vpc-api.md"));
      told.addAll(code("docs/guardrails.md"));
      assertThat(literals())
          .contains("sekisho_notices", "is.metadata.instance.read", "is.vpc.vpc")
          .allMatch(name -> told.stream().anyMatch(each -> names(each, name)));
    }

    /// A name may be made of parts: the code has the beginning, as far as a dot.
    private static boolean names(String told, String name) {
      return told.equals(name) || told.equals(name + "_total") || told.startsWith(name + ".");
    }

    /// What is in the code under a name that belongs in the catalogue.
    private static Set<String> literals() {
      return Sources.main().stream()
          .flatMap(file -> CATALOGUED.matcher(Sources.text(file)).results())
          .map(found -> found.group(1))
          .collect(Collectors.toSet());
    }

    /// The code spans of a page; `a.{b, c}` is two of them.
    private static Set<String> code(String page) {
      return CODE.matcher(Sources.text(Path.of(page)))
          .results()
          .flatMap(found -> alternatives(found.group(1)))
          .collect(Collectors.toSet());
    }

    private static Stream<String> alternatives(String span) {
      Matcher several = ALTERNATIVES.matcher(span);
      return several.find()
          ? Stream.of(several.group(1).split(", "))
              .map(each -> several.replaceFirst(Matcher.quoteReplacement(each)))
          : Stream.of(span);
    }
  }

  private static boolean documented(List<String> lines, int type) {
    int above = type - 1;
    while (above >= 0 && (lines.get(above).startsWith("@") || lines.get(above).startsWith("  "))) {
      above--;
    }
    return above >= 0 && lines.get(above).startsWith("///");
  }

  private static List<Path> pages() {
    List<Path> pages = new ArrayList<>(Sources.find(Path.of("docs"), ".md"));
    pages.addAll(
        Sources.find(Path.of("."), ".md").stream()
            .filter(page -> page.getNameCount() == 2)
            .collect(Collectors.toList()));
    return pages;
  }
}
