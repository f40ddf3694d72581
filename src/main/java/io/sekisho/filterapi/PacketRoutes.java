package io.sekisho.filterapi;

import io.sekisho.crossing.Crossings;
import io.sekisho.explanation.PacketExplanation;
import io.sekisho.explanation.PacketExplanation.Question;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.List;
import java.util.Set;

/// What becomes of a packet: ours, IBM has no such question.
public final class PacketRoutes {
  private final Crossings crossings;

  public PacketRoutes(Crossings crossings) {
    this.crossings = crossings;
  }

  public List<Route> table() {
    return List.of(
        Route.of("POST", "/sekisho/v1/explain/packet", "is.instance.instance.read", this::explain)
            .deciding()
            .taking(Set.of("application/json"), Question.class)
            .answering(200, PacketExplanation.class));
  }

  private Outcome<Reply> explain(Call call) {
    return Documents.read(call.body(), Question.class, "from", "to", "protocol")
        .then(question -> crossings.ask(question, call.by()))
        .map(explanation -> Reply.json(200, explanation));
  }
}
