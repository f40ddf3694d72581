package io.sekisho.computeapi;

import io.sekisho.estate.Holdings;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Key;
import io.sekisho.vpcapi.Request;
import java.util.List;
import java.util.Optional;

/// What a compute resource was given when it was made, as IBM shows it: user data is the guest's
/// alone.
record InitializationBody(
    Optional<DefaultProfile> defaultTrustedProfile,
    List<KeyReference> keys,
    Optional<Password> password) {

  record DefaultProfile(boolean autoLink, Target target) {}

  record Target(String crn, String id, String resourceType) {}

  record Fingerprint(String fingerprint) {}

  record Password(String encryptedPassword, Fingerprint encryptionKey) {}

  /// A key.
  record KeyReference(String crn, String fingerprint, String href, String id, String name) {
    static KeyReference of(Request request, Key it) {
      return new KeyReference(
          it.identity().crn().toString(),
          it.fingerprint(),
          request.href("/keys/" + it.id()),
          it.id(),
          it.name());
    }
  }

  static InitializationBody of(Request request, Holdings holdings, Initialization it) {
    return new InitializationBody(
        it.defaultTrustedProfile()
            .map(
                each ->
                    new DefaultProfile(
                        each.autoLink(),
                        new Target(each.target().crn(), each.target().id(), "trusted_profile"))),
        it.keys().stream()
            .map(id -> KeyReference.of(request, holdings.get(Key.class, id)))
            .toList(),
        it.password()
            .map(
                each ->
                    new Password(
                        each.encryptedPassword(),
                        new Fingerprint(holdings.get(Key.class, each.key()).fingerprint()))));
  }
}
