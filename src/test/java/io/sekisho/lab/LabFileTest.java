package io.sekisho.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.client.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LabFileTest {
  @Test
  void readsWhoIsInTheInventoryAndTheContainers() {
    LabFile file =
        parse(
            """
            accounts:
              - name: acme
                instances: [{name: web-1}, {name: db-1}]
                bare_metal_servers: [{name: metal-1}]
              - name: globex
                instances: [{name: web-1}]
            lab:
              containers: [{guest: acme/web-1, name: app}]
            """);
    assertThat(file.computes())
        .containsExactlyInAnyOrder("acme/web-1", "acme/db-1", "acme/metal-1", "globex/web-1");
    assertThat(file.containers()).containsExactly(new LabFile.Container("acme/web-1", "app"));
  }

  @Test
  void readsJson() {
    assertThat(parse("{\"accounts\": [{\"name\": \"a\", \"instances\": [{\"name\": \"b\"}]}]}"))
        .isEqualTo(new LabFile(java.util.Set.of("a/b"), java.util.List.of()));
  }

  @Test
  void hasNoContainersWithoutItsSection() {
    assertThat(parse("accounts: []").containers()).isEmpty();
  }

  @Test
  void rejectsWhatItsSectionDoesNotKnow() {
    assertThatThrownBy(() -> parse("lab: {contaniers: []}"))
        .isInstanceOf(Failure.class)
        .hasMessage("lab: \"contaniers\" is not known there; only containers is.");
    assertThatThrownBy(() -> parse("lab: {containers: [{guest: a, name: b, image: c}]}"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("\"image\"");
  }

  @Test
  void rejectsContainerNamesThatAreNoNamesOfFiles() {
    for (String name : new String[] {"", "../x", "a/b", "A", "x y", "-a", "a".repeat(33)}) {
      assertThatThrownBy(
              () -> parse("lab: {containers: [{guest: a, name: \"%s\"}]}".formatted(name)))
          .as(name)
          .isInstanceOf(Failure.class);
    }
  }

  @Test
  void rejectsContainerWithoutGuest() {
    assertThatThrownBy(() -> parse("lab: {containers: [{name: app}]}"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("the name of its guest");
  }

  @Test
  void rejectsWhatIsNoYaml() {
    assertThatThrownBy(() -> parse("accounts: [")).isInstanceOf(Failure.class);
  }

  @Test
  void readsTheExamples() throws Exception {
    LabFile example = LabFile.parse(Files.readAllBytes(Path.of("examples/lab.yaml")));
    assertThat(example.computes()).hasSizeGreaterThan(4).contains("acme/web-1", "globex/shop-1");
    assertThat(example.containers()).hasSize(1);
    LabFile filtered = LabFile.parse(Files.readAllBytes(Path.of("examples/envelope.yaml")));
    assertThat(filtered.computes()).hasSize(7).contains("acme/bastion-1", "globex/shop-1");
  }

  private static LabFile parse(String text) {
    return LabFile.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
