package io.sekisho.api;

import io.sekisho.audit.Entry;
import io.sekisho.audit.Head;
import io.sekisho.audit.Lines;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Parameters;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import io.sekisho.wire.Json;
import io.sekisho.wire.Trail;
import io.sekisho.witness.AuditTrail;
import io.sekisho.witness.AuditTrail.Filter;
import io.sekisho.witness.AuditTrail.Page;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The audit trail: to look something up in it, and as a whole, to be verified elsewhere.
public final class AuditRoutes {
  private static final String BASE = "/sekisho/v1/audit";
  private static final String LINES = "application/x-ndjson";
  private static final int PAGE = 100;
  private static final int LONGEST_PAGE = 1_000;

  private final AuditTrail trail;
  private final String publicKey;

  /// @param publicKey what the trail's seals are verified with, in PEM
  public AuditRoutes(AuditTrail trail, String publicKey) {
    this.trail = trail;
    this.publicKey = publicKey;
  }

  public List<Route> table() {
    return List.of(
        Route.of("GET", BASE, "sekisho.audit.list", this::list)
            .with(Set.of("account", "target", "action", "after", "limit"))
            .answering(200, Trail.class),
        Route.of("GET", BASE + "/head", "sekisho.audit.read", _ -> Outcome.of(head()))
            .answering(200, Trail.Head.class),
        Route.of("GET", BASE + "/export", "sekisho.audit.export", this::export)
            .with(Set.of("after", "limit"))
            .answering(200, Shape.media(LINES)));
  }

  private Outcome<Reply> list(Call call) {
    return account(call)
        .map(account -> new Filter(account, call.parameter("target"), call.parameter("action")))
        .then(filter -> after(call).then(after -> list(call, filter, after)));
  }

  private Outcome<Reply> list(Call call, Filter filter, long after) {
    return limit(call)
        .then(limit -> trail.page(filter, after, limit, call.by()))
        .map(page -> Reply.json(200, shown(page)));
  }

  private Outcome<Reply> export(Call call) {
    return after(call)
        .then(after -> limit(call).then(limit -> trail.whole(after, limit, call.by())))
        .map(
            entries ->
                Reply.text(
                    200,
                    LINES,
                    entries.stream()
                        .map(entry -> Lines.write(entry) + "\n")
                        .collect(Collectors.joining())));
  }

  private Reply head() {
    Head head = trail.head();
    return Reply.json(200, new Trail.Head(head.sequence(), head.hash(), head.seal(), publicKey));
  }

  private static Trail shown(Page page) {
    return new Trail(page.entries().stream().map(AuditRoutes::shown).toList(), page.next());
  }

  private static Trail.Entry shown(Entry entry) {
    return new Trail.Entry(
        entry.sequence(),
        entry.at(),
        entry.account(),
        entry.target(),
        entry.action(),
        event(entry.body()));
  }

  /// Somebody may have tampered with it: that is for a verification to say, not for a list.
  private static JsonNode event(String body) {
    try {
      return Json.mapper().readTree(body);
    } catch (JacksonException _) {
      return Json.mapper().getNodeFactory().stringNode(body);
    }
  }

  private static Outcome<Optional<AccountId>> account(Call call) {
    try {
      return Outcome.of(call.parameter("account").map(AccountId::new));
    } catch (IllegalArgumentException _) {
      return Parameters.invalid("account", "Give account as an account's id.");
    }
  }

  private static Outcome<Long> after(Call call) {
    return call.parameters().number("after", 0, 0, Long.MAX_VALUE);
  }

  private static Outcome<Integer> limit(Call call) {
    return call.parameters().number("limit", PAGE, 1, LONGEST_PAGE);
  }
}
