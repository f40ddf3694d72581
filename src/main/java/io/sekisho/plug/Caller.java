package io.sekisho.plug;

import io.sekisho.client.Failure;
import io.sekisho.host.Names;
import io.sekisho.linux.UnixSocket;
import io.sekisho.wire.Attachment;
import io.sekisho.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;

/// Asks at the [Door] of this host's Sekisho, and believes no more than it may say.
///
/// @param door where it is
/// @param names what the namespaces of that Sekisho are called
/// @param absence how long a service that died is waited for: its overseer starts the next
record Caller(Path door, Names names, Duration absence) {
  /// Longer than a node takes to take a guest.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration AGAIN = Duration.ofMillis(100);

  /// @throws Failure if nobody answers, or the answer is no
  Reply.Places ask(Request request) {
    return switch (reply(request)) {
      case Reply.Places it -> checked(it);
      case Reply.Refused(String why) -> throw new Failure(why);
    };
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
      pause();
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

  private Failure nobody(IOException why) {
    return new Failure(
        "No Sekisho serves guests' own interfaces on this host under the prefix %s: start `sekisho up` or `sekisho node` as root, or set SEKISHO_PREFIX to the one it has."
            .formatted(names.prefix()),
        why);
  }

  /// The service may be anybody's: root moves devices into its namespaces, and nowhere else.
  private Reply.Places checked(Reply.Places said) {
    for (Attachment place : said.places()) {
      if (!names.owns(place.networkNamespace()) || !place.device().matches("tap\\d{1,9}")) {
        throw new Failure(
            "The Sekisho of this host names %s in %s, which is none of its own: not touched."
                .formatted(place.device(), place.networkNamespace()));
      }
    }
    return said;
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Interrupted.", e);
    }
  }
}
