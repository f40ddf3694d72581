package io.sekisho.assertion;

import io.sekisho.iam.IdentityProvider;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What an assertion has to fit.
///
/// @param recipients the addresses under which we take assertions
/// @param nonce what the person's program sent along when it asked the provider
public record Expected(
    IdentityProvider provider, Set<String> recipients, Optional<String> nonce, Instant at) {
  public Expected {
    recipients = Set.copyOf(recipients);
  }
}
