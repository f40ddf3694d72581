package io.sekisho.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.wire.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `-Dgolden=rewrite` writes the files anew.
class WiresTest {
  private static final Path FOLDER = Path.of("src/test/resources/lab");

  @Test
  void wiresOneInterface() throws IOException {
    golden("one_interface.txt", script(guest(Ports.port("acme/web-1", 1, 1, "10.0.0.5"))));
  }

  @Test
  void wiresTwoInterfacesOfBothFamiliesAndAContainer() throws IOException {
    Guest guest =
        guest(
            Ports.port("acme/web-1", 1, 1, "10.0.0.5", "10.0.0.9", "fd00:a::5"),
            Ports.port("acme/web-1", 1, 2, "10.0.1.5", "fd00:b::5"));
    golden("two_interfaces.txt", script(guest));
  }

  @Test
  void keepsContainersApartFromTheGuestsOwnAddresses() {
    Guest guest = guest(Ports.port("acme/web-1", 1, 1, "172.17.0.5"));
    assertThat(Wires.inside(guest)).contains("addr add 172.18.0.1/24 dev ct0");
    assertThat(Wires.masquerade(guest)).contains("172.18.0.0/16");
  }

  private static Guest guest(Attachment... ports) {
    List<Attachment> all = List.of(ports);
    LabFile file = Ports.file(all, new LabFile.Container("web-1", "app"));
    return Guests.plan(Ports.NAMES, all, file).getFirst();
  }

  private static String script(Guest guest) {
    return """
    # host
    %s
    # guest
    %s
    # container
    %s
    # nft in the guest
    %s"""
        .formatted(
            String.join("\n", Wires.cables(guest)),
            String.join("\n", Wires.inside(guest)),
            String.join("\n", Wires.inside(guest, 0)),
            Wires.masquerade(guest));
  }

  private static void golden(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name);
    if ("rewrite".equals(System.getProperty("golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
