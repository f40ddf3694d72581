package io.sekisho.iam;

import java.util.List;

/// An identity that may assume a trusted profile because it is named there.
///
/// @param iamId whose; of a compute resource `crn-` and its CRN
/// @param identifier a user's IAM id, a service id's id, or a CRN
/// @param accounts only of users: in which accounts they may be
public record ProfileIdentity(
    String iamId, String identifier, Type type, List<String> accounts, String description) {
  public ProfileIdentity {
    accounts = List.copyOf(accounts);
  }

  /// As on the wire, in lower case.
  public enum Type {
    USER,
    SERVICEID,
    CRN
  }
}
