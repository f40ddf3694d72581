package io.sekisho.api;

import io.sekisho.control.OperatorKeys;
import io.sekisho.control.Store.OperatorKey;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import io.sekisho.wire.OperatorKeyView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The operators' keys: who may do everything. No policy grants any of this, for a key acts in all
/// accounts, and a policy is of one.
public final class OperatorRoutes {
  private static final String BASE = "/sekisho/v1/operator_keys";

  private final OperatorKeys keys;

  public OperatorRoutes(OperatorKeys keys) {
    this.keys = keys;
  }

  public List<Route> table() {
    return List.of(
        Route.of("GET", BASE, "sekisho.operator-key.list", call -> operators(call).map(this::list))
            .answering(
                200,
                Shape.list("operator_keys", OperatorKeyView.class).with("total_count", int.class)),
        Route.of("POST", BASE, "sekisho.operator-key.create", this::create)
            .taking(Set.of("application/json"), OperatorKeyView.Wanted.class)
            .answering(201, OperatorKeyView.class),
        Route.of("DELETE", BASE + "/{name}", "sekisho.operator-key.delete", this::delete).silent());
  }

  private Reply list(Call call) {
    List<OperatorKeyView> all =
        keys.all().stream().map(key -> view(key, Optional.empty())).toList();
    return Reply.json(200, Map.of("operator_keys", all, "total_count", all.size()));
  }

  private Outcome<Reply> create(Call call) {
    return operators(call)
        .then(_ -> Documents.read(call.body(), OperatorKeyView.Wanted.class, "name"))
        .then(wanted -> keys.create(wanted.name(), call.by()))
        .map(made -> Reply.json(201, view(made.key(), Optional.of(made.text()))));
  }

  private Outcome<Reply> delete(Call call) {
    return operators(call)
        .then(_ -> keys.delete(call.resource(), call.by()))
        .map(_ -> Reply.noContent());
  }

  /// An operator's token is for one account: it does not reach what is above all of them.
  private static Outcome<Call> operators(Call call) {
    return call.by().isOperator()
        ? Outcome.of(call)
        : Outcome.refuse(
            Problem.of(
                Code.UNAUTHORIZED, "Operators' keys are operators' alone: ask with one of them."));
  }

  private static OperatorKeyView view(OperatorKey key, Optional<String> text) {
    return new OperatorKeyView(key.name(), key.createdAt(), key.vouched(), text);
  }
}
