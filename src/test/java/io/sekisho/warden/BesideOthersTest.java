package io.sekisho.warden;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.guard.Engine;
import io.sekisho.warden.Warden.Mark;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Beside what ufw 0.36.2, firewalld 1.3.3 and Docker 20.10.24 loaded on Debian 12: the guard
/// holds, and theirs does what it did.
@Tag("root")
@ExtendWith(Root.class)
class BesideOthersTest {
  private static final Path LOADED = Path.of("src/test/resources/guard-beside").toAbsolutePath();
  private static final String TRUSTED = "--reuid 2001 --regid 2001 --clear-groups";
  private static final String OTHER = "--reuid 2002 --regid 2002 --clear-groups";
  private static final String IT = "got it";
  private static final String REFUSED = "ECONNREFUSED";
  private static final List<String> ADDRESSES = List.of(Machine.METADATA, Machine.METADATA_6);

  /// Programs that make others' rules.
  enum Program {
    /// Lets TCP port 22 in, and the container out.
    UFW(
        "iptables-restore --noflush < iptables-save; ip6tables-restore --noflush < ip6tables-save",
        true),
    /// The same. What it does before it loads its own rules takes away all of iptables.
    FIREWALLD(
        "iptables-restore --noflush < flush; ip6tables-restore --noflush < flush;"
            + " nft -f ruleset.nft",
        false),
    /// Publishes the container's port 80 as 8081. Some of its commands delete what is not there.
    DOCKER("sh commands 2>/dev/null; true", false);

    private final String load;

    /// Whether its own rules come after those that there are, and those stay.
    private final boolean comesAfter;

    Program(String load, boolean comesAfter) {
      this.load = load;
      this.comesAfter = comesAfter;
    }
  }

  @TempDir private Path folder;
  private final Machine machine = new Machine();

  @AfterEach
  void close() {
    machine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "UFW, NFT",
    "UFW, IPTABLES",
    "FIREWALLD, NFT",
    "FIREWALLD, IPTABLES",
    "DOCKER, NFT",
    "DOCKER, IPTABLES"
  })
  void guardHoldsAndTheirsDoesWhatItDid(Program program, Engine engine) {
    machine.serveOthers();
    assertThat(machine.answersOutside("10.77.0.2", 8080, 2000)).isTrue();
    load(program);
    List<String> theirs = rules();
    expectTheirs(program);

    apply(engine);
    expectOnlyTheTrustedGetThrough();
    expectTheirs(program);
    assertThat(mark()).isEqualTo(Mark.IN_FORCE);
    remove();
    assertThat(rules()).isEqualTo(theirs);

    machine.run("nft flush ruleset");
    apply(engine);
    load(program);
    if (engine == Engine.IPTABLES && !program.comesAfter) {
      assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(IT);
      assertThat(mark()).isEqualTo(Mark.DIFFERENT);
      machine.run("sh " + folder.resolve("run/guard.sh") + " ensure");
    }
    assertThat(mark()).isEqualTo(Mark.IN_FORCE);
    expectOnlyTheTrustedGetThrough();
    expectTheirs(program);
    remove();
    assertThat(rules()).isEqualTo(theirs);
    assertThat(machine.askFromPod(Machine.METADATA)).isEqualTo(IT);
  }

  private void load(Program program) {
    machine.run(
        "cd " + LOADED.resolve(program.name().toLowerCase(Locale.ROOT)) + " && " + program.load);
  }

  private void apply(Engine engine) {
    new Ward(machine, folder).apply(engine, "allow: {users: [2001]}", Optional.empty());
  }

  private void remove() {
    machine.inside(() -> new Ward(machine, folder).warden().remove());
  }

  private Mark mark() {
    return new Ward(machine, folder).status().mark();
  }

  private void expectOnlyTheTrustedGetThrough() {
    for (String address : ADDRESSES) {
      assertThat(machine.ask(TRUSTED, address)).as(address).isEqualTo(IT);
      assertThat(machine.ask(OTHER, address)).as(address).isEqualTo(REFUSED);
      assertThat(machine.askFromPod(address)).as(address).isEqualTo(REFUSED);
    }
  }

  private void expectTheirs(Program program) {
    assertThat(machine.askFromPod(Machine.ELSEWHERE)).isEqualTo(IT);
    for (String host : List.of("10.77.0.2", "fd77::2")) {
      int open = program == Program.DOCKER ? 8081 : 22;
      assertThat(machine.answersOutside(host, open, 2000)).as(host).isTrue();
      if (program != Program.DOCKER) {
        assertThat(machine.answersOutside(host, 8080, 200)).as(host).isFalse();
      }
    }
  }

  /// Rules of iptables and what they end in, in the order of their chains' names, and of firewalld.
  private List<String> rules() {
    String listed =
        machine.run(
            """
            for tool in iptables ip6tables; do for table in filter nat mangle raw; do
              "$tool" -t $table -S | sed "s/^/$tool $table /"
            done; done; nft -s list table inet firewalld 2>/dev/null || true
            """);
    return Stream.concat(
            listed.lines().filter(it -> it.contains("tables ")).sorted(byChain()),
            listed.lines().filter(it -> !it.contains("tables ")))
        .toList();
  }

  private static Comparator<String> byChain() {
    return Comparator.comparing(it -> String.join(" ", List.of(it.split(" ")).subList(0, 4)));
  }
}
