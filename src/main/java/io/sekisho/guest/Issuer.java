package io.sekisho.guest;

import io.sekisho.credential.Authority;
import io.sekisho.credential.Certificates;
import io.sekisho.credential.Holder;
import io.sekisho.credential.Mint;
import io.sekisho.credential.Token;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;

/// Signs what guests are given by keys that need not be here: a node asks a controller.
///
/// Called on a worker's thread, where it may take a while; never on an event loop.
public interface Issuer {
  /// An IAM token of a profile that the compute resource may assume.
  ///
  /// @param trustedBy what in the profile permits it: the token dies with either
  Outcome<Token> iamToken(Subject subject, TrustedProfile profile, String trustedBy, Instant now);

  /// A certificate for the key that signed the request.
  Outcome<Certificates> certificate(String csr, Subject subject, Duration life, Instant now);

  /// By which the service shows guests that it is the service.
  KeyManagerFactory serverKeys(Set<String> names, InstantSource clock);

  /// The issuer of a process that has all keys.
  static Issuer of(Mint mint, Authority authority) {
    return new Here(mint, authority);
  }

  /// Signs at once.
  record Here(Mint mint, Authority authority) implements Issuer {
    @Override
    public Outcome<Token> iamToken(
        Subject subject, TrustedProfile profile, String trustedBy, Instant now) {
      Duration life = Duration.ofSeconds(subject.account().inForce().accessTokenLife());
      return Outcome.of(mint.iamToken(Holder.of(subject, profile, trustedBy), life, now));
    }

    @Override
    public Outcome<Certificates> certificate(
        String csr, Subject subject, Duration life, Instant now) {
      return authority.certify(csr, subject, life, now);
    }

    @Override
    public KeyManagerFactory serverKeys(Set<String> names, InstantSource clock) {
      return authority.serverKeys(names, clock);
    }
  }
}
