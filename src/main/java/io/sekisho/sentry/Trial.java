package io.sekisho.sentry;

import io.sekisho.linux.Knock;
import io.sekisho.linux.Knock.Answer;
import java.util.Locale;

/// What came of one attempt, beside what the policy means.
///
/// @param through whether the policy means them to get through
/// @param detail what else was seen, in a few words; empty if nothing
record Trial(Who who, Way way, boolean through, Seen seen, String detail) {
  /// What the guard's counters say became of a packet.
  enum Seen {
    LET_THROUGH,
    REFUSED,
    /// Let through, and counted as one that would not be if the policy were enforced.
    WOULD_BE_REFUSED,
    /// An answer came, and the guard counted nothing.
    NOT_JUDGED,
    /// No packet left: no route leads there.
    NO_ROUTE,
    /// Such a socket is not for them.
    NO_SOCKET,
    /// What was seen does not say.
    UNCLEAR;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /// What that is, beside the policy.
  enum Verdict {
    AGREES,
    DIFFERS,
    /// It can't be told.
    UNPROVEN,
    /// Nothing could get there, guard or no guard.
    NOTHING_TO_TELL
  }

  Verdict verdict() {
    return switch (seen) {
      case LET_THROUGH -> through ? Verdict.AGREES : Verdict.DIFFERS;
      case REFUSED, WOULD_BE_REFUSED -> through ? Verdict.DIFFERS : Verdict.AGREES;
      case NOT_JUDGED -> Verdict.DIFFERS;
      case NO_ROUTE, NO_SOCKET -> Verdict.NOTHING_TO_TELL;
      case UNCLEAR -> Verdict.UNPROVEN;
    };
  }

  /// What the other end did, as far as it can be told.
  static String said(Answer answer) {
    return switch (answer) {
      case Answer.Answered() -> "answered";
      case Answer.Silence() -> "no answer";
      case Answer.Failed(var errno) ->
          switch (errno) {
            case Knock.REFUSED -> "refused at once";
            case Knock.NOT_PERMITTED -> "not permitted here";
            case Knock.NO_ACCESS -> "prohibited";
            case Knock.NO_NETWORK, Knock.NO_ADDRESS -> "no route";
            case Knock.NO_HOST -> "host unreachable";
            default -> "error " + errno;
          };
    };
  }
}
