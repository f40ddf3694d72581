package io.sekisho.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Benchmarks are run seldom, and are to follow what they measure all the same.
class BenchmarksTest {
  @Test
  void compile(@TempDir Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.list(Path.of("bench/crowd"))) {
      List<File> all = sources.map(Path::toFile).toList();
      boolean done =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromFiles(all))
              .call();
      assertThat(done).as(said.toString()).isTrue();
    }
  }
}
