package io.sekisho.control;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.Joined;
import java.util.Optional;

/// Who asked for something, for deciding whether they may and for the audit trail.
///
/// @param id the identity's IAM id
/// @param name as people know it: of an operator, the key's name
/// @param account whose identity it is, outside of which it can't act; empty for an operator of
///   this installation
/// @param behind who acts as the identity, if it is an assumed one
/// @param joined the rules of access groups that the person behind met
/// @param host the address it asked from
/// @param agent the program, as it calls itself
/// @param trace id of the request
public record Initiator(
    String id,
    String name,
    Type type,
    Optional<AccountId> account,
    Optional<Behind> behind,
    Optional<Joined> joined,
    String host,
    String agent,
    String trace) {

  /// Who stands behind an assumed identity.
  ///
  /// @param id an IAM id, or of a compute resource `crn-` and its CRN
  /// @param name as people know it
  public record Behind(String id, String name) {}

  /// What kind of identity.
  public enum Type {
    OPERATOR,
    USER,
    SERVICE_ID,
    PROFILE,
    /// A node of the fleet: it acts in no account.
    NODE
  }

  /// Who acts for itself.
  public Initiator(
      String id,
      String name,
      Type type,
      Optional<AccountId> account,
      String host,
      String agent,
      String trace) {
    this(id, name, type, account, Optional.empty(), Optional.empty(), host, agent, trace);
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

  /// For events: the IAM id of who acts as this; empty if it acts for itself.
  public String authn() {
    return behind.map(Behind::id).orElse("");
  }

  public boolean isOperator() {
    return type == Type.OPERATOR && account.isEmpty();
  }
}
