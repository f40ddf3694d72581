package io.sekisho.api;

import io.sekisho.problem.Outcome;
import io.sekisho.wire.Attachment;
import io.sekisho.wire.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What the process says of itself: status, attachments, health, metrics and the public keys.
final class HouseRoutes {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Backing backing;
  private final Instant startedAt;

  HouseRoutes(Backing backing) {
    this.backing = backing;
    this.startedAt = backing.clock().instant();
  }

  List<Route> table() {
    return List.of(
        Route.of("GET", "/sekisho/v1/status", _ -> status()),
        Route.of("GET", "/sekisho/v1/attachments", _ -> attachments()),
        Route.of("GET", "/identity/keys", _ -> keys(backing.iamKeys())).forEveryone(),
        Route.of("GET", "/identity/v1/keys", _ -> keys(backing.identityKeys())).forEveryone(),
        Route.of("GET", "/metrics", _ -> metrics()).forEveryone(),
        Route.of("GET", "/healthz", _ -> health()).forEveryone(),
        Route.of("GET", "/readyz", _ -> readiness()).forEveryone());
  }

  private Outcome<Reply> status() {
    long revision = backing.control().snapshot().revision();
    Map<String, Integer> counts = backing.control().counts();
    return Outcome.of(
        Reply.json(
            200, new Status(backing.version(), backing.mode(), startedAt, revision, counts)));
  }

  private Outcome<Reply> attachments() {
    List<Attachment> all = backing.attachments().get();
    return Outcome.of(Reply.json(200, Map.of("attachments", all, "total_count", all.size())));
  }

  private static Outcome<Reply> keys(Supplier<String> jwks) {
    return Outcome.of(Reply.text(200, "application/json", jwks.get()));
  }

  private Outcome<Reply> metrics() {
    return Outcome.of(Reply.text(200, METRICS_TYPE, backing.metrics().text()));
  }

  /// Answers at all: the process need not be restarted.
  private Outcome<Reply> health() {
    return Outcome.of(Reply.json(200, Map.of("status", "ok")));
  }

  /// Names which condition fails and not why: anyone may ask.
  private Outcome<Reply> readiness() {
    Map<String, String> checks = new LinkedHashMap<>();
    checks.put("snapshot", "ok");
    backing.checks().forEach(check -> checks.put(check.name(), check.holds() ? "ok" : "failing"));
    boolean ready = !checks.containsValue("failing");
    return Outcome.of(
        Reply.json(
            ready ? 200 : 503, Map.of("status", ready ? "ready" : "not_ready", "checks", checks)));
  }
}
