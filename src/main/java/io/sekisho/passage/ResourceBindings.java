package io.sekisho.passage;

import io.sekisho.audit.Action;
import io.sekisho.catalog.Service;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.gateway.EndpointGateway;
import io.sekisho.gateway.EndpointGateway.ResourceBinding;
import io.sekisho.problem.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The resources of services that are bound to endpoint gateways.
public final class ResourceBindings {
  private static final String TARGET = "target.crn";

  private final Estate estate;

  public ResourceBindings(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new one.
  public record Prototype(Optional<String> name, Target target) {}

  /// The resource.
  public record Target(String crn) {}

  /// What is said of one that changes.
  public record Patch(Optional<String> name) {}

  /// The one that a path names.
  ///
  /// @throws Refusal 404 if there is none
  public static ResourceBinding get(EndpointGateway gateway, String id) {
    return gateway
        .binding(id)
        .orElseThrow(
            () -> Refusal.nothing("resource binding", id, "endpoint gateway " + gateway.name()));
  }

  public Outcome<ResourceBinding> create(Actor actor, String gatewayId, Prototype said) {
    return estate.write(
        actor,
        Action.RESOURCE_BINDING_CREATE,
        gatewayId,
        scene -> {
          EndpointGateway gateway = scene.get(EndpointGateway.class, gatewayId);
          String crn = said.target().crn();
          String endpoint =
              EndpointGateways.service(scene, gateway.target())
                  .filter(_ -> Service.isCrn(crn))
                  .flatMap(it -> it.endpointOf(crn))
                  .orElseThrow(
                      () ->
                          Refusal.invalid(
                              TARGET,
                              "It is no resource of the service of endpoint gateway %s, or one without a name of its own."
                                  .formatted(gateway.name())));
          if (gateway.resourceBindings().stream().anyMatch(it -> it.target().equals(crn))) {
            throw Refusal.conflict("The resource is bound to this endpoint gateway already.");
          }
          ResourceBinding made =
              new ResourceBinding(
                  scene.regionalPart(gateway.identity().crn().location()),
                  Names.own(said.name(), names(gateway, "")),
                  scene.now(),
                  crn,
                  endpoint);
          List<ResourceBinding> all = new ArrayList<>(gateway.resourceBindings());
          all.add(made);
          scene.put(gateway.with(all));
          return made;
        });
  }

  private static Set<String> names(EndpointGateway gateway, String but) {
    return gateway.resourceBindings().stream()
        .filter(it -> !it.id().equals(but))
        .map(ResourceBinding::name)
        .collect(Collectors.toSet());
  }

  public Outcome<ResourceBinding> update(Actor actor, String gatewayId, String id, Patch said) {
    return estate.write(
        actor,
        Action.RESOURCE_BINDING_UPDATE,
        gatewayId,
        scene -> {
          EndpointGateway gateway = scene.get(EndpointGateway.class, gatewayId);
          ResourceBinding before = get(gateway, id);
          String name =
              said.name().isEmpty() ? before.name() : Names.own(said.name(), names(gateway, id));
          ResourceBinding after =
              new ResourceBinding(
                  id, name, before.createdAt(), before.target(), before.serviceEndpoint());
          scene.put(
              gateway.with(
                  gateway.resourceBindings().stream()
                      .map(it -> it.id().equals(id) ? after : it)
                      .toList()));
          return after;
        });
  }

  public Outcome<ResourceBinding> delete(Actor actor, String gatewayId, String id) {
    return estate.write(
        actor,
        Action.RESOURCE_BINDING_DELETE,
        gatewayId,
        scene -> {
          EndpointGateway gateway = scene.get(EndpointGateway.class, gatewayId);
          ResourceBinding binding = get(gateway, id);
          scene.put(
              gateway.with(
                  gateway.resourceBindings().stream().filter(it -> !it.id().equals(id)).toList()));
          return binding;
        });
  }
}
