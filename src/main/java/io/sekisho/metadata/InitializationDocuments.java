package io.sekisho.metadata;

import io.sekisho.vpc.Compute.DefaultTrustedProfile;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Compute.Password;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.Reference;

/// What an instance was given when it was made, frozen since.
final class InitializationDocuments {
  private InitializationDocuments() {}

  /// User data is passed on as it was given, down to the last byte. IBM leaves open what an
  /// instance without any sees; here the member is absent, so that empty user data can be told from
  /// none.
  static Members initialization(View view) {
    Initialization given = view.instance().initialization();
    return new Members()
        .maybe("default_trusted_profile", given.defaultTrustedProfile().map(profile -> of(profile)))
        .with("keys", view.subject().keys().stream().map(References::to).toList())
        .maybe("password", given.password().map(password -> of(view, password)))
        .maybe("user_data", given.userData());
  }

  static Members key(Key key) {
    return References.to(key)
        .with("created_at", key.identity().createdAt())
        .with("length", key.length())
        .with("public_key", key.publicKey())
        .with("type", key.type());
  }

  private static Members of(DefaultTrustedProfile profile) {
    Reference target =
        new Reference(profile.target().crn(), profile.target().id(), "", "trusted_profile");
    return new Members()
        .with("auto_link", profile.autoLink())
        .with("target", References.to(target));
  }

  private static Members of(View view, Password password) {
    Members key =
        view.key(password.key())
            .map(References::to)
            .orElseGet(() -> new Members().with("id", password.key()));
    return new Members()
        .with("encrypted_password", password.encryptedPassword())
        .with("encryption_key", key);
  }
}
