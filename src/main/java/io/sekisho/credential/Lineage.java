package io.sekisho.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Signatories that follow each other in one office, numbered in the vault.
///
/// Processes that share the vault agree on every successor: whoever writes its number first made
/// it, the others take it over.
final class Lineage {
  private final Vault vault;
  private final String prefix;
  private final Duration handover;
  private volatile List<Signatory> members = List.of();

  /// @param prefix what the names in the vault begin with; the number follows
  /// @param handover how long before its end a signatory is succeeded
  Lineage(Vault vault, String prefix, Duration handover) {
    this.vault = vault;
    this.prefix = prefix;
    this.handover = handover;
  }

  /// The signatory in office, which is made if there is none or if its end is near.
  Signatory current(Instant now, Supplier<Signatory> successor) {
    List<Signatory> known = members;
    return !known.isEmpty() && serves(known.getLast(), now)
        ? known.getLast()
        : succeed(now, successor);
  }

  /// Those whose certificates are still good, oldest first.
  List<Signatory> members() {
    return members;
  }

  private synchronized Signatory succeed(Instant now, Supplier<Signatory> successor) {
    List<Signatory> line = load();
    if (line.isEmpty() || !serves(line.getLast(), now)) {
      vault.write(prefix + (line.size() + 1), successor.get().pem());
      line = load();
    }
    members = line.stream().filter(signatory -> end(signatory).isAfter(now)).toList();
    return line.getLast();
  }

  private List<Signatory> load() {
    List<Signatory> line = new ArrayList<>();
    Optional<Signatory> next = read(1);
    while (next.isPresent()) {
      line.add(next.get());
      next = read(line.size() + 1);
    }
    return line;
  }

  private Optional<Signatory> read(int number) {
    String name = prefix + number;
    try {
      return vault.read(name).map(Signatory::read);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the vault's \"" + name + "\" is damaged; restore it from a backup", e);
    }
  }

  private boolean serves(Signatory signatory, Instant now) {
    return now.isBefore(end(signatory).minus(handover));
  }

  private static Instant end(Signatory signatory) {
    return signatory.certificate().getNotAfter().toInstant();
  }
}
