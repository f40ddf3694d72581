package io.sekisho.client;

import java.util.List;

/// Why a command did not do what it was asked: one sentence that says what to do, and below it
/// whatever the server found wrong, one line each.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> details;

  public Failure(String sentence) {
    this(sentence, List.of());
  }

  /// @param cause for whoever debugs; a person reads the sentence alone
  public Failure(String sentence, Throwable cause) {
    super(sentence, cause);
    this.details = List.of();
  }

  public Failure(String sentence, List<String> details) {
    super(sentence);
    this.details = List.copyOf(details);
  }

  /// What went wrong and what to do.
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /// The lines below the sentence; often none.
  public List<String> details() {
    return details;
  }
}
