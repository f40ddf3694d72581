package io.sekisho.fleetapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.Node;
import io.sekisho.fleet.Refusal;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.roster.Roster;
import io.sekisho.web.Arrived;
import io.sekisho.web.Callers;
import io.sekisho.web.Refusals;
import io.sekisho.web.Reply;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/// Knows nodes by their certificates: genuine by the handshake, and not revoked by what is known
/// now. Whatever else a caller shows counts for nothing.
final class NodeCallers implements Callers {
  static final Problem REVOKED =
      Problem.of(
          Code.UNAUTHORIZED,
          "This node is not known: it was deleted, or its certificate replaced. Have it join again.");
  private static final Problem NO_CERTIFICATE =
      Problem.of(Code.UNAUTHENTICATED, "Nodes alone are answered here: show a node's certificate.");

  private final Ledger ledger;

  NodeCallers(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Optional<Outcome<Initiator>> known(Arrived request) {
    Optional<X509Certificate> shown = request.certificate();
    if (shown.isEmpty()) {
      return Optional.of(Outcome.refuse(NO_CERTIFICATE));
    }
    ledger.catchUp();
    String serial = shown.get().getSerialNumber().toString(16);
    return Optional.of(
        FleetTrust.node(shown.get())
            .flatMap(id -> Roster.node(ledger.edition(), id))
            .filter(node -> node.has(serial))
            .filter(node -> shown.get().getNotAfter().toInstant().isAfter(ledger.clock().instant()))
            .map(node -> Outcome.of(initiator(node, serial, request)))
            .orElseGet(() -> Outcome.refuse(REVOKED)));
  }

  /// @param serial stands where a program says what it is: it is by that certificate that it came
  private static Initiator initiator(Node node, String serial, Arrived request) {
    return new Initiator(
        node.id(),
        node.name(),
        Initiator.Type.NODE,
        Optional.empty(),
        request.peer(),
        serial,
        request.trace());
  }

  @Override
  public Outcome<Initiator> identify(String bearer, Arrived request) {
    return Outcome.refuse(NO_CERTIFICATE);
  }

  @Override
  public Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource) {
    return Optional.empty();
  }

  @Override
  public Refusals.Form form() {
    return NodeCallers::refusal;
  }

  static Reply refusal(Problem problem, String trace) {
    String body = new String(FleetJson.write(Refusal.of(problem, trace)), UTF_8);
    return Reply.text(problem.status(), "application/json", body);
  }
}
