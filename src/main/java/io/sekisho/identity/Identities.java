package io.sekisho.identity;

import io.sekisho.control.Store.Document;
import io.sekisho.iam.IdentityProvider;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// All that this room can be asked, put together.
public record Identities(
    Records records,
    Profiles profiles,
    ProfileLinks links,
    ProfileRules rules,
    ProfileIdentities identities,
    ServiceIds serviceIds,
    ApiKeys apiKeys,
    IdentitySettings settings,
    Users users,
    IdentityProviders providers) {

  /// @param apiKeys finds the key whose secret has this hash, of any account
  /// @param departures what else has to happen when a user, a service id or a profile goes
  /// @param fault why an identity provider's keys can't be used, if they can't
  public static Identities of(
      Records records,
      SecureRandom random,
      Function<String, Optional<Document>> apiKeys,
      List<Departure> departures,
      Function<IdentityProvider, Optional<String>> fault) {
    ApiKeys keys = new ApiKeys(records, random, apiKeys);
    ProfileIdentities identities = new ProfileIdentities(records);
    List<Departure> all =
        Stream.concat(Stream.<Departure>of(keys, identities::forget), departures.stream()).toList();
    return new Identities(
        records,
        new Profiles(records, departures),
        new ProfileLinks(records),
        new ProfileRules(records),
        identities,
        new ServiceIds(records, keys, all),
        keys,
        new IdentitySettings(records),
        new Users(records, all),
        new IdentityProviders(records, fault));
  }
}
