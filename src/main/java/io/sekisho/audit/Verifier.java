package io.sekisho.audit;

import io.sekisho.audit.Finding.Kind;
import io.sekisho.problem.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Looks for what was done to a trail since it was written. Records are given one by one, in the
/// order in which they are kept, from the first on; the memory that this takes does not grow with
/// the trail.
///
/// What can't be found: that the end is missing together with its seals, as after a whole database
/// of last week was put back. For that a head has to be known from elsewhere.
public final class Verifier {
  /// No record is nearly as long.
  static final int LONGEST_LINE = 256 * 1024;

  private static final int CHUNK = 64 * 1024;

  /// How far numbers may have been mended to be recognized.
  private static final int SHIFTS = 16;

  /// Whoever reads more findings learns nothing new.
  private static final int FINDINGS = 1000;

  private final SealKeys keys;
  private final List<Head> known;
  private final List<Finding> findings = new ArrayList<>();
  private Stretch stretch;
  private Head last = Head.GENESIS;
  private Optional<Head> mended = Optional.empty();
  private long records;

  /// @param known heads that were noted earlier, elsewhere
  public Verifier(SealKeys keys, List<Head> known) {
    this.keys = keys;
    this.known = List.copyOf(known);
    this.stretch = new Stretch(keys, 1);
  }

  /// All lines of an export. A line ends in a line feed and in nothing else.
  public void lines(InputStream in) throws IOException {
    byte[] chunk = new byte[CHUNK];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      int from = 0;
      for (int i = 0; i < count; i++) {
        if (chunk[i] == '\n') {
          collect(line, chunk, from, i);
          line(line.toByteArray());
          line.reset();
          from = i + 1;
        }
      }
      collect(line, chunk, from, count);
    }
    if (line.size() > 0) {
      line(line.toByteArray());
    }
  }

  private static void collect(ByteArrayOutputStream line, byte[] chunk, int from, int to) {
    line.write(chunk, from, Math.min(to - from, LONGEST_LINE + 1 - line.size()));
  }

  private void line(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean whole =
        bytes.length <= LONGEST_LINE && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
    if (whole && Lines.read(text) instanceof Outcome.Granted<Entry>(Entry entry)) {
      add(entry);
    } else {
      records++;
      found(Kind.UNREADABLE, records, records);
    }
  }

  /// The next record.
  public void add(Entry entry) {
    records++;
    if (entry.sequence() <= last.sequence()) {
      backwards(entry.sequence());
      return;
    }
    if (entry.sequence() > last.sequence() + 1) {
      found(Kind.MISSING, last.sequence() + 1, entry.sequence() - 1);
      breakBefore(entry);
      mended = Optional.empty();
    } else {
      follow(entry);
    }
    compare(entry);
    last = entry.head();
    stretch.add(last);
  }

  /// What all records together came to.
  public Verdict finish() {
    known.stream()
        .mapToLong(Head::sequence)
        .filter(number -> number > last.sequence())
        .max()
        .ifPresent(number -> found(Kind.CUT, last.sequence() + 1, number));
    close(Kind.UNSEALED);
    findings.sort(Comparator.comparingLong(Finding::from));
    return new Verdict(records, last, findings);
  }

  private void follow(Entry entry) {
    String link = Chain.link(last, entry);
    boolean fits = link.equals(entry.hash());
    // If only the hash of the record before was edited, this one fits what it should have been.
    if (!fits && !mended.map(head -> Chain.link(head, entry)).equals(Optional.of(entry.hash()))) {
      Optional<Long> number = ownNumber(entry);
      number.ifPresentOrElse(
          own ->
              found(
                  new Finding(
                      Kind.RENUMBERED,
                      entry.sequence(),
                      entry.sequence(),
                      "its own is %+d".formatted(own - entry.sequence()))),
          () -> edited(entry));
    }
    mended = fits ? Optional.empty() : Optional.of(new Head(entry.sequence(), link, entry.seal()));
  }

  private void edited(Entry entry) {
    found(Kind.EDITED, entry.sequence(), entry.sequence());
    breakBefore(entry);
  }

  /// The number that a record was written under; the one before it was renumbered in the same way.
  private Optional<Long> ownNumber(Entry entry) {
    for (int shift = 1; shift <= SHIFTS; shift++) {
      for (long number : List.of(entry.sequence() + shift, entry.sequence() - shift)) {
        Head before = new Head(number - 1, last.hash(), last.seal());
        if (Chain.link(before, entry.renumbered(number)).equals(entry.hash())) {
          return Optional.of(number);
        }
      }
    }
    return Optional.empty();
  }

  private void backwards(long sequence) {
    findings.removeIf(
        it -> it.kind() == Kind.MISSING && it.from() == sequence && it.to() == sequence);
    found(Kind.OUT_OF_ORDER, sequence, sequence);
  }

  private void compare(Entry entry) {
    known.stream()
        .filter(head -> head.sequence() == entry.sequence() && !head.hash().equals(entry.hash()))
        .limit(1)
        .forEach(head -> found(Kind.REWRITTEN, head.sequence(), head.sequence()));
  }

  /// What comes vouches no more for what was before.
  private void breakBefore(Entry entry) {
    close(Kind.UNVOUCHED);
    stretch = new Stretch(keys, entry.sequence());
  }

  private void close(Kind unsealed) {
    stretch.forged().ifPresent(range -> found(Kind.FORGED, range.from(), range.to()));
    stretch.unsealed().ifPresent(range -> found(unsealed, range.from(), range.to()));
  }

  private void found(Kind kind, long from, long to) {
    found(new Finding(kind, from, to, ""));
  }

  private void found(Finding finding) {
    for (int i = findings.size() - 1; i >= 0; i--) {
      if (finding.continues(findings.get(i))) {
        findings.set(i, findings.get(i).until(finding.to()));
        return;
      }
    }
    if (findings.size() < FINDINGS) {
      findings.add(finding);
    }
  }
}
