package io.sekisho.compute;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.compute.InstancePrototype.DefaultProfile;
import io.sekisho.compute.InstancePrototype.KeyName;
import io.sekisho.estate.Bonds;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Compute.DefaultTrustedProfile;
import io.sekisho.vpc.Compute.Initialization;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What compute resources are given when they are made.
final class Initials {
  private static final String TARGET = "default_trusted_profile.target";
  private static final int LONGEST_DATA = 65_536;

  private Initials() {}

  /// What a body says of it.
  record Said(
      List<KeyName> keys, Optional<String> userData, Optional<DefaultProfile> defaultProfile) {}

  /// That of a new compute resource. Whoever asks has to be permitted to operate the keys, and to
  /// link the profile.
  static Initialization of(Scene scene, Said said) {
    if (said.userData.filter(it -> it.getBytes(UTF_8).length > LONGEST_DATA).isPresent()) {
      throw Refusal.invalid("user_data", "At most %d bytes.".formatted(LONGEST_DATA));
    }
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < said.keys.size(); i++) {
      Key key = key(scene, said.keys.get(i), "keys[" + i + "]");
      scene.expect("is.key.key.operate", key);
      if (!keys.contains(key.id())) {
        keys.add(key.id());
      }
    }
    return new Initialization(
        keys,
        said.userData.filter(it -> !it.isEmpty()),
        said.defaultProfile.map(it -> defaultProfile(scene, it)),
        Optional.empty());
  }

  private static Key key(Scene scene, KeyName said, String field) {
    if (said.fingerprint().isEmpty()) {
      return scene.find(
          Key.class, new Which(said.id(), said.crn(), said.href(), Optional.empty()), field);
    }
    String fingerprint = said.fingerprint().get();
    return scene.all(Key.class, it -> it.fingerprint().equals(fingerprint)).stream()
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.invalid(
                    field,
                    "There is no key with the fingerprint %s in this account."
                        .formatted(fingerprint)));
  }

  private static DefaultTrustedProfile defaultProfile(Scene scene, DefaultProfile said) {
    Which which = said.target().orElseThrow(() -> Refusal.missing(TARGET, "Say which profile."));
    TrustedProfile profile = Bonds.find(scene, which, TARGET);
    Bonds.expectLinkable(scene, profile);
    return new DefaultTrustedProfile(
        said.autoLink().orElse(true),
        new Reference(profile.crn().toString(), profile.id(), profile.name(), "trusted_profile"));
  }

  /// Links the default profile, if that was asked for.
  static void link(Scene scene, Compute compute) {
    compute
        .initialization()
        .defaultTrustedProfile()
        .filter(DefaultTrustedProfile::autoLink)
        .ifPresent(
            it ->
                Bonds.link(scene, Bonds.find(scene, Which.id(it.target().id()), TARGET), compute));
  }
}
