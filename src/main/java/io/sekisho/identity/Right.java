package io.sekisho.identity;

/// What somebody has to be permitted to ask this room for something: IBM's names of actions, which
/// roles grant. In the audit trail things have other names, as they have at IBM.
public enum Right {
  PROFILE_GET("iam-identity.profile.get"),
  PROFILE_CREATE("iam-identity.profile.create"),
  PROFILE_UPDATE("iam-identity.profile.update"),
  PROFILE_DELETE("iam-identity.profile.delete"),
  PROFILE_LINK("iam-identity.profile.linkToResource"),
  SERVICE_ID_GET("iam-identity.serviceid.get"),
  SERVICE_ID_CREATE("iam-identity.serviceid.create"),
  SERVICE_ID_UPDATE("iam-identity.serviceid.update"),
  SERVICE_ID_DELETE("iam-identity.serviceid.delete"),
  API_KEY_GET("iam-identity.apikey.get"),
  API_KEY_LIST("iam-identity.apikey.list"),
  API_KEY_CREATE("iam-identity.apikey.create"),
  API_KEY_UPDATE("iam-identity.apikey.update"),
  API_KEY_DELETE("iam-identity.apikey.delete"),
  /// Another person's keys.
  API_KEY_MANAGE("iam-identity.apikey.manage"),
  /// A key for oneself, where the account restricts that.
  USER_API_KEY_CREATE("iam-identity.user-apikey.create"),
  ACCOUNT_GET("iam-identity.account.get"),
  ACCOUNT_UPDATE("iam-identity.account.update"),
  PROVIDER_GET("iam-identity.idp.get"),
  PROVIDER_LIST("iam-identity.idp.list"),
  PROVIDER_CREATE("iam-identity.idp.create"),
  PROVIDER_UPDATE("iam-identity.idp.update"),
  PROVIDER_DELETE("iam-identity.idp.delete"),
  USER_GET("user-management.user.retrieve"),
  USER_CREATE("user-management.user.create"),
  USER_UPDATE("user-management.user.update"),
  USER_DELETE("user-management.user.delete"),
  USER_SETTING_GET("user-management.user-setting.retrieve"),
  USER_SETTING_UPDATE("user-management.user-setting.update");

  private final String action;

  Right(String action) {
    this.action = action;
  }

  public String action() {
    return action;
  }
}
