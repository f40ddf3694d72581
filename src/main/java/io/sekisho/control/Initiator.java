package io.sekisho.control;

import io.sekisho.iam.AccountId;
import java.util.Optional;

/// Who asked for something, for deciding whether they may and for the audit trail.
///
/// @param id the identity's IAM id
/// @param name as people know it: of an operator, the key's name
/// @param account whose identity it is, outside of which it can't act; empty for an operator of
///   this installation
/// @param host the address it asked from
/// @param agent the program, as it calls itself
/// @param trace id of the request
public record Initiator(
    String id,
    String name,
    Type type,
    Optional<AccountId> account,
    String host,
    String agent,
    String trace) {

  /// What kind of identity.
  public enum Type {
    OPERATOR,
    USER,
    SERVICE_ID,
    PROFILE
  }

  /// An operator of this installation.
  ///
  /// @param operator name of the key
  public Initiator(String operator, String trace) {
    this("operator:" + operator, operator, Type.OPERATOR, Optional.empty(), "", "", trace);
  }

  /// For events: an operator's name, or anyone else's IAM id.
  public String operator() {
    return type == Type.OPERATOR ? name : id;
  }

  public boolean isOperator() {
    return type == Type.OPERATOR && account.isEmpty();
  }
}
