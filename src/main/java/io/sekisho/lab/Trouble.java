package io.sekisho.lab;

/// Why the lab did not do what it was asked: a sentence for a person that says what to do.
public final class Trouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Trouble(String sentence) {
    super(sentence);
  }

  Trouble(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /// What went wrong and what to do.
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
