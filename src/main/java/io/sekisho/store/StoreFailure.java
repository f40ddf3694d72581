package io.sekisho.store;

/// State can't be read or written; the message says what an operator can do.
public final class StoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean unknown;

  StoreFailure(String message) {
    super(message);
    this.unknown = false;
  }

  StoreFailure(String message, Throwable cause) {
    this(message, cause, false);
  }

  private StoreFailure(String message, Throwable cause, boolean unknown) {
    super(message, cause);
    this.unknown = unknown;
  }

  static StoreFailure unknown(Throwable cause) {
    return new StoreFailure(
        "The database was lost while the change was made durable: whether it was is not known."
            + " Look before you repeat it. ("
            + cause.getMessage()
            + ")",
        cause,
        true);
  }

  /// Whether what was to be written may be there nevertheless.
  public boolean isUnknown() {
    return unknown;
  }
}
