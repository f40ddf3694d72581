package io.sekisho.guest;

import io.sekisho.http.Answer;
import io.sekisho.http.Response;
import io.sekisho.metadata.ApiVersion;
import io.sekisho.metadata.Documents;
import io.sekisho.metadata.IdentityMethod;
import io.sekisho.metadata.Page;
import io.sekisho.metadata.Parameters;
import io.sekisho.metadata.Seed;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.Subject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// Finds what a request asks for, has its token checked where one is needed, and gets the answer.
///
/// A request without a good token learns nothing but whether a path exists at all.
final class Desk {
  private static final String METADATA = "/metadata/v1";

  private final Supplier<Snapshot> current;
  private final Bearer bearer;
  private final Issuing issuing;
  private final Shelf shelf;

  Desk(Supplier<Snapshot> current, Bearer bearer, Issuing issuing, Shelf shelf) {
    this.current = current;
    this.bearer = bearer;
    this.issuing = issuing;
    this.shelf = shelf;
  }

  /// What is given out.
  ///
  /// @param onRecord whether that can be put on record: if not, nothing is
  record Issuing(
      IdentityTokens identityTokens,
      IamTokens iamTokens,
      IdentityCertificates certificates,
      BooleanSupplier onRecord) {}

  Outcome<Answer> serve(Visit visit) {
    String path = visit.request().path();
    if (Seed.has(path)) {
      return seed(visit, path);
    }
    return path.startsWith(METADATA)
        ? document(visit, path.substring(METADATA.length()))
        : identity(visit);
  }

  /// The secret in the path stands for the token; whoever does not know it is told what everybody
  /// is told of a path that is not there.
  private static Outcome<Answer> seed(Visit visit, String path) {
    visit.caller().did(Deed.read(Seed.ACTION));
    Optional<Seed> found =
        Seed.at(path, visit.subject()).filter(_ -> visit.request().query().values().isEmpty());
    return found
        .map(seed -> only("GET", visit, () -> Outcome.of(Answer.now(plain(seed, visit)))))
        .orElseGet(Desk::notFound);
  }

  private static Response plain(Seed seed, Visit visit) {
    return Response.of(200, Replies.PLAIN, seed.document(visit.subject()));
  }

  private Outcome<Answer> document(Visit visit, String path) {
    Optional<String> action = Documents.action(path);
    if (action.isEmpty()) {
      return notFound();
    }
    visit.caller().did(Deed.read(action.get()));
    return only(
        "GET",
        visit,
        () ->
            bearer
                .check(visit)
                .then(ok -> Parameters.ofMetadata(visit.request().query().values(), today(visit)))
                .then(parameters -> read(visit, path, parameters.page()))
                .map(Answer::now));
  }

  private Outcome<Response> read(Visit visit, String path, Page page) {
    Subject subject = visit.subject();
    if (!page.equals(Page.FIRST)) {
      return render(subject, path, page);
    }
    Optional<Response> kept = shelf.find(subject, path);
    return kept.isPresent()
        ? Outcome.of(kept.get())
        : render(subject, path, page)
            .map(
                response -> {
                  shelf.keep(subject, path, response);
                  return response;
                });
  }

  private static Outcome<Response> render(Subject subject, String path, Page page) {
    return Documents.document(subject, path, page, origin(subject))
        .map(document -> Response.of(200, Replies.TYPE, document.json()));
  }

  private Outcome<Answer> identity(Visit visit) {
    return Parameters.ofIdentity(visit.request().query().values(), today(visit))
        .then(parameters -> identity(visit, parameters.version()));
  }

  private Outcome<Answer> identity(Visit visit, ApiVersion version) {
    var type = visit.subject().compute().type();
    Optional<IdentityMethod> found = IdentityMethod.at(visit.request().path(), type, version);
    if (found.isEmpty()) {
      return notFound();
    }
    IdentityMethod method = found.get();
    visit.caller().did(Deed.read(method.action(type)));
    return only(
        method.httpMethod(),
        visit,
        () -> issuing.onRecord.getAsBoolean() ? create(method, visit) : offRecord());
  }

  private static Outcome<Answer> offRecord() {
    return Outcome.refuse(
        Problem.of(
            Code.SERVICE_UNAVAILABLE,
            "This can't be put on record at the moment, so it was not done: try again in a"
                + " while."));
  }

  private Outcome<Answer> create(IdentityMethod method, Visit visit) {
    return switch (method) {
      case TOKEN -> issuing.identityTokens.create(visit);
      case IAM_TOKEN -> exchange(visit, issuing.iamTokens::create);
      case CERTIFICATE -> exchange(visit, issuing.certificates::create);
    };
  }

  private Outcome<Answer> exchange(Visit visit, Function<Visit, Outcome<Credential>> method) {
    return bearer
        .check(visit)
        .then(ok -> method.apply(visit))
        .map(it -> new Answer.Later(it.work(), made -> confirm(visit, it, made)));
  }

  /// Signing takes a while, in which tokens may be revoked or a profile unlinked: what was decided
  /// before is decided again right before the answer is written, or the credential is thrown away.
  private Response confirm(Visit before, Credential credential, Response made) {
    Visit visit = before.asOf(current.get());
    Outcome<?> again = bearer.check(visit).then(ok -> credential.due().apply(visit));
    if (again instanceof Outcome.Refused<?>(Problem problem)) {
      visit.refused(problem);
      return Replies.refusal(problem, visit.request().trace());
    }
    return made;
  }

  /// The answer to the one HTTP method that a path has; RFC 9110 wants the others told which.
  private static Outcome<Answer> only(String right, Visit visit, Supplier<Outcome<Answer>> answer) {
    if (visit.request().method().equals(right)) {
      return answer.get();
    }
    Problem problem = Problem.of(Code.METHOD_NOT_ALLOWED, "Use " + right + " for this path.");
    visit.refused(problem);
    Response response = Replies.refusal(problem, visit.request().trace()).with("Allow", right);
    return Outcome.of(Answer.now(response));
  }

  private static <T> Outcome<T> notFound() {
    return Outcome.refuse(
        Problem.of(
            Code.NOT_FOUND,
            "There is nothing at this path for this kind of server at this version. See /metadata/v1"
                + " and /identity/v1."));
  }

  private static LocalDate today(Visit visit) {
    return LocalDate.ofInstant(visit.now(), ZoneOffset.UTC);
  }

  private static String origin(Subject subject) {
    return subject.compute().metadataService().protocol() == Protocol.HTTPS
        ? "https://api.metadata.cloud.ibm.com"
        : "http://169.254.169.254";
  }
}
