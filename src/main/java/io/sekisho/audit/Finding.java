package io.sekisho.audit;

/// Something that was done to the trail.
///
/// @param from the first record that it is about
/// @param to the last one
/// @param detail more about it; empty if the kind says it all
public record Finding(Kind kind, long from, long to, String detail) {

  /// What can be done to a trail, by how it looks to who verifies.
  public enum Kind {
    /// What stands there does not belong to the hash that is kept with it.
    EDITED(
        "was edited, or stands in another's place",
        "Compare with a backup or an earlier export: what stands there now is not what was written."),
    /// Numbers that nobody has.
    MISSING(
        "is missing",
        "Take it from a backup or an earlier export; what it told may have happened."),
    /// A record whose number is not above the one before.
    OUT_OF_ORDER(
        "stands after a later one, or twice",
        "Records were moved or inserted: compare with a backup or an earlier export."),
    /// The text is genuine, under another number.
    RENUMBERED(
        "was written under another number",
        "Records before it were removed or inserted, and the numbers mended to hide it: compare"
            + " with a backup or an earlier export."),
    /// A signature that the key did not make.
    FORGED(
        "is not what the key sealed",
        "The chain was computed anew by someone without the key, or the key is another one's:"
            + " trust nothing from there on until a backup agrees."),
    /// The chain that led to the seal over it is broken.
    UNVOUCHED(
        "is vouched for by no seal any more",
        "What was sealed with it is gone or edited, so it may be edited too: compare with a backup"
            + " or an earlier export."),
    /// Records at the end without a signature.
    UNSEALED(
        "has no seal after it",
        "Every write ends in a seal: these were appended by someone without the key, or the end of"
            + " an export was cut off."),
    /// The trail ends before a head that is known to have been there.
    CUT(
        "was there, and is no more",
        "The trail's end was removed, or an older database was put back: find out by whom, and take"
            + " the records from a backup or an earlier export."),
    /// The trail has another record where a head is known.
    REWRITTEN(
        "is another one than was noted",
        "The trail was replaced from there or before by another one: compare with a backup or an"
            + " earlier export."),
    /// A line of an export that is no record.
    UNREADABLE(
        "can't be read as an exported record",
        "The file was changed after it was exported: export again and compare.");

    private final String words;
    private final String advice;

    Kind(String words, String advice) {
      this.words = words;
      this.advice = advice;
    }
  }

  /// What was found, and where.
  public String sentence() {
    String what = kind == Kind.UNREADABLE ? "line" : "record";
    String where =
        from == to
            ? "%S%s %d".formatted(what.charAt(0), what.substring(1), from)
            : "Each of %ss %d to %d".formatted(what, from, to);
    return "%s %s%s.".formatted(where, kind.words, detail.isEmpty() ? "" : ": " + detail);
  }

  /// What to do about it.
  public String advice() {
    return kind.advice;
  }

  /// Whether the other one goes on where this one ends.
  boolean continues(Finding earlier) {
    return kind == earlier.kind && detail.equals(earlier.detail) && from == earlier.to + 1;
  }

  Finding until(long end) {
    return new Finding(kind, from, end, detail);
  }
}
