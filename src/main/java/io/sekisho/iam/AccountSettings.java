package io.sekisho.iam;

import java.util.List;
import java.util.Optional;

/// What an account's administrators decided about identities. What is absent is `NOT_SET`.
///
/// Sources and ranges: IBM's IAM Identity Services API, account settings.
///
/// @param sessionExpirationSeconds how long a session may last, 900 to 86,400; one day if not set
/// @param sessionInvalidationSeconds after how long without use a session ends, 900 to 7,200
/// @param maxSessionsPerIdentity how many sessions one identity may have at a time, at least 1
/// @param accessTokenSeconds how long an access token lives, 900 to 3,600; an hour if not set
/// @param refreshTokenSeconds how long a refresh token lives, 900 to 259,200; three days if not set
/// @param restrictCreateServiceId `RESTRICTED`: only who has a policy for it makes service ids
/// @param restrictCreatePlatformApiKey the same for API keys of users
/// @param restrictUserListVisibility the same for seeing other users
/// @param allowedIpAddresses from where identities of the account may ask, as addresses, CIDRs and
///   ranges separated by commas; empty for anywhere
/// @param mfa such as `NONE` or `LEVEL3`: kept and shown; nobody signs in to Sekisho by password
public record AccountSettings(
    Optional<Integer> sessionExpirationSeconds,
    Optional<Integer> sessionInvalidationSeconds,
    Optional<Integer> maxSessionsPerIdentity,
    Optional<Integer> accessTokenSeconds,
    Optional<Integer> refreshTokenSeconds,
    Optional<String> restrictCreateServiceId,
    Optional<String> restrictCreatePlatformApiKey,
    Optional<String> restrictUserListVisibility,
    Optional<String> allowedIpAddresses,
    Optional<String> mfa,
    List<UserMfa> userMfa,
    List<DomainRestriction> restrictUserDomains,
    Optional<Stamps> stamps) {
  /// Nothing set.
  public static final AccountSettings NONE =
      new AccountSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty());

  private static final int DAY = 86_400;
  private static final int HOUR = 3_600;

  public AccountSettings {
    userMfa = List.copyOf(userMfa);
    restrictUserDomains = List.copyOf(restrictUserDomains);
  }

  /// One person's exception from [AccountSettings#mfa].
  public record UserMfa(String iamId, String mfa) {}

  /// From which domains of a realm people may be invited.
  public record DomainRestriction(
      String realmId, List<String> invitationEmailAllowPatterns, boolean restrictInvitation) {
    public DomainRestriction {
      invitationEmailAllowPatterns = List.copyOf(invitationEmailAllowPatterns);
    }
  }

  /// In seconds, as all that follow.
  public int sessionLife() {
    return sessionExpirationSeconds.orElse(DAY);
  }

  public int sessionIdle() {
    return sessionInvalidationSeconds.orElse(2 * HOUR);
  }

  public int accessTokenLife() {
    return accessTokenSeconds.orElse(HOUR);
  }

  public int refreshTokenLife() {
    return refreshTokenSeconds.orElse(3 * DAY);
  }
}
