package io.sekisho.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is written about the house is there, and is true where a test can tell.
class DocsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern CODE_PATH = Pattern.compile("`((?:src|examples|docs)/[\\w./-]+)`");
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
