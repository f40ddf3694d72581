package io.sekisho.api;

import io.sekisho.control.Application;
import io.sekisho.control.Controller;
import io.sekisho.control.Kind;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.wire.LinkRequest;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.Patch;
import io.sekisho.wire.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every operation on resources. The table reads like the reference: method, path, what is called.
final class Routes {
  private static final String BASE = "/sekisho/v1/";
  private static final Set<String> JSON = Set.of("application/json");
  private static final Set<String> PATCH =
      Set.of("application/json", "application/merge-patch+json");
  private static final Set<String> INVENTORY =
      Set.of("application/json", "application/yaml", "application/x-yaml", "text/yaml");

  private static final MetadataServiceSettings NOTHING =
      new MetadataServiceSettings(Optional.empty(), Optional.empty(), Optional.empty());

  private final Controller control;

  Routes(Controller control) {
    this.control = control;
  }

  List<Route> table() {
    List<Route> routes = new ArrayList<>();
    routes.add(
        Route.of("PUT", BASE + "inventory", this::apply)
            .with(Set.of("prune", "dry_run"))
            .taking(INVENTORY));
    routes.add(Route.of("PATCH", BASE + "accounts/{ref}", this::patchAccount).taking(PATCH));
    for (Kind kind : List.of(Kind.INSTANCE, Kind.BARE_METAL_SERVER)) {
      String one = BASE + kind.collection() + "/{ref}";
      routes.add(Route.of("PATCH", one, call -> patchCompute(kind, call)).taking(PATCH));
      routes.add(Route.of("POST", one + "/revoke_tokens", call -> revokeTokens(kind, call)));
    }
    String profile = BASE + "trusted_profiles/{ref}";
    routes.add(Route.of("POST", profile + "/links", this::link).taking(JSON));
    routes.add(Route.of("DELETE", profile + "/links/{compute}", this::unlink));
    for (Kind kind : Kind.values()) {
      String all = BASE + kind.collection();
      routes.add(Route.of("GET", all, _ -> list(kind)));
      routes.add(Route.of("GET", all + "/{ref}", call -> get(kind, call)));
      routes.add(Route.of("DELETE", all + "/{ref}", call -> delete(kind, call)));
    }
    return routes;
  }

  private Outcome<Reply> apply(Call call) {
    return flag(call, "prune")
        .then(prune -> flag(call, "dry_run").map(dryRun -> apply(call, prune, dryRun)));
  }

  private Reply apply(Call call, boolean prune, boolean dryRun) {
    return switch (control.apply(call.body(), prune, dryRun, call.by())) {
      case Application.Accepted(var result) -> Reply.json(200, result);
      case Application.Rejected(var problems) -> Refusals.of(problems, call.by().trace());
    };
  }

  private Outcome<Reply> patchCompute(Kind kind, Call call) {
    return settings(call)
        .then(settings -> control.patchCompute(kind, call.resource(), settings, call.by()))
        .map(Routes::ok);
  }

  private Outcome<Reply> patchAccount(Call call) {
    return settings(call)
        .then(Routes::accountSwitch)
        .then(enabled -> control.patchAccount(call.resource(), enabled, call.by()))
        .map(Routes::ok);
  }

  private Outcome<Reply> revokeTokens(Kind kind, Call call) {
    return control.revokeTokens(kind, call.resource(), call.by()).map(Routes::ok);
  }

  private Outcome<Reply> link(Call call) {
    return Documents.read(call.body(), LinkRequest.class, "compute")
        .then(request -> control.link(call.resource(), request, call.by()))
        .map(profile -> Reply.json(201, profile));
  }

  private Outcome<Reply> unlink(Call call) {
    return control.unlink(call.resource(), call.second(), call.by()).map(Routes::ok);
  }

  private Outcome<Reply> list(Kind kind) {
    List<View> all = control.list(kind);
    return Outcome.of(Reply.json(200, Map.of(kind.collection(), all, "total_count", all.size())));
  }

  private Outcome<Reply> get(Kind kind, Call call) {
    return control.get(kind, call.resource()).map(Routes::ok);
  }

  private Outcome<Reply> delete(Kind kind, Call call) {
    return control.delete(kind, call.resource(), call.by()).map(Routes::ok);
  }

  private static Reply ok(Object shown) {
    return Reply.json(200, shown);
  }

  /// What a merge-patch sets; one that sets nothing is a mistake, not a success.
  private static Outcome<MetadataServiceSettings> settings(Call call) {
    return Documents.read(call.body(), Patch.class)
        .then(
            patch ->
                patch
                    .metadataService()
                    .filter(settings -> !settings.equals(NOTHING))
                    .map(Outcome::of)
                    .orElseGet(
                        () ->
                            Outcome.refuse(
                                Problem.of(
                                        Code.MISSING_FIELD,
                                        "Give metadata_service with at least one member to change.")
                                    .field("metadata_service"))));
  }

  /// An account has one switch; protocol and hop limit are each compute resource's own.
  private static Outcome<Boolean> accountSwitch(MetadataServiceSettings settings) {
    boolean more = settings.protocol().isPresent() || settings.responseHopLimit().isPresent();
    if (more || settings.enabled().isEmpty()) {
      return Outcome.refuse(
          Problem.of(Code.UNKNOWN_FIELD, "An account's metadata_service has one member: enabled.")
              .field("metadata_service"));
    }
    return Outcome.of(settings.enabled().get());
  }

  private static Outcome<Boolean> flag(Call call, String name) {
    String value = call.query().getOrDefault(name, "false");
    return switch (value) {
      case "true", "false" -> Outcome.of(Boolean.valueOf(value));
      default ->
          Outcome.refuse(
              Problem.of(Code.INVALID_VALUE, "Give " + name + " as true or false.")
                  .parameter(name));
    };
  }
}
