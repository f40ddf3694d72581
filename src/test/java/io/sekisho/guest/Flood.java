package io.sekisho.guest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Clients that ask again and again on open connections until they are cut off.
final class Flood {
  private final List<Thread> clients = new ArrayList<>();
  private final ConcurrentLinkedQueue<Long> sentAt = new ConcurrentLinkedQueue<>();

  private Flood() {}

  static Flood start(Guest guest, String token, int clients) {
    Flood flood = new Flood();
    for (int i = 0; i < clients; i++) {
      flood.clients.add(Thread.ofVirtual().start(() -> flood.ask(guest, token)));
    }
    return flood;
  }

  /// How many requests that were sent after this moment were answered with success.
  long successesSentAfter(long nanos) throws InterruptedException {
    for (Thread client : clients) {
      client.join();
    }
    return sentAt.stream().filter(sent -> sent > nanos).count();
  }

  private void ask(Guest guest, String token) {
    try (Guest.Line line = guest.connect()) {
      while (true) {
        long sent = System.nanoTime();
        Guest.Reply reply =
            line.send(
                "GET",
                "/metadata/v1/instance?" + Guest.VERSION,
                "",
                "Authorization: Bearer " + token);
        if (reply.status() == 200) {
          sentAt.add(sent);
        }
      }
    } catch (IOException cutOff) {
      // That is how it ends.
    }
  }
}
