package io.sekisho.node;

import io.sekisho.credential.NodeKeys;
import io.sekisho.fleet.FleetJson;
import io.sekisho.fleet.JoinText;
import io.sekisho.fleet.Joining;
import io.sekisho.fleet.Paths;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Makes this host a node. The token is sent to nobody but whom it is from: its hash of the
/// authority's key is compared with what the server shows before.
final class Join {
  /// No guest waits for it, and who asks another controller before the first has answered may find
  /// the token used by itself.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Join() {}

  /// @param name as people are to know the node
  /// @param first the public half of the key that signs identity tokens
  static Outcome<Joining.Joined> ask(
      JoinText token,
      String name,
      NodeKeys.Fresh keys,
      io.sekisho.fleet.Node.Key first,
      List<URI> at) {
    Pin pin = new Pin(token.caHash());
    SSLContext tls = NodeKeys.stranger(new TrustManager[] {pin});
    Joining.Join request =
        new Joining.Join(token.text(), name, keys.csr(), keys.serverCsr(), first);
    try (Controllers controllers = new Controllers(at, tls, PATIENCE)) {
      return switch (controllers.post(Paths.JOIN, request)) {
        case Reply.Answered(byte[] body) ->
            checked(FleetJson.read(Joining.Joined.class, body), pin);
        case Reply.Refused(Problem problem) -> Outcome.refuse(problem);
        case Reply.Away(String why) ->
            Outcome.refuse(
                Problem.of(Code.SERVICE_UNAVAILABLE, "No controller could be asked: " + why + "."));
      };
    }
  }

  /// Roots may have been added since the token was made, but its own has to be among them.
  private static Outcome<Joining.Joined> checked(Joining.Joined joined, Pin pin) {
    try {
      boolean known =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(joined.ca().getBytes(StandardCharsets.US_ASCII)))
              .stream()
              .anyMatch(it -> it instanceof X509Certificate root && pin.names(root));
      if (known) {
        return Outcome.of(joined);
      }
    } catch (CertificateException _) {
      // As if it were another one's.
    }
    return Outcome.refuse(
        Problem.of(
            Code.UNAUTHORIZED,
            "The controller's authority is not the one that the join token is for: make another token there."));
  }
}
