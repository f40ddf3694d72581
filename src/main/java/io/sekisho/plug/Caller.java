package io.sekisho.plug;

import io.sekisho.client.Failure;
import io.sekisho.host.Names;
import io.sekisho.linux.UnixSocket;
import io.sekisho.nodewire.HostView;
import io.sekisho.wire.Attachment;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/// Asks at the [Door] of this host's Sekisho, and believes no more than it may say.
///
/// @param door where it is
/// @param names what the namespaces of that Sekisho are called
/// @param absence how long a service that died is waited for: its overseer starts the next
record Caller(Path door, Names names, Duration absence) {
  /// Longer than a node takes to take a guest.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Interfaces of a guest, and addresses of an interface, are fewer.
  private static final int MOST = 64;

  /// Some hundred thousand rules, and more interfaces than a host can have.
  private static final int MOST_PARTS = 200;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-f.:]{2,45}");

  private static final Duration AGAIN = Duration.ofMillis(100);

  /// @throws Failure if nobody answers, or the answer is no
  Reply.Places ask(Request request) {
    return switch (reply(request)) {
      case Reply.Places it -> checked(it);
      case Reply.Refused(String why) -> throw new Failure(why);
      case Reply.Standing _ -> throw another("it tells its status unasked");
    };
  }

  /// What is in force on this host. It is for reading: whatever is done by it has to be looked at.
  ///
  /// @throws Failure if nobody answers, or what is said has no end
  HostView status() {
    List<HostView.Network> networks = new ArrayList<>();
    List<HostView.Interface> interfaces = new ArrayList<>();
    List<HostView.Rule> rules = new ArrayList<>();
    for (int part = 0; part < MOST_PARTS; part++) {
      int told = Math.max(networks.size(), Math.max(interfaces.size(), rules.size()));
      Reply.Standing more =
          switch (reply(new Request.Status(told))) {
            case Reply.Standing it -> it;
            case Reply.Refused(String why) -> throw new Failure(why);
            case Reply.Places _ -> throw another("it names places unasked");
          };
      networks.addAll(more.view().networks());
      interfaces.addAll(more.view().interfaces());
      rules.addAll(more.view().rules());
      if (!more.more()) {
        return new HostView(networks, interfaces, rules);
      }
    }
    throw new Failure("The Sekisho of this host tells more than a host can have.");
  }

  /// Whatever is asked may be asked again.
  private Reply reply(Request request) {
    long end = System.nanoTime() + absence.toNanos();
    while (true) {
      try {
        return attempt(request);
      } catch (IOException e) {
        if (System.nanoTime() - end > 0 || Files.notExists(door.resolveSibling("words"))) {
          throw nobody(e);
        }
      }
      Pause.of(AGAIN);
    }
  }

  private Reply attempt(Request request) throws IOException {
    try (UnixSocket socket = UnixSocket.connect(door, PATIENCE)) {
      socket.send(Json.mapper().writeValueAsBytes(request), OptionalInt.empty());
      return Json.mapper().readValue(socket.receive(), Reply.class);
    } catch (JacksonException e) {
      throw new Failure("The Sekisho of this host is another version: " + e.getMessage(), e);
    }
  }

  private static Failure another(String why) {
    return new Failure("The Sekisho of this host is another version: " + why);
  }

  private Failure nobody(IOException why) {
    return new Failure(
        "No Sekisho serves guests' own interfaces on this host under the prefix %s: start `sekisho up` or `sekisho node` as root, or set SEKISHO_PREFIX to the one it has."
            .formatted(names.prefix()),
        why);
  }

  /// The service may be anybody's: root moves devices into its namespaces, and nowhere else, and
  /// passes on to hypervisors what looks like what it is.
  private Reply.Places checked(Reply.Places said) {
    if (said.places().size() > MOST) {
      throw new Failure("The Sekisho of this host names more places than a guest has.");
    }
    for (Attachment place : said.places()) {
      if (!names.owns(place.networkNamespace()) || !place.device().matches("tap\\d{1,9}")) {
        throw new Failure(
            "The Sekisho of this host names %s in %s, which is none of its own: not touched."
                .formatted(shown(place.device()), shown(place.networkNamespace())));
      }
      if (!isPlain(place)) {
        throw new Failure(
            "The Sekisho of this host says of %s what can't be: not touched."
                .formatted(place.device()));
      }
    }
    return said;
  }

  private static boolean isPlain(Attachment place) {
    return Stream.of(place.account(), place.compute(), place.computeId(), place.networkInterface())
            .allMatch(it -> NAME.matcher(it).matches())
        && MAC.matcher(place.macAddress()).matches()
        && place.addresses().size() <= MOST
        && Stream.concat(place.addresses().stream(), Stream.of(place.gateway()))
            .allMatch(it -> ADDRESS.matcher(it).matches());
  }

  private static String shown(String text) {
    return text.replaceAll("[^\\x21-\\x7e]", "?");
  }
}
