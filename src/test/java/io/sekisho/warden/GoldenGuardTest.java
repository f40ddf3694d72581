package io.sekisho.warden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.client.Documents;
import io.sekisho.guard.CloudInit;
import io.sekisho.guard.Engine;
import io.sekisho.guard.Notes;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Script;
import io.sekisho.guard.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each case is a folder with a policy, or named after a preset, and all that is made of it.
/// `-Dgolden=rewrite` writes it anew.
class GoldenGuardTest {
  static List<Path> cases() throws IOException {
    return Cases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void makesOfAPolicyWhatItMade(Path folder) throws IOException {
    Policy policy = Cases.policy(folder);
    Ruling ruling = Cases.ruling(policy);

    compare(folder, "ruleset.nft", ruling.nft());
    compare(folder, "rules.v4", ruling.iptables());
    compare(folder, "rules.v6", ruling.ip6tables());
    compare(folder, "units.txt", units(policy));
    compare(folder, "canonical.yaml", Cases.text(policy));
    compare(folder, "notes.txt", notes(policy));
  }

  /// Scripts differ in their rules, and in whom they look up.
  @Test
  void makesAScriptAsItMadeIt() throws IOException {
    Path folder = Cases.folder("rich");
    Policy policy = Cases.policy(folder);

    compare(folder, "guard-nft.sh", Script.of(policy, Engine.NFT, Script.RUN_FOLDER));
    compare(folder, "guard-iptables.sh", Script.of(policy, Engine.IPTABLES, Script.RUN_FOLDER));
    compare(folder, "cloud-init.yaml", CloudInit.of(policy, Engine.NFT));
  }

  /// What is printed says the same as what was read.
  @ParameterizedTest
  @MethodSource("cases")
  void readsWhatItPrints(Path folder) throws IOException {
    Policy policy = Cases.policy(folder);

    assertThat(Cases.read(Cases.text(policy))).isEqualTo(policy);
  }

  /// What cloud-init reads from its part are the very files.
  @ParameterizedTest
  @MethodSource("cases")
  void cloudInitWritesTheVeryFiles(Path folder) throws IOException {
    Policy policy = Cases.policy(folder);
    Map<String, String> files = new LinkedHashMap<>(Units.files(policy));
    files.put(Units.POLICY, Cases.text(policy));
    files.put(Units.SCRIPT, Script.of(policy, Engine.IPTABLES, Script.RUN_FOLDER));
    Map<String, String> written = new LinkedHashMap<>();

    Documents.read(CloudInit.of(policy, Engine.IPTABLES).getBytes(UTF_8))
        .path("write_files")
        .forEach(
            it ->
                written.put(
                    it.path("path").asString().substring(1), it.path("content").asString()));

    assertThat(written).isEqualTo(files);
  }

  private static String units(Policy policy) {
    return Units.files(policy).entrySet().stream()
        .map(it -> "# /" + it.getKey() + "\n" + it.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static String notes(Policy policy) {
    return List.of(Engine.values()).stream()
        .map(it -> it + ":\n" + String.join("\n", Notes.of(policy, it)) + "\n")
        .collect(Collectors.joining("\n"));
  }

  private static void compare(Path folder, String name, String text) throws IOException {
    Path golden = folder.resolve(name);
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.writeString(golden, text);
    }
    assertThat(text).as(golden.toString()).isEqualTo(Files.readString(golden));
  }
}
