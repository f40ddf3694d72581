package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.linux.Generation;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The library and the tool do the same, in the namespace of the thread and nowhere else.
@Tag("root")
@ExtendWith(Root.class)
class NftTest {
  private static final String NAME = Lab.NAMES.prefix() + "-guest-1";
  private static final String OTHER = Lab.NAMES.prefix() + "-guest-2";
  private final Commands commands = new Commands();

  @BeforeEach
  void make() {
    commands.run("ip", "netns", "add", NAME);
  }

  @AfterEach
  void remove() {
    commands.run("ip", "netns", "del", NAME);
  }

  @Test
  void libraryIsInstalledWhereTheTestsRun() {
    assertThat(NftLibrary.installed()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void makesATransactionInItsNamespaceOnly(boolean library) {
    run(library, "add table inet kt\n");

    assertThat(tables()).contains("table inet kt");
    assertThat(commands.run("nft", "list", "tables")).doesNotContain("inet kt");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void doesNothingOfATransactionThatFails(boolean library) {
    assertThatThrownBy(() -> run(library, "add table inet kt\nadd rule inet kt nowhere accept\n"))
        .isInstanceOf(Commands.Failed.class)
        .hasMessageContaining("No such file or directory");
    assertThatThrownBy(() -> run(library, "add tabel inet kt\n"))
        .isInstanceOf(Commands.Failed.class)
        .hasMessageContaining("syntax error");

    assertThat(tables()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void countsAsOneGenerationHoweverLong(boolean library) {
    try (Generation generation = inside(Generation::ofThisNamespace)) {
      int before = generation.read();
      run(
          library,
          "add table inet kt\ndelete table inet kt\nadd table inet kt\nadd table arp kt\n");

      assertThat(generation.read()).isEqualTo(before + 1);
      tables();
      assertThat(generation.read()).isEqualTo(before + 1);
    }
  }

  /// A socket that stays open would keep a removed namespace alive, and the taps in it.
  @Test
  void letsGoOfANamespaceThatIsRemoved() {
    commands.run("ip", "netns", "add", OTHER);
    commands.run(
        "ip link add eth0 netns %s type veth peer name eth0 netns %s"
            .formatted(NAME, OTHER)
            .split(" "));
    Nft nft = new Nft(commands);
    Lab.there(OTHER)
        .inside(
            () -> {
              nft.run("add table inet kt\n");
              return nft;
            });
    commands.run("ip", "netns", "del", OTHER);
    nft.letGo();

    assertThat(Lab.within(5000, () -> !links().contains("eth0"))).isTrue();
  }

  private String links() {
    return commands.run("ip", "-n", NAME, "link");
  }

  private void run(boolean library, String transaction) {
    Optional<NftLibrary> way = library ? NftLibrary.installed() : Optional.empty();
    Nft nft = new Nft(commands, way);
    inside(
        () -> {
          nft.run(transaction);
          return nft;
        });
  }

  private String tables() {
    return inside(() -> commands.run("nft", "list", "tables"));
  }

  private <T> T inside(Callable<T> work) {
    return Lab.there(NAME).inside(work);
  }
}
