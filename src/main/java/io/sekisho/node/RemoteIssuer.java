package io.sekisho.node;

import io.sekisho.credential.Certificates;
import io.sekisho.credential.NodeKeys;
import io.sekisho.credential.Token;
import io.sekisho.fleet.Asking;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.Paths;
import io.sekisho.guest.Issuer;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;

/// Has a controller sign what a node may not. While none answers, a guest is given the token once
/// more that it was given last, for a while; then none.
final class RemoteIssuer implements Issuer {
  /// A token is given again with so much of its life left, as a part of it.
  private static final int QUARTER = 4;

  private static final int REMEMBERED = 20_000;

  private final Controllers controllers;
  private final Supplier<NodeKeys> keys;
  private final Duration cutoff;
  private final Semaphore asking;
  private final Map<Wanted, Token> last = new LinkedHashMap<>();

  /// What a token was given for. Another generation of the guest's tokens, or another reason to
  /// trust it, wants another token.
  private record Wanted(String compute, long generation, String profile, String trustedBy) {}

  /// @param cutoff how long after a controller was heard last a token is given again
  /// @param atOnce how many threads may wait for a controller: fewer than there are, for identity
  ///   tokens need none
  RemoteIssuer(Controllers controllers, Supplier<NodeKeys> keys, Duration cutoff, int atOnce) {
    this.controllers = controllers;
    this.keys = keys;
    this.cutoff = cutoff;
    this.asking = new Semaphore(atOnce);
  }

  @Override
  public Outcome<Token> iamToken(
      Subject subject, TrustedProfile profile, String trustedBy, Instant now) {
    Wanted wanted =
        new Wanted(
            subject.compute().id(), subject.compute().tokenGeneration(), profile.id(), trustedBy);
    Asking.Named named = new Asking.Named(Optional.of(profile.id()), Optional.empty());
    Asking.ForToken request = new Asking.ForToken(wanted.compute(), Optional.of(named));
    return switch (ask(Paths.IAM_TOKENS, request)) {
      case Reply.Answered(byte[] body) -> {
        Asking.Token made = FleetJson.read(Asking.Token.class, body);
        Token token = new Token(made.accessToken(), made.createdAt(), made.expiresAt());
        keep(wanted, token);
        yield Outcome.of(token);
      }
      case Reply.Refused(Problem problem) -> Outcome.refuse(problem);
      case Reply.Away(String why) ->
          again(wanted, now).map(Outcome::of).orElseGet(() -> Outcome.refuse(away("IAM", why)));
    };
  }

  @Override
  public Outcome<Certificates> certificate(
      String csr, Subject subject, Duration life, Instant now) {
    Asking.ForCertificate request =
        new Asking.ForCertificate(subject.compute().id(), csr, (int) life.toSeconds());
    return switch (ask(Paths.CERTIFICATES, request)) {
      case Reply.Answered(byte[] body) -> {
        Asking.Certificate made = FleetJson.read(Asking.Certificate.class, body);
        yield Outcome.of(
            new Certificates(
                made.certificates(), made.createdAt(), made.expiresAt(), made.id(), made.serial()));
      }
      case Reply.Refused(Problem problem) -> Outcome.refuse(problem);
      case Reply.Away(String why) -> Outcome.refuse(away("the certificate authority", why));
    };
  }

  @Override
  public KeyManagerFactory serverKeys(Set<String> names, InstantSource clock) {
    return NodeKeys.serverKeys(keys, clock);
  }

  /// Forgets tokens of guests that are not here any more.
  void tidy(Snapshot now) {
    synchronized (last) {
      last.keySet()
          .removeIf(
              wanted ->
                  now.subject(wanted.compute)
                      .filter(it -> it.compute().tokenGeneration() == wanted.generation)
                      .isEmpty());
    }
  }

  private Reply ask(String path, Object request) {
    if (!asking.tryAcquire()) {
      return new Reply.Away("too many guests wait for a controller already");
    }
    try {
      return controllers.post(path, request);
    } finally {
      asking.release();
    }
  }

  private void keep(Wanted wanted, Token token) {
    synchronized (last) {
      last.remove(wanted);
      last.put(wanted, token);
      if (last.size() > REMEMBERED) {
        last.remove(last.keySet().iterator().next());
      }
    }
  }

  private Optional<Token> again(Wanted wanted, Instant now) {
    if (controllers.silence().compareTo(cutoff) > 0) {
      return Optional.empty();
    }
    synchronized (last) {
      return Optional.ofNullable(last.get(wanted))
          .filter(
              token ->
                  Duration.between(now, token.expiresAt())
                          .compareTo(token.life().dividedBy(QUARTER))
                      >= 0);
    }
  }

  private static Problem away(String whose, String why) {
    return Problem.of(
            Code.SERVICE_UNAVAILABLE,
            "This host can't reach its controller at the moment, and only there are the keys of "
                + whose
                + ": try again in a while.")
        .detail(why);
  }
}
