package io.sekisho.vpcapi;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Parameters;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// Makes routes as IBM's VPC API has them: under `/v1`, with `version` and `generation`, within one
/// account.
public final class VpcRoutes {
  /// The bodies of creations and replacements.
  public static final Set<String> JSON = Set.of("application/json");

  /// The bodies of changes.
  public static final Set<String> MERGE_PATCH =
      Set.of("application/merge-patch+json", "application/json");

  /// The one parameter that is ours: an operator of the installation belongs to no account.
  static final String ACCOUNT = "account_id";

  static final String VERSION = "version";
  static final String GENERATION = "generation";

  /// What such a route is called among actions.
  private static final String OFFER = "is.catalog.catalog.read";

  private static final Set<String> EVERYWHERE = Set.of(VERSION, GENERATION, ACCOUNT);
  private static final LocalDate OLDEST = LocalDate.of(2019, 1, 1);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  private final Estate estate;
  private final InstantSource clock;

  public VpcRoutes(Estate estate, InstantSource clock) {
    this.estate = estate;
    this.clock = clock;
  }

  /// The resources that the routes are about.
  public Estate estate() {
    return estate;
  }

  /// Now.
  public Instant now() {
    return clock.instant();
  }

  /// A route whose caller needs a permission on everything of a type in the account. IBM's
  /// documentation sends bodies with curl and says nothing of their type.
  ///
  /// @param action such as `is.subnet.subnet.create`
  /// @param work what it does, in the caller's account
  public Route route(String method, String path, String action, Operation work) {
    return Route.of(method, "/v1" + path, action, call -> run(call, work))
        .with(EVERYWHERE)
        .untyped();
  }

  /// A route about the resource whose id is the path's first open place, or about a part of it.
  ///
  /// @param type its `resourceType`, such as `subnet`
  public Route about(String type, String method, String path, String action, Operation work) {
    return route(method, path, action, work).about(call -> attributes(call, type));
  }

  /// A route that lists what the caller may see, which it asks for itself: see [Pages].
  ///
  /// @param parameters by which the list can be narrowed
  public Route list(String path, String action, Set<String> parameters, Operation work) {
    return paged(route("GET", path, action, work).deciding(), parameters);
  }

  /// The same route with the parameters of a list that is given page by page, and these.
  public static Route paged(Route route, Set<String> parameters) {
    return and(route, Pages.and(parameters));
  }

  /// A route that tells what there is for all accounts, to every caller of one: as with IBM, no
  /// policy is needed to know in which zones something could be made.
  ///
  /// @param parameters by which a list can be narrowed
  public Route offer(String path, Set<String> parameters, Operation work) {
    return and(route("GET", path, OFFER, work).deciding(), parameters);
  }

  /// The same route with query parameters besides those that all have.
  public static Route and(Route route, Set<String> parameters) {
    Set<String> all = new HashSet<>(route.parameters());
    all.addAll(parameters);
    return route.with(all);
  }

  /// What a route does.
  @FunctionalInterface
  public interface Operation extends BiFunction<Actor, Request, Outcome<Reply>> {}

  private Outcome<Reply> run(Call call, Operation work) {
    return version(call.parameters())
        .then(
            version ->
                estate
                    .actor(call.by(), call.parameter(ACCOUNT))
                    .then(actor -> work.apply(actor, new Request(call, version))));
  }

  private Map<String, String> attributes(Call call, String type) {
    Outcome<Actor> actor = estate.actor(call.by(), call.parameter(ACCOUNT));
    return actor instanceof Granted<Actor>(Actor known)
        ? estate.attributes(known, type, call.resource())
        : Map.of("resourceType", type);
  }

  /// The date as of whose behaviour a caller wants to be answered.
  private Outcome<LocalDate> version(Parameters parameters) {
    Optional<String> text = parameters.text(VERSION);
    if (text.isEmpty()) {
      return refuse(
          Code.MISSING_VALUE,
          VERSION,
          "Add the query parameter version with a date, such as version=2026-03-24.");
    }
    if (!parameters.text(GENERATION).equals(Optional.of("2"))) {
      return refuse(
          parameters.text(GENERATION).isEmpty() ? Code.MISSING_VALUE : Code.INVALID_VALUE,
          GENERATION,
          "Add the query parameter generation=2.");
    }
    try {
      LocalDate date = LocalDate.parse(text.get(), DATE);
      if (!date.isBefore(OLDEST)
          && !date.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
        return Outcome.of(date);
      }
    } catch (DateTimeException _) {
      // As for any other date that will not do.
    }
    return refuse(
        Code.INVALID_VALUE,
        VERSION,
        "The query parameter version is a date from %s to today.".formatted(OLDEST));
  }

  private static <T> Outcome<T> refuse(Code code, String parameter, String message) {
    return Outcome.refuse(Problem.of(code, message).parameter(parameter));
  }
}
