package io.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What an operator reads when an inventory is no good. Each case is `bad/<case>.yaml` with its
/// `.expected`; `<case>.before.yaml` is applied first. `-Dgolden=rewrite` writes them anew.
class BadInventoriesTest {
  private static final Path CASES = Path.of("src/test/resources/control/bad");

  @TestFactory
  Stream<DynamicTest> saysEverythingThatIsWrong() throws IOException {
    List<Path> cases;
    try (Stream<Path> files = Files.list(CASES)) {
      cases = files.filter(BadInventoriesTest::isCase).sorted().toList();
    }
    assertThat(cases).hasSizeGreaterThan(10);
    return cases.stream()
        .map(file -> DynamicTest.dynamicTest(name(file), () -> comparesWithGolden(file)));
  }

  private static void comparesWithGolden(Path file) throws IOException {
    Desk desk = new Desk();
    Path before = CASES.resolve(name(file) + ".before.yaml");
    if (Files.exists(before)) {
      desk.apply(Files.readString(before));
    }
    long revision = desk.controller.snapshot().revision();
    String said = String.join("\n", desk.refusal(Files.readString(file))) + "\n";
    Path golden = CASES.resolve(name(file) + ".expected");
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden));
    assertThat(desk.controller.snapshot().revision()).isEqualTo(revision);
  }

  private static boolean isCase(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") && !name.endsWith(".before.yaml");
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".yaml", "");
  }
}
