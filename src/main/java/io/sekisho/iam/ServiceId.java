package io.sekisho.iam;

import java.util.List;

/// An identity for a program.
///
/// @param id `ServiceId-` and a UUID
/// @param locked whether it can neither be changed nor deleted
/// @param uniqueInstanceCrns CRNs that say what it is used for
public record ServiceId(
    String id,
    AccountId account,
    String name,
    String description,
    boolean locked,
    List<String> uniqueInstanceCrns,
    Stamps stamps) {
  public ServiceId {
    uniqueInstanceCrns = List.copyOf(uniqueInstanceCrns);
  }

  /// The identity's own id in IAM.
  public String iamId() {
    return "iam-" + id;
  }

  public Crn crn() {
    return new Crn("iam-identity", "", account, "serviceid", id);
  }
}
