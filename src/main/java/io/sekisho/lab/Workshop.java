package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Makes guests, from nothing to ready.
final class Workshop {
  private static final Duration PAUSE = Duration.ofMillis(50);

  /// Within a guest that has containers; the rules come on standard input.
  private static final String LET_THROUGH =
      "echo 1 > /proc/sys/net/ipv4/ip_forward; "
          + "echo 1 > /proc/sys/net/ipv6/conf/all/forwarding || true; "
          + "exec nft -f -";

  private final Commands commands;
  private final Namespaces namespaces;
  private final Etc etc;
  private final Duration patience;

  /// @param patience how long the node may take to notice a tap
  Workshop(Commands commands, Namespaces namespaces, Etc etc, Duration patience) {
    this.commands = commands;
    this.namespaces = namespaces;
    this.etc = etc;
    this.patience = patience;
  }

  /// Returns when all of them can talk to the node.
  void make(Collection<Guest> guests) throws IOException {
    if (guests.isEmpty()) {
      return;
    }
    Taps.look(commands, guests).expectRoomFor(guests);
    for (Guest guest : guests) {
      etc.furnish(guest);
    }
    namespaces.make(guests.stream().flatMap(Guest::namespaces).toList());
    batch(guests.stream().flatMap(guest -> Wires.cables(guest).stream()), "ip");
    guests.forEach(this::configure);
    await(guests);
  }

  private void configure(Guest guest) {
    batch(Wires.inside(guest).stream(), "ip", "-n", guest.namespace());
    for (int i = 0; i < guest.containers().size(); i++) {
      String namespace = guest.containers().get(i).namespace();
      batch(Wires.inside(guest, i).stream(), "ip", "-n", namespace);
    }
    if (!guest.containers().isEmpty()) {
      commands.feed(
          Wires.masquerade(guest),
          "ip",
          "netns",
          "exec",
          guest.namespace(),
          "sh",
          "-ec",
          LET_THROUGH);
    }
  }

  private void batch(Stream<String> lines, String... ip) {
    List<String> argv = new ArrayList<>(List.of(ip));
    argv.addAll(List.of("-batch", "-"));
    commands.feed(String.join("\n", lines.toList()) + "\n", argv.toArray(String[]::new));
  }

  private void await(Collection<Guest> guests) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Guest> waiting = waiting(guests);
    while (!waiting.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new Failure(
            "The node did not notice %s and %d more within %d s: is Sekisho running on this host?"
                .formatted(
                    waiting.getFirst().reference(), waiting.size() - 1, patience.toSeconds()));
      }
      Host.pause(PAUSE);
      waiting = waiting(waiting);
    }
  }

  private List<Guest> waiting(Collection<Guest> guests) {
    Taps taps = Taps.look(commands, guests);
    return guests.stream().filter(guest -> !taps.ready(guest)).toList();
  }
}
