package io.sekisho.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The Debian package, as it is made of what these tests run with, and unpacked where nothing of
/// the project is.
class PackageTest {
  private static final Pattern VERSION = Pattern.compile("\n {2}<version>([^<]+)</version>");

  @TempDir private static Path folder;
  private static String version = "";
  private static Path root = Path.of("");
  private static Path control = Path.of("");
  private static String owners = "";

  @BeforeAll
  static void make() throws Exception {
    Path project = Files.createDirectories(folder.resolve("project"));
    for (String each : List.of("bin", "package", "docs", "examples")) {
      copy(Path.of(each), project.resolve(each));
    }
    for (String each : List.of("pom.xml", "README.md", "CHANGELOG.md")) {
      Files.copy(Path.of(each), project.resolve(each));
    }
    Files.createDirectories(project.resolve("src/main"));
    Matcher found = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(found.find()).isTrue();
    version = found.group(1);
    build(project.resolve("target"));

    String[] said = run(project, "bash", "package/build", "deb").split("\n");
    String made = said[said.length - 1];
    assertThat(made).endsWith("sekisho_" + version + "_amd64.deb");
    root = folder.resolve("root");
    control = folder.resolve("control");
    run(folder, "dpkg-deb", "--extract", made, root.toString());
    run(folder, "dpkg-deb", "--control", made, control.toString());
    owners = run(folder, "dpkg-deb", "--contents", made);
  }

  /// What a build makes: the program, and all that it needs beside it.
  private static void build(Path target) throws IOException {
    Path lib = Files.createDirectories(target.resolve("lib"));
    Files.createDirectories(target.resolve("native"));
    Path classes = Path.of("");
    StringBuilder path = new StringBuilder();
    for (String each : System.getProperty("java.class.path").split(":")) {
      Path entry = Path.of(each);
      if (each.endsWith(".jar")) {
        Files.copy(entry, lib.resolve(entry.getFileName()));
        path.append(" lib/").append(entry.getFileName());
      } else if (Files.exists(entry.resolve("io/sekisho/app/Main.class"))) {
        classes = entry;
      }
    }
    // A line of a manifest is short, and goes on after a space.
    String all = path.toString().strip().replaceAll("(.{60})", "$1\n ");
    Path manifest = target.resolve("manifest");
    Files.writeString(
        manifest,
        "Main-Class: io.sekisho.app.Main\nImplementation-Version: %s\nClass-Path: %s\n"
            .formatted(version, all));
    Path jar = target.resolve("sekisho.jar");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                new PrintStream(said, true, UTF_8),
                new PrintStream(said, true, UTF_8),
                "--create",
                "--file=" + jar,
                "--manifest=" + manifest,
                "-C",
                classes.toString(),
                ".");
    assertThat(code).as(said.toString(UTF_8)).isZero();
    Path rehearsed = Files.createFile(target.resolve("rehearsal.log"));
    Files.setLastModifiedTime(rehearsed, FileTime.from(Instant.now().plusSeconds(60)));
  }

  @ParameterizedTest
  @CsvSource({
    "usr/lib/sekisho/sekisho, rwxr-xr-x",
    "usr/lib/sekisho/sekisho.jar, rw-r--r--",
    "usr/lib/sekisho/launch.sh, rw-r--r--",
    "usr/lib/sekisho/jre/bin/java, rwxr-xr-x",
    "etc/default/sekisho, rw-r-----",
    "usr/lib/systemd/system/sekisho.service, rw-r--r--",
    "usr/lib/systemd/system/sekisho-controller.service, rw-r--r--",
    "usr/lib/systemd/system/sekisho-node.service, rw-r--r--",
    "usr/share/doc/sekisho/copyright, rw-r--r--",
    "usr/share/doc/sekisho/changelog.gz, rw-r--r--",
    "usr/share/doc/sekisho/fleet.md, rw-r--r--"
  })
  void hasItsFilesWithTheirModes(String file, String mode) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(file))))
        .isEqualTo(mode);
  }

  @Test
  void letsNobodyButRootChangeAnything() throws IOException {
    assertThat(owners.lines()).isNotEmpty().allMatch(line -> line.contains(" root/root "));
    try (Stream<Path> all = Files.walk(root)) {
      assertThat(all.filter(it -> !Files.isSymbolicLink(it)))
          .allSatisfy(
              it ->
                  assertThat(Files.getPosixFilePermissions(it))
                      .doesNotContain(
                          PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE));
    }
  }

  @Test
  void keepsWhatAnOperatorWrote() throws IOException {
    List<String> kept = Files.readAllLines(control.resolve("conffiles"));
    assertThat(kept).containsExactly("/etc/default/sekisho");
    try (Stream<Path> settings = Files.walk(root.resolve("etc")).filter(Files::isRegularFile)) {
      assertThat(settings.map(it -> "/" + root.relativize(it))).containsExactlyElementsOf(kept);
    }
  }

  @Test
  void saysWhatItIs() throws Exception {
    String text = Files.readString(control.resolve("control"));
    assertThat(text).contains("Version: " + version + "\n").doesNotContainPattern("@[A-Z]+@");
    Matcher size = Pattern.compile("Installed-Size: (\\d+)\n").matcher(text);
    assertThat(size.find()).isTrue();
    assertThat(Integer.parseInt(size.group(1))).isGreaterThan(20_000);
    run(root, "md5sum", "--check", "--quiet", control.resolve("md5sums").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"postinst", "prerm", "postrm"})
  void hasScriptsThatAShellTakes(String script) throws Exception {
    Path file = control.resolve(script);
    assertThat(Files.isExecutable(file)).isTrue();
    run(root, "sh", "-n", file.toString());
    run(root, "shellcheck", file.toString());
  }

  @Test
  void runsWithTheRuntimeItBrings() throws Exception {
    assertThat(Files.readSymbolicLink(root.resolve("usr/bin/sekisho")))
        .isEqualTo(Path.of("../lib/sekisho/sekisho"));
    assertThat(run(folder, root.resolve("usr/bin/sekisho").toString(), "--version"))
        .isEqualTo("sekisho " + version + "\n");
  }

  /// What it does when it is installed: it lives once, on the modules that the runtime has.
  @Test
  void makesItsCacheWhenItIsInstalled() throws Exception {
    Matcher line =
        Pattern.compile("bash -c '(.*)' >").matcher(Files.readString(control.resolve("postinst")));
    assertThat(line.find()).isTrue();
    Path home = root.resolve("usr/lib/sekisho");
    run(folder, "bash", "-c", line.group(1).replace("/usr/lib/sekisho", home.toString()));
    assertThat(home.resolve("sekisho.aot")).isNotEmptyFile();
  }

  /// What a program says, which has to succeed.
  private static String run(Path where, String... words) throws Exception {
    Path said = Files.createTempFile(folder, "said", "");
    Path complained = Files.createTempFile(folder, "complained", "");
    ProcessBuilder program = new ProcessBuilder(words).directory(where.toFile());
    program.redirectOutput(said.toFile()).redirectError(complained.toFile());
    Map<String, String> variables = program.environment();
    variables.keySet().retainAll(List.of("PATH", "HOME", "LANG"));
    variables.put("JAVA_HOME", System.getProperty("java.home"));
    // Packed quickly rather than tightly.
    variables.put("DPKG_DEB_COMPRESSOR_TYPE", "none");
    Process running = program.start();
    assertThat(running.waitFor(3, TimeUnit.MINUTES)).as(Arrays.toString(words)).isTrue();
    String all = Files.readString(said);
    assertThat(running.exitValue()).as(all + Files.readString(complained)).isZero();
    return all;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.collect(Collectors.toList())) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }
}
