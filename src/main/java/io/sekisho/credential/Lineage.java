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
    return serving(members, now).orElseGet(() -> succeed(now, successor));
  }

  /// All there were so far, in their order.
  List<Signatory> members() {
    return members;
  }

  private synchronized Signatory succeed(Instant now, Supplier<Signatory> successor) {
    List<Signatory> line = load();
    // More than once if another process was faster whose clock is ahead of ours.
    while (serving(line, now).isEmpty()) {
      vault.write(prefix + (line.size() + 1), successor.get().pem());
      line = load();
    }
    members = List.copyOf(line);
    return serving(line, now).orElseThrow();
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

  private Optional<Signatory> serving(List<Signatory> line, Instant now) {
    return line.reversed().stream().filter(signatory -> serves(signatory, now)).findFirst();
  }

  /// One of the future, left behind by a clock that was wrong, has to wait for its day.
  private boolean serves(Signatory signatory, Instant now) {
    Instant start = signatory.certificate().getNotBefore().toInstant();
    return !start.isAfter(now) && now.isBefore(end(signatory).minus(handover));
  }

  private static Instant end(Signatory signatory) {
    return signatory.certificate().getNotAfter().toInstant();
  }
}
