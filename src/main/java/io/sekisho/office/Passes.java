package io.sekisho.office;

import io.sekisho.access.Permissions;
import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.token.Bearers;
import io.sekisho.web.Arrived;
import io.sekisho.web.Callers;
import java.util.Map;
import java.util.Optional;

/// Who calls is told by the token, what they may do by the policies of their account, both as of
/// now: also if another controller changed them a moment ago.
final class Passes implements Callers {
  private final Ledger ledger;
  private final Bearers bearers;
  private final Permissions permissions;

  Passes(Ledger ledger, Bearers bearers, Permissions permissions) {
    this.ledger = ledger;
    this.bearers = bearers;
    this.permissions = permissions;
  }

  @Override
  public Outcome<Initiator> identify(String bearer, Arrived request) {
    ledger.catchUp();
    String agent = String.join(" ", request.header("User-Agent"));
    return bearers.identify(bearer, new Bearers.From(request.peer(), agent, request.trace()));
  }

  @Override
  public Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource) {
    return permissions.refusal(by, action, resource);
  }
}
