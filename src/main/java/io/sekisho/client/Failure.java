package io.sekisho.client;

import java.util.List;

/// Why a command did not do what it was asked: one sentence that says what to do, and below it
/// whatever the server found wrong, one line each.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> details;
  private final Sort sort;

  private enum Sort {
    LASTING,
    PASSING,
    MISTYPED
  }

  public Failure(String sentence) {
    this(sentence, List.of());
  }

  /// @param cause for whoever debugs; a person reads the sentence alone
  public Failure(String sentence, Throwable cause) {
    super(sentence, cause);
    this.details = List.of();
    this.sort = Sort.LASTING;
  }

  public Failure(String sentence, List<String> details) {
    this(sentence, details, Sort.LASTING);
  }

  private Failure(String sentence, List<String> details, Sort sort) {
    super(sentence);
    this.details = List.copyOf(details);
    this.sort = sort;
  }

  /// One that may have passed when the same is tried again.
  static Failure passing(String sentence) {
    return new Failure(sentence, List.of(), Sort.PASSING);
  }

  /// A command lacks something, or has what it can't use.
  public static Failure mistyped(String sentence) {
    return new Failure(sentence, List.of(), Sort.MISTYPED);
  }

  /// Whether it may help to try the same again.
  public boolean isPassing() {
    return sort == Sort.PASSING;
  }

  /// Whether whoever typed the command is to type another one.
  public boolean isMistyped() {
    return sort == Sort.MISTYPED;
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
