package io.sekisho.control;

/// Changes were asked for that the log does not have (any more, or on this database): whoever
/// follows has to begin anew with what there is.
public final class StoreGap extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param after the revision that the caller knows
  public StoreGap(long after) {
    super(
        "The changes after revision %d are not known here: read everything again and follow from there."
            .formatted(after));
  }
}
