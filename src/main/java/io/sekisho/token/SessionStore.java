package io.sekisho.token;

import io.sekisho.iam.AccountId;
import io.sekisho.token.Session.Refresh;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where sessions are kept, and which assertions were used. What returned is there after a power
/// cut, and for other controllers.
public interface SessionStore {
  /// Keeps a new session.
  ///
  /// @param most how many its identity may have in its account: the oldest go beyond
  void begin(Session session, int most);

  Optional<Session> find(String id);

  /// One identity's sessions, the newest first.
  List<Session> of(AccountId account, String identity);

  /// Takes one refresh token for another.
  ///
  /// @param from hash of the one that was used
  /// @return false if that is not, or no longer, the session's
  boolean rotate(String id, String from, Refresh to, Instant now);

  void used(String id, Instant at);

  /// @return whether there was one
  boolean end(String id);

  /// Ends all of an account's sessions that stand on something.
  ///
  /// @param what an identity's IAM id, or the id of a profile or API key
  void endOf(AccountId account, String what);

  /// Notes that something may be used once.
  ///
  /// @param until when that can be forgotten
  /// @return false if it was noted before
  boolean first(String once, Instant until);

  /// Forgets what is over.
  void sweep(Instant now);
}
