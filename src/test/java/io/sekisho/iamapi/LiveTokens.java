package io.sekisho.iamapi;

import io.sekisho.api.TestIdentity;
import io.sekisho.control.Initiator;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.token.Bearers;
import io.sekisho.token.Town;
import io.sekisho.web.Arrived;
import io.sekisho.web.Callers;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Server;
import io.sekisho.web.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The token endpoint on a free port of this machine, over HTTPS with a CA of its own, and one
/// route that wants a token.
public final class LiveTokens implements AutoCloseable {
  final Town town;
  final TestIdentity identity = TestIdentity.loopback();
  private final Server server;

  public LiveTokens(Path folder) {
    town = new Town(folder, false);
    List<Route> routes =
        new ArrayList<>(
            new TokenRoutes(town.tokens, town.introspection, town.mint.iamIssuer()).table());
    routes.add(Route.open("GET", "/identity/keys", _ -> keys()));
    routes.add(Route.of("GET", "/me", "sekisho.me.read", call -> me(call.by())));
    server =
        Server.at(Settings.local(0))
            .serving(identity.keys(), routes, new TokenCallers(), _ -> {}, town::now)
            .listen();
  }

  public String url() {
    return "https://localhost:" + server.port();
  }

  /// Whoever has a token may do what there is to do.
  private final class TokenCallers implements Callers {
    @Override
    public Outcome<Initiator> identify(String bearer, Arrived request) {
      return town.bearers.identify(bearer, new Bearers.From(request.peer(), "", request.trace()));
    }

    @Override
    public Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource) {
      return Optional.empty();
    }
  }

  private Outcome<Reply> keys() {
    return Outcome.of(Reply.text(200, "application/json", town.mint.iamKeys()));
  }

  private static Outcome<Reply> me(Initiator by) {
    return Outcome.of(Reply.json(200, Map.of("id", by.id())));
  }

  @Override
  public void close() {
    server.close();
    town.close();
  }
}
