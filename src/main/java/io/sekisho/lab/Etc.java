package io.sekisho.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a guest sees in `/etc` instead of this machine's own: `ip netns exec` lays the files of
/// `/etc/netns/NAME` over it.
final class Etc {
  static final Path FOLDER = Path.of("/etc/netns");

  private static final Path HOST = Path.of("/etc");

  private final TrustStore trust;

  Etc(TrustStore trust) {
    this.trust = trust;
  }

  /// Furnishes a guest and its containers.
  void furnish(Guest guest) throws IOException {
    List<String> own = new ArrayList<>();
    guest.addresses().forEach(address -> own.add(address + " " + guest.name()));
    furnish(guest.namespace(), guest.name(), own);
    for (int i = 0; i < guest.containers().size(); i++) {
      Guest.Container container = guest.containers().get(i);
      String line = Wires.address(guest, i) + " " + container.name();
      furnish(container.namespace(), container.name(), List.of(line));
    }
  }

  /// Removes what a namespace of this name was furnished with.
  static void remove(String namespace) throws IOException {
    Trees.delete(FOLDER.resolve(namespace));
  }

  private void furnish(String namespace, String name, List<String> own) throws IOException {
    remove(namespace);
    Path folder = Files.createDirectories(FOLDER.resolve(namespace));
    for (var file : files(name, own).entrySet()) {
      // There is nothing to lay a file over where this machine has none.
      if (Files.exists(HOST.resolve(file.getKey()))) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    }
    for (var copy : trust.folders().entrySet()) {
      Files.createSymbolicLink(folder.resolve(copy.getKey()), copy.getValue());
    }
  }

  private static Map<String, String> files(String name, List<String> own) {
    return Map.of(
        "hostname",
        name + "\n",
        "hosts",
        hosts(own),
        // This machine's resolver may answer through a socket, past every network namespace.
        "nsswitch.conf",
        "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n",
        // No name server: a name that is not in `hosts` fails at once, not after a timeout.
        "resolv.conf",
        "options timeout:1 attempts:1\n");
  }

  private static String hosts(List<String> own) {
    return """
    127.0.0.1 localhost
    ::1 localhost ip6-localhost ip6-loopback
    169.254.169.254 api.metadata.cloud.ibm.com
    %s
    """
        .formatted(String.join("\n", own));
  }
}
