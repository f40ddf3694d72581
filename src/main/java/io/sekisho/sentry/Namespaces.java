package io.sekisho.sentry;

import io.sekisho.client.Documents;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Network namespaces of other processes that have a way out past this one.
final class Namespaces {
  private static final int MOST = 32;
  private static final Set<String> OWN = Set.of("macvlan", "ipvlan", "macvtap", "ipvtap");

  private Namespaces() {}

  /// Each interface on the network that another namespace has, with a process that uses it.
  static List<String> outside(Commands commands, List<Program> programs) {
    List<String> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    try {
      seen.add(Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Program each : programs) {
      Path namespace = Path.of("/proc/" + each.pid() + "/ns/net");
      try {
        if (seen.size() <= MOST && seen.add(Files.readSymbolicLink(namespace).toString())) {
          devices(commands, namespace, each, found);
        }
      } catch (IOException | UncheckedIOException | Commands.Failed ended) {
        // Nobody to ask any more.
      }
    }
    if (seen.size() > MOST) {
      found.add("more namespaces than were looked into");
    }
    return found;
  }

  private static void devices(
      Commands commands, Path namespace, Program program, List<String> found) {
    String listing =
        commands.run("nsenter", "--net=" + namespace, "ip", "-j", "-d", "link", "show");
    for (JsonNode device : Documents.parse(listing.getBytes(StandardCharsets.UTF_8))) {
      String kind = device.path("linkinfo").path("info_kind").asString("");
      boolean isLoopback = device.path("link_type").asString("").equals("loopback");
      // What has no kind is a real device.
      if (OWN.contains(kind) || (kind.isEmpty() && !isLoopback)) {
        found.add(
            "%s, process %d, has %s (%s)"
                .formatted(
                    program.name(),
                    program.pid(),
                    device.path("ifname").asString(""),
                    kind.isEmpty() ? "a device" : kind));
      }
    }
  }
}
