package io.sekisho.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// The hard limits on size; what to aim for is in `docs/style.md`.
class SizeTest {
  private static final int MAX_FILE_LINES = 400;
  private static final int MAX_BODY_LINES = 50;
  private static final int MAX_PARAMETERS = 6;
  private static final int MAX_FILES_PER_ROOM = 25;

  @Test
  void noFileIsLongerThanItsLimit() {
    assertThat(Sources.all())
        .allSatisfy(
            file -> assertThat(Sources.lines(file)).hasSizeLessThanOrEqualTo(MAX_FILE_LINES));
  }

  @Test
  void noRoomHasMoreFilesThanItsLimit() {
    Map<Path, Long> files =
        Sources.main().stream()
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    assertThat(files)
        .allSatisfy(
            (room, count) ->
                assertThat(count).as("%s", room).isLessThanOrEqualTo(MAX_FILES_PER_ROOM));
  }

  @Test
  void noMethodIsLongerOrTakesMoreThanItsLimit() throws IOException {
    List<String> tooMuch = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of(),
                  null,
                  manager.getJavaFileObjectsFromPaths(Sources.all()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree file : task.parse()) {
        new Ruler(file, positions, tooMuch).scan(file, null);
      }
    }
    assertThat(tooMuch).isEmpty();
  }

  private static final class Ruler extends TreeScanner<Void, Void> {
    private final CompilationUnitTree file;
    private final SourcePositions positions;
    private final List<String> tooMuch;
    private boolean inRecord;

    Ruler(CompilationUnitTree file, SourcePositions positions, List<String> tooMuch) {
      this.file = file;
      this.positions = positions;
      this.tooMuch = tooMuch;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      boolean outer = inRecord;
      inRecord = type.getKind() == Tree.Kind.RECORD;
      super.visitClass(type, null);
      inRecord = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      String name = file.getSourceFile().getName() + "#" + method.getName();
      // A test's parameters are the columns of its table.
      boolean inTest = file.getSourceFile().getName().contains("src/test/");
      boolean recordConstructor = inRecord && method.getName().contentEquals("<init>");
      if (method.getParameters().size() > MAX_PARAMETERS && !recordConstructor && !inTest) {
        tooMuch.add(name + " takes " + method.getParameters().size());
      }
      if (method.getBody() != null && bodyLines(method) > MAX_BODY_LINES) {
        tooMuch.add(name + " has " + bodyLines(method) + " lines");
      }
      return super.visitMethod(method, null);
    }

    private long bodyLines(MethodTree method) {
      var lines = file.getLineMap();
      return lines.getLineNumber(positions.getEndPosition(file, method.getBody()))
          - lines.getLineNumber(positions.getStartPosition(file, method.getBody()))
          + 1;
    }
  }
}
