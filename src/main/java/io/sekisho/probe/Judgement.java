package io.sekisho.probe;

/// What came of one vector.
public sealed interface Judgement {
  Judgement GOOD = new AsExpected("");

  /// @param note worth telling, though nothing is wrong; often empty
  record AsExpected(String note) implements Judgement {}

  /// @param sent and `received` cut short, without tokens
  record Unexpected(String expected, String sent, String received) implements Judgement {}

  /// It makes no sense here, or needs something that was not given.
  record NotApplicable(String reason) implements Judgement {}

  static Judgement of(boolean good, String expected, String sent, String received) {
    return good ? GOOD : new Unexpected(expected, sent, received);
  }
}
