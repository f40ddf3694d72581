package io.sekisho.iam;

import java.util.Optional;

/// A person in an account.
///
/// @param iamId `IBMid-` and more, or for federated people `<realm id>-<subject>`
/// @param realm whose word it is that this is the person: `IBMid`, or an identity provider's realm
/// @param phone number; empty if none was given
/// @param preferences absent if the person never had any
public record User(
    String iamId,
    AccountId account,
    String email,
    String firstName,
    String lastName,
    String phone,
    String realm,
    State state,
    Stamps stamps,
    Optional<Preferences> preferences) {

  /// A person who prefers nothing.
  public User(
      String iamId,
      AccountId account,
      String email,
      String firstName,
      String lastName,
      String phone,
      String realm,
      State state,
      Stamps stamps) {
    this(iamId, account, email, firstName, lastName, phone, realm, state, stamps, Optional.empty());
  }

  /// What a person, or an administrator for it, chose; an empty text where nothing was chosen.
  ///
  /// @param allowedIpAddresses from where the person may ask, as addresses, CIDRs and ranges
  ///   separated by commas; empty for anywhere
  /// @param selfManage whether the person may change that list
  public record Preferences(
      String language,
      String notificationLanguage,
      String allowedIpAddresses,
      boolean selfManage,
      String alternativePhone,
      String photo) {
    public static final Preferences NONE = new Preferences("", "", "", false, "", "");
  }

  /// Whether the person may act.
  public enum State {
    ACTIVE,
    DISABLED_CLASSIC_INFRASTRUCTURE,
    SUSPENDED
  }

  /// First and last name; the address where there is neither.
  public String name() {
    String full = (firstName + " " + lastName).strip();
    return full.isEmpty() ? email : full;
  }
}
