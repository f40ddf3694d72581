package io.sekisho.api;

import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import io.sekisho.wire.Attachment;
import io.sekisho.wire.Status;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What the process says of itself: status, attachments, health, metrics and the public keys.
public final class HouseRoutes {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Shape JWKS = Shape.list("keys", Map.class);
  private static final Shape READINESS =
      Shape.member("status", String.class).with("checks", Map.class);

  private final Backing backing;
  private final Instant startedAt;

  public HouseRoutes(Backing backing) {
    this.backing = backing;
    this.startedAt = backing.clock().instant();
  }

  public List<Route> table() {
    return List.of(
        Route.of("GET", "/sekisho/v1/status", "sekisho.status.read", this::status)
            .answering(200, Status.class),
        Route.of("GET", "/sekisho/v1/attachments", "sekisho.attachment.list", this::attachments)
            .answering(
                200, Shape.list("attachments", Attachment.class).with("total_count", int.class)),
        Route.of("GET", "/sekisho/v1/metrics", "sekisho.metrics.read", this::metricsOf)
            .answering(200, Shape.media(METRICS_TYPE)),
        Route.open("GET", "/identity/keys", _ -> keys(backing.iamKeys())).answering(200, JWKS),
        Route.open("GET", "/identity/v1/keys", _ -> keys(backing.identityKeys()))
            .answering(200, JWKS),
        Route.open("GET", "/metrics", _ -> metrics()).answering(200, Shape.media(METRICS_TYPE)),
        Route.open("GET", "/healthz", _ -> health())
            .answering(200, Shape.member("status", String.class)),
        Route.open("GET", "/readyz", _ -> readiness())
            .answering(200, READINESS)
            .answering(503, READINESS));
  }

  private Outcome<Reply> status(Call call) {
    long revision = backing.control().revision();
    Map<String, Integer> counts = backing.control().counts(call.by());
    return Outcome.of(
        Reply.json(
            200, new Status(backing.version(), backing.mode(), startedAt, revision, counts)));
  }

  private Outcome<Reply> attachments(Call call) {
    Optional<String> own = call.by().account().map(backing.control()::accountName);
    List<Attachment> all =
        backing.attachments().get().stream()
            .filter(each -> own.isEmpty() || each.account().equals(own.get()))
            .toList();
    return Outcome.of(Reply.json(200, Map.of("attachments", all, "total_count", all.size())));
  }

  /// With what the kernel counted, under guests' names: who belongs to an account sees its own.
  private Outcome<Reply> metricsOf(Call call) {
    Optional<String> own = call.by().account().map(backing.control()::accountName);
    String house = own.isEmpty() ? backing.metrics().text() : "";
    return Outcome.of(Reply.text(200, METRICS_TYPE, house + backing.traffic().apply(own)));
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
