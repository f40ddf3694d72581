package io.sekisho.guest;

import io.sekisho.credential.Certificates;
import io.sekisho.http.Response;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Duration;
import java.util.Optional;

/// `POST …/certificates`: a short-lived certificate that names the instance, for a key that never
/// leaves the guest.
final class IdentityCertificates {
  private static final int MIN_SECONDS = 300;
  private static final int MAX_SECONDS = 3600;
  private static final int MAX_CSR = 16_384;

  private final Issuer issuer;

  IdentityCertificates(Issuer issuer) {
    this.issuer = issuer;
  }

  Outcome<Credential> create(Visit visit) {
    return Body.parse(visit.request().body(), "csr", "expires_in")
        .then(
            body ->
                body.integer("expires_in", MIN_SECONDS, MAX_SECONDS, MAX_SECONDS)
                    .then(
                        seconds ->
                            body.text("csr", MAX_CSR)
                                .then(IdentityCertificates::required)
                                .map(csr -> credential(visit, csr, seconds))));
  }

  /// Whoever may ask may have one: there is nothing more to decide than whose token it was.
  private Credential credential(Visit visit, String csr, int seconds) {
    return new Credential(() -> certify(visit, csr, seconds), Outcome::of);
  }

  private static Outcome<String> required(Optional<String> csr) {
    return csr.<Outcome<String>>map(Outcome::of)
        .orElseGet(
            () ->
                Outcome.refuse(
                    Problem.of(
                            Code.MISSING_FIELD,
                            "Send a certificate signing request (PKCS #10, PEM) as the member csr.")
                        .field("csr")));
  }

  private Response certify(Visit visit, String csr, int seconds) {
    return switch (issuer.certificate(
        csr, visit.subject(), Duration.ofSeconds(seconds), visit.now())) {
      case Outcome.Refused<Certificates>(Problem problem) -> {
        visit.refused(problem);
        yield Replies.refusal(problem, visit.request().trace());
      }
      case Outcome.Granted<Certificates>(Certificates made) -> {
        visit.gave("certificate", made.serial());
        yield reply(made);
      }
    };
  }

  private static Response reply(Certificates made) {
    return Replies.json(
        200,
        out -> {
          out.writeArrayPropertyStart("certificates");
          made.certificates().forEach(pem -> out.writeString(pem));
          out.writeEndArray();
          Replies.life(out, made.createdAt(), made.expiresAt());
          out.writeStringProperty("id", made.id());
        });
  }
}
