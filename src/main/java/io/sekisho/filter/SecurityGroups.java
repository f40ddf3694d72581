package io.sekisho.filter;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Placed;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource.Guarded;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Security groups.
public final class SecurityGroups {
  static final String OPERATE = "is.security-group.security-group.operate";

  private static final int MOST = 100;
  private static final int MOST_OF_A_TARGET = 5;
  private static final int MOST_TARGETS = 1000;

  private final Estate estate;

  public SecurityGroups(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a new group.
  public record Prototype(
      Optional<String> name,
      Optional<Which> resourceGroup,
      List<SecurityGroupRules.Prototype> rules,
      Which vpc) {}

  /// What is said of a group that changes.
  public record Patch(Optional<String> name) {}

  public Outcome<SecurityGroup> create(Actor actor, Prototype said, Dialect dialect) {
    return estate.write(
        actor,
        Action.SECURITY_GROUP_CREATE,
        "",
        scene -> {
          Vpc vpc = scene.find(Vpc.class, said.vpc(), "vpc");
          scene.expect("is.vpc.vpc.operate", vpc);
          List<SecurityGroup> others = within(scene, vpc.id());
          scene.expectRoom(others.size(), MOST, "security groups in a VPC");
          SecurityGroup empty =
              new SecurityGroup(
                  scene.regional(
                      "security-group",
                      vpc.region(),
                      Names.own(said.name(), others, ""),
                      scene.group(said.resourceGroup())),
                  vpc.id(),
                  false,
                  List.of());
          return scene.put(SecurityGroupRules.with(scene, empty, said.rules(), dialect, "rules"));
        });
  }

  private static List<SecurityGroup> within(Holdings holdings, String vpc) {
    return holdings.all(SecurityGroup.class, it -> it.vpc().equals(vpc));
  }

  public Outcome<SecurityGroup> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.SECURITY_GROUP_UPDATE,
        id,
        scene -> {
          SecurityGroup before = scene.get(SecurityGroup.class, id);
          String name = Names.renamed(said.name(), before, within(scene, before.vpc()));
          SecurityGroup after =
              scene.put(
                  new SecurityGroup(
                      Scene.renamed(before.identity(), name),
                      before.vpc(),
                      before.byDefault(),
                      before.rules()));
          if (!name.equals(before.name())) {
            renameInTargets(scene, after);
          }
          return after;
        });
  }

  /// Targets keep the names of their groups.
  private static void renameInTargets(Scene scene, SecurityGroup after) {
    List<String> ids = targets(scene, after.id()).stream().map(it -> it.value().id()).toList();
    for (String id : ids) {
      Placed<Guarded> target = scene.locate(Guarded.class, id);
      List<Reference> groups = new ArrayList<>(target.value().securityGroups());
      groups.replaceAll(it -> it.id().equals(after.id()) ? after.reference() : it);
      scene.replace(target, target.value().withSecurityGroups(groups));
    }
  }

  public Outcome<SecurityGroup> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.SECURITY_GROUP_DELETE,
        id,
        scene -> {
          SecurityGroup group = scene.get(SecurityGroup.class, id);
          if (group.byDefault()) {
            throw Refusal.conflict(
                "%s is the default security group of its VPC, and goes with it."
                    .formatted(group.name()));
          }
          scene.delete(group);
          return group;
        });
  }

  /// What is in a group.
  public static List<Placed<Guarded>> targets(Holdings holdings, String id) {
    return Placed.within(Guarded.class, holdings.users(id)).stream()
        .filter(it -> it.value().securityGroups().stream().anyMatch(of -> of.id().equals(id)))
        .toList();
  }

  /// The one for what names none.
  public static SecurityGroup byDefault(Holdings holdings, Vpc vpc) {
    return within(holdings, vpc.id()).stream()
        .filter(SecurityGroup::byDefault)
        .findFirst()
        .orElseThrow();
  }

  /// Insists that a group can have one target more.
  static void expectRoomForTarget(Holdings holdings, SecurityGroup group) {
    int there = group.byDefault() ? 0 : targets(holdings, group.id()).size();
    if (there >= MOST_TARGETS) {
      throw Refusal.conflict(
          "Security group %s has %d targets, and no more are possible: remove one first."
              .formatted(group.name(), there));
    }
  }

  /// Insists that a target can be in one group more.
  static void expectRoomForGroup(Guarded target) {
    if (target.securityGroups().size() >= MOST_OF_A_TARGET) {
      throw Refusal.conflict(
          "%s is in %d security groups, and no more are possible: remove it from one first."
              .formatted(target.name(), MOST_OF_A_TARGET));
    }
  }

  /// Which groups something of a VPC is to be in.
  ///
  /// @param said as in the body; if it says nothing, the VPC's default one
  /// @param field the member of the body
  public static List<Reference> of(
      Holdings holdings, Vpc vpc, Optional<List<Which>> said, String field) {
    List<SecurityGroup> groups =
        said.map(all -> named(holdings, vpc, all, field))
            .orElseGet(() -> List.of(byDefault(holdings, vpc)));
    for (SecurityGroup group : groups) {
      holdings.expect(OPERATE, group);
      expectRoomForTarget(holdings, group);
    }
    return groups.stream().map(SecurityGroup::reference).toList();
  }

  private static List<SecurityGroup> named(
      Holdings holdings, Vpc vpc, List<Which> said, String field) {
    if (said.isEmpty() || said.size() > MOST_OF_A_TARGET) {
      throw Refusal.invalid(field, "Name 1 to %d security groups.".formatted(MOST_OF_A_TARGET));
    }
    List<SecurityGroup> groups = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      String at = field + "[" + i + "]";
      SecurityGroup group = holdings.find(SecurityGroup.class, said.get(i), at);
      if (!group.vpc().equals(vpc.id())) {
        throw Refusal.invalid(
            at, "Security group %s is not in VPC %s.".formatted(group.name(), vpc.name()));
      }
      if (groups.contains(group)) {
        throw Refusal.invalid(at, "Security group %s is there twice.".formatted(group.name()));
      }
      groups.add(group);
    }
    return groups;
  }
}
