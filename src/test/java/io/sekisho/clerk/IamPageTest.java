package io.sekisho.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Shell;
import io.sekisho.office.LiveOffice;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/iam.md is true: its lines do what it says, one after the other.
class IamPageTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();

  @TempDir Path directory;

  @Test
  void everyLineOfItRuns() throws Exception {
    List<String> lines =
        Files.readAllLines(Path.of("docs/iam.md")).stream()
            .filter(line -> line.matches("(sekisho|export) .*"))
            .toList();
    assertThat(lines).hasSizeGreaterThan(20);
    try (LiveOffice office = new LiveOffice()) {
      office.apply(Files.readString(Path.of("src/test/resources/api/fleet.yaml")));
      Shell shell = new Shell(directory);
      Files.writeString(shell.path("ca.pem"), office.ca());
      Files.writeString(shell.path("operator.key"), office.operator);
      List<String> exports = new ArrayList<>();
      for (String line : lines) {
        String here = line.replace("https://127.0.0.1:8443", office.url());
        if (here.startsWith("sekisho ")) {
          run(shell, here);
        } else {
          exports.add(here);
          if (exports.size() == 2) {
            assertThat(listedByIbmsSdk(exports, shell.run("token", "--context", "ada").out()))
                .isEqualTo("ci");
          }
        }
      }
      assertThat(exports).hasSize(2);
    }
  }

  /// What IBM's SDK for Node sees with what was exported.
  private String listedByIbmsSdk(List<String> exports, String token) throws Exception {
    String claims =
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
    String account = Json.mapper().readTree(claims).at("/account/bss").asString();
    String program =
        """
        %s
        node -e "require('@ibm-cloud/platform-services/iam-identity/v1').newInstance()
          .listServiceIds({accountId: '%s'})
          .then(it => console.log(it.result.serviceids.map(each => each.name).join(' ')))"
        """
            .formatted(String.join("\n", exports), account);
    ProcessBuilder bash = new ProcessBuilder("bash", "-c", program).directory(directory.toFile());
    bash.environment().put("NODE_PATH", NPM.resolve("node_modules").toString());
    Process process = bash.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.strip();
  }

  /// As a shell would, as far as the page needs one.
  private static void run(Shell shell, String line) throws IOException {
    Matcher file = Pattern.compile(" < (\\S+)").matcher(line);
    shell.type(file.find() ? Files.readString(shell.path(file.group(1))) : "");
    String command = line.replaceFirst("^sekisho ", "").replaceFirst(" [|<] .*", "");
    List<String> words =
        WORD.matcher(command)
            .results()
            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
            .toList();
    Shell.Outcome outcome = shell.run(words.toArray(String[]::new));
    assertThat(outcome.err()).as(line).isEmpty();
    assertThat(outcome.code()).as(line).isZero();
    Matcher key = Pattern.compile("jq -r \\.apikey > (\\S+)").matcher(line);
    if (key.find()) {
      Files.writeString(
          shell.path(key.group(1)),
          Json.mapper().readTree(outcome.out()).path("apikey").asString("") + "\n");
    }
  }
}
