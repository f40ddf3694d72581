package io.sekisho.api;

import io.sekisho.control.Controller;
import io.sekisho.telemetry.Journal;
import io.sekisho.telemetry.Metrics;
import io.sekisho.wire.Attachment;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the routes are windows on.
///
/// @param attachments where guests plug in on this host
/// @param iamKeys the JWKS that IAM tokens verify under
/// @param identityKeys the JWKS that identity tokens verify under: apart, so that nobody who trusts
///   the first takes an identity token for an IAM token
/// @param checks what has to hold, besides the snapshot being loaded, to be ready
/// @param traffic what the kernel counted of guests on this host, of one account or of all, by the
///   account's name, in Prometheus' text format
/// @param version of Sekisho, for `status`
/// @param mode how guests reach the service, for `status`
public record Backing(
    Controller control,
    Supplier<List<Attachment>> attachments,
    Supplier<String> iamKeys,
    Supplier<String> identityKeys,
    List<Check> checks,
    Metrics metrics,
    Function<Optional<String>, String> traffic,
    Journal journal,
    InstantSource clock,
    String version,
    String mode) {
  public Backing {
    checks = List.copyOf(checks);
  }
}
