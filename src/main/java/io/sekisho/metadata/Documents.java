package io.sekisho.metadata;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Subject;
import java.util.Optional;

/// Answers every `GET` below `/metadata/v1`.
///
/// The members are those of IBM's VPC API, but for `href` and `resource_group`, which stay outside
/// the guest. All documents are the same for every [ApiVersion]: IBM's additions so far apply to
/// all version dates.
public final class Documents {
  private Documents() {}

  /// The document at a path.
  ///
  /// @param path what follows `/metadata/v1`, decoded, such as
  ///   `/instance/volume_attachments/0717-1`
  /// @param origin scheme and authority for the links in it, such as `http://169.254.169.254`: what
  ///   this service calls itself, never what a request's `Host` says
  public static Outcome<Document> document(Subject subject, String path, Page page, String origin) {
    return switch (subject.compute()) {
      case BareMetalServer _ -> Outcome.refuse(bareMetal());
      case Instance instance ->
          Catalogue.route(path)
              .map(route -> read(route, new View(subject, instance, origin), page))
              .orElseGet(() -> Outcome.refuse(unknownPath()));
    };
  }

  /// What reading the path is called in IBM Cloud's activity trail, also where it is refused; empty
  /// if no document is ever there.
  public static Optional<String> action(String path) {
    return Catalogue.route(path).map(Route::action);
  }

  private static Outcome<Document> read(Route route, View view, Page page) {
    if (!route.paged() && page.start().isPresent()) {
      return Outcome.refuse(Parameters.unpaged("start"));
    }
    if (!route.paged() && page.limit().isPresent()) {
      return Outcome.refuse(Parameters.unpaged("limit"));
    }
    return route.read(view, page).map(members -> new Document(route.action(), members.toJson()));
  }

  private static Problem bareMetal() {
    return Problem.of(
        Code.NOT_FOUND,
        "Bare metal servers have no metadata documents; only the methods under `/identity/v1` are"
            + " for them.");
  }

  private static Problem unknownPath() {
    return Problem.of(Code.NOT_FOUND, "There is no such path under `/metadata/v1`.");
  }
}
