package io.sekisho.guest;

import io.sekisho.credential.Authority;
import io.sekisho.credential.Mint;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.telemetry.Metrics;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The service behind the listeners, with real keys and without listeners. Each VPC is a place of
/// its own, as in a namespace.
final class Bench {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  final GuestService service;
  private final Mint mint;
  private final Snapshot snapshot;

  Bench(Instance... instances) {
    Plane.Memory vault = new Plane.Memory();
    mint = Mint.open(vault, Mint.Settings.of("us-south"), NOW);
    snapshot = World.snapshot(1, World.contents(instances));
    Doorman doorman = new Doorman(() -> snapshot, _ -> {}, () -> NOW);
    for (Instance instance : instances) {
      doorman.knows(instance.vpc(), Place.namespace(instance.vpc()));
    }
    Issuer issuer = Issuer.of(mint, Authority.open(vault, NOW));
    Desk desk =
        new Desk(
            () -> snapshot,
            new Bearer(mint),
            new Desk.Issuing(
                new IdentityTokens(mint),
                new IamTokens(issuer),
                new IdentityCertificates(issuer),
                () -> true),
            new Shelf());
    service = new GuestService(() -> snapshot, doorman, desk, _ -> {}, new Metrics(), () -> NOW);
  }

  String token(Compute compute) {
    return mint.identityToken(
            snapshot.subject(compute.id()).orElseThrow(),
            Duration.ofHours(1),
            Optional.empty(),
            NOW)
        .value();
  }
}
