package io.sekisho.api;

import io.sekisho.control.Application;
import io.sekisho.control.Controller;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.web.Call;
import io.sekisho.web.Callers;
import io.sekisho.web.Documents;
import io.sekisho.web.Refusals;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import io.sekisho.wire.AccountView;
import io.sekisho.wire.Applied;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.Inventory;
import io.sekisho.wire.KeyView;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import io.sekisho.wire.MetadataServiceSettings.Patch;
import io.sekisho.wire.PlacementGroupView;
import io.sekisho.wire.ProfileView;
import io.sekisho.wire.ProfileView.LinkRequest;
import io.sekisho.wire.SubnetView;
import io.sekisho.wire.View;
import io.sekisho.wire.VpcView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Every operation on resources. The table reads like the reference: method, path, what is called.
public final class Routes {
  private static final String BASE = "/sekisho/v1/";
  private static final Set<String> JSON = Set.of("application/json");
  private static final Set<String> PATCH =
      Set.of("application/json", "application/merge-patch+json");
  private static final Set<String> INVENTORY =
      Set.of("application/json", "application/yaml", "application/x-yaml", "text/yaml");

  private static final MetadataServiceSettings NOTHING =
      new MetadataServiceSettings(Optional.empty(), Optional.empty(), Optional.empty());

  private final Controller control;
  private final Callers callers;
  private final Seeds seeds;

  /// @param callers knows what a caller may do by an inventory, which may do anything
  /// @param shown puts on record who is shown a seed, or says why not
  public Routes(
      Controller control,
      Callers callers,
      BiFunction<Compute, Initiator, Optional<Problem>> shown) {
    this.control = control;
    this.callers = callers;
    this.seeds = new Seeds(control, shown);
  }

  public List<Route> table() {
    List<Route> routes = new ArrayList<>();
    routes.add(
        Route.of("PUT", BASE + "inventory", "sekisho.inventory.apply", this::apply)
            .with(Set.of("prune", "dry_run"))
            .taking(INVENTORY, Inventory.class)
            .large()
            .answering(200, Applied.class));
    routes.add(
        one("PATCH", Kind.ACCOUNT, "", "update", this::patchAccount)
            .taking(PATCH, Patch.class)
            .answering(200, AccountView.class));
    for (Kind kind : List.of(Kind.INSTANCE, Kind.BARE_METAL_SERVER)) {
      routes.add(
          one("PATCH", kind, "", "update", call -> patchCompute(kind, call))
              .taking(PATCH, ComputePatch.class)
              .answering(200, ComputeView.class));
      routes.add(
          one("GET", kind, "/seed", "update", call -> seeds.get(kind, call))
              .answering(200, ComputeView.Seed.class));
      routes.add(
          one("POST", kind, "/revoke_tokens", "revoke-tokens", call -> revokeTokens(kind, call))
              .answering(200, ComputeView.class));
    }
    Kind profile = Kind.TRUSTED_PROFILE;
    routes.add(
        one("POST", profile, "/links", "link", this::link)
            .taking(JSON, LinkRequest.class)
            .answering(201, ProfileView.class));
    routes.add(
        one("DELETE", profile, "/links/{compute}", "unlink", this::unlink)
            .answering(200, ProfileView.class));
    for (Kind kind : Kind.DECLARED) {
      String action = control.action(kind, "list");
      routes.add(
          Route.of("GET", BASE + kind.collection(), action, call -> list(kind, call))
              .answering(
                  200, Shape.list(kind.collection(), view(kind)).with("total_count", int.class)));
      routes.add(one("GET", kind, "", "read", call -> get(kind, call)).answering(200, view(kind)));
      routes.add(
          one("DELETE", kind, "", "delete", call -> delete(kind, call)).answering(200, view(kind)));
    }
    return routes;
  }

  private static Class<? extends View> view(Kind kind) {
    return switch (kind) {
      case ACCOUNT -> AccountView.class;
      case TRUSTED_PROFILE -> ProfileView.class;
      case VPC -> VpcView.class;
      case SUBNET -> SubnetView.class;
      case KEY -> KeyView.class;
      case PLACEMENT_GROUP -> PlacementGroupView.class;
      case INSTANCE, BARE_METAL_SERVER -> ComputeView.class;
      default -> throw new IllegalArgumentException("no inventory declares a " + kind.words());
    };
  }

  /// A route about one resource, whose place in policies control knows.
  private Route one(String method, Kind kind, String more, String verb, Route.Operation operation) {
    return Route.of(
            method,
            BASE + kind.collection() + "/{ref}" + more,
            control.action(kind, verb),
            operation)
        .about(call -> control.attributes(kind, call.resource(), call.by()));
  }

  private Outcome<Reply> apply(Call call) {
    return call.parameters()
        .flag("prune")
        .then(prune -> call.parameters().flag("dry_run").map(dryRun -> apply(call, prune, dryRun)));
  }

  private Reply apply(Call call, boolean prune, boolean dryRun) {
    Function<String, Optional<Problem>> refusal =
        action -> callers.refusal(call.by(), action, Map.of());
    return switch (control.apply(call.body(), prune, dryRun, call.by(), refusal)) {
      case Application.Accepted(var result) -> Reply.json(200, result);
      case Application.Rejected(var problems) -> Refusals.of(problems, call.by().trace());
    };
  }

  private Outcome<Reply> patchCompute(Kind kind, Call call) {
    return Documents.read(call.body(), ComputePatch.class)
        .then(
            patch ->
                patch.cloudInit().isPresent() && patch.metadataService().isEmpty()
                    ? Outcome.of(patch)
                    : settings(patch.metadataService()).map(_ -> patch))
        .then(patch -> control.patchCompute(kind, call.resource(), patch, call.by()))
        .map(Routes::ok);
  }

  private Outcome<Reply> patchAccount(Call call) {
    return Documents.read(call.body(), Patch.class)
        .then(patch -> settings(patch.metadataService()))
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

  private Outcome<Reply> list(Kind kind, Call call) {
    List<View> all = control.list(kind, call.by());
    return Outcome.of(Reply.json(200, Map.of(kind.collection(), all, "total_count", all.size())));
  }

  private Outcome<Reply> get(Kind kind, Call call) {
    return control.get(kind, call.resource(), call.by()).map(Routes::ok);
  }

  private Outcome<Reply> delete(Kind kind, Call call) {
    return control.delete(kind, call.resource(), call.by()).map(Routes::ok);
  }

  private static Reply ok(Object shown) {
    return Reply.json(200, shown);
  }

  /// What a merge-patch sets; one that sets nothing is a mistake, not a success.
  private static Outcome<MetadataServiceSettings> settings(
      Optional<MetadataServiceSettings> given) {
    return given
        .filter(settings -> !settings.equals(NOTHING))
        .map(Outcome::of)
        .orElseGet(
            () ->
                Outcome.refuse(
                    Problem.of(
                            Code.MISSING_FIELD,
                            "Give metadata_service with at least one member to change.")
                        .field("metadata_service")));
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
}
