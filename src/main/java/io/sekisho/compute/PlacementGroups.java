package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.PlacementGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Groups of instances that are to be spread over hosts.
public final class PlacementGroups {
  private static final int MOST = 100;

  /// How many instances a group may have, by its strategy.
  private static final Map<String, Integer> STRATEGIES =
      Map.of("host_spread", 12, "power_spread", 4);

  private static final String OPERATE = "is.placement-group.placement-group.operate";

  private final Estate estate;

  public PlacementGroups(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new group.
  public record Prototype(Optional<String> name, Optional<Which> resourceGroup, String strategy) {}

  /// What is said of a group that changes.
  public record Patch(Optional<String> name) {}

  public Outcome<PlacementGroup> create(Actor actor, Prototype said) {
    return estate.write(
        actor,
        Action.PLACEMENT_GROUP_CREATE,
        "",
        scene -> {
          if (!STRATEGIES.containsKey(said.strategy())) {
            throw Refusal.invalid("strategy", "A strategy is host_spread or power_spread.");
          }
          List<PlacementGroup> others = scene.all(PlacementGroup.class);
          scene.expectRoom(others.size(), MOST, "placement groups");
          return scene.put(
              new PlacementGroup(
                  scene.regional(
                      "placement-group",
                      scene.region(),
                      Names.own(said.name(), others, ""),
                      scene.group(said.resourceGroup())),
                  said.strategy(),
                  "stable"));
        });
  }

  public Outcome<PlacementGroup> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.PLACEMENT_GROUP_UPDATE,
        id,
        scene -> {
          PlacementGroup before = scene.get(PlacementGroup.class, id);
          String name = Names.renamed(said.name(), before, scene.naming(PlacementGroup.class));
          return scene.put(
              new PlacementGroup(
                  Scene.renamed(before.identity(), name),
                  before.strategy(),
                  before.lifecycleState()));
        });
  }

  public Outcome<PlacementGroup> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.PLACEMENT_GROUP_DELETE,
        id,
        scene -> {
          PlacementGroup group = scene.get(PlacementGroup.class, id);
          scene.delete(group);
          return group;
        });
  }

  /// Insists that an instance may join a group.
  static PlacementGroup joined(Scene scene, PlacementGroup group) {
    scene.expect(OPERATE, group);
    int there =
        scene
            .all(
                Instance.class,
                it -> it.scheduling().placementGroup().filter(group.id()::equals).isPresent())
            .size();
    scene.expectRoom(
        there, STRATEGIES.getOrDefault(group.strategy(), 0), "instances in this placement group");
    return group;
  }
}
