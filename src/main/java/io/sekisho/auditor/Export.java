package io.sekisho.auditor;

import io.sekisho.audit.Entry;
import io.sekisho.audit.Lines;
import io.sekisho.client.Client;
import io.sekisho.client.Failure;
import io.sekisho.problem.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// The whole trail, page by page, as the server has it.
final class Export {
  private static final int PAGE = 1_000;

  private final Client client;

  Export(Client client) {
    this.client = client;
  }

  /// Gives every page to a reader: whole lines, oldest first.
  void read(long after, Consumer<byte[]> reader) {
    long last = after;
    for (byte[] page = client.trailLines(last, PAGE);
        page.length > 0;
        page = client.trailLines(last, PAGE)) {
      reader.accept(page);
      last = next(last, page);
    }
  }

  /// The number of a page's last record.
  private static long next(long last, byte[] page) {
    String text = new String(page, StandardCharsets.UTF_8).stripTrailing();
    String line = text.substring(text.lastIndexOf('\n') + 1);
    if (Lines.read(line) instanceof Outcome.Granted<Entry>(Entry entry)
        && entry.sequence() > last) {
      return entry.sequence();
    }
    throw new Failure(
        "The server's answer after record %d is not understood: use the `sekisho` of its version."
            .formatted(last));
  }
}
