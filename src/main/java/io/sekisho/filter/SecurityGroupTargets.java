package io.sekisho.filter;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Placed;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.Resource.Guarded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is in a security group.
public final class SecurityGroupTargets {
  private final Estate estate;

  public SecurityGroupTargets(Estate estate) {
    this.estate = estate;
  }

  /// Puts something in a group; if it is in it already, nothing changes.
  public Outcome<Placed<Guarded>> add(Actor actor, String groupId, String id) {
    return estate.write(
        actor,
        Action.SECURITY_GROUP_ATTACH,
        groupId,
        scene -> {
          SecurityGroup group = scene.get(SecurityGroup.class, groupId);
          expectNoServer(scene, id);
          Placed<Guarded> target = scene.locate(Guarded.class, id);
          Guarded it = target.value();
          scene.expectUpdate(changing(target));
          if (!it.vpc().equals(group.vpc())) {
            throw Refusal.invalid("id", "%s is in another VPC.".formatted(it.name()));
          }
          if (isIn(it, groupId)) {
            return target;
          }
          SecurityGroups.expectRoomForGroup(it);
          SecurityGroups.expectRoomForTarget(scene, group);
          List<Reference> groups = new ArrayList<>(it.securityGroups());
          groups.add(group.reference());
          scene.replace(target, it.withSecurityGroups(groups));
          scene.tell(group, Action.SECURITY_GROUP_ATTACH);
          return scene.locate(Guarded.class, id);
        });
  }

  /// Who names a server means one of its interfaces.
  private static void expectNoServer(Scene scene, String id) {
    Optional<Compute> server = scene.maybe(Compute.class, id);
    if (server.isEmpty()) {
      return;
    }
    String theirs =
        scene.everywhere(Guarded.class).stream()
            .filter(it -> it.in().stream().anyMatch(whole -> whole.id().equals(id)))
            .filter(it -> scene.mayRead(changing(it)))
            .map(it -> it.value().id())
            .collect(Collectors.joining(", "));
    throw new Refusal(
        Problem.of(
                Code.NOT_FOUND,
                "A target is an interface, and %s is a server: give the id of one of its interfaces%s."
                    .formatted(id, theirs.isEmpty() ? "" : " (" + theirs + ")"))
            .parameter("id"));
  }

  /// Takes something out of a group.
  public Outcome<Guarded> remove(Actor actor, String groupId, String id) {
    return estate.write(
        actor,
        Action.SECURITY_GROUP_DETACH,
        groupId,
        scene -> {
          SecurityGroup group = scene.get(SecurityGroup.class, groupId);
          Placed<Guarded> target = target(scene, group, id);
          Guarded it = target.value();
          scene.expectUpdate(changing(target));
          List<Reference> groups = new ArrayList<>(it.securityGroups());
          if (groups.size() == 1) {
            throw Refusal.conflict(
                "%s is in no other security group: put it in another one first."
                    .formatted(it.name()));
          }
          groups.removeIf(of -> of.id().equals(groupId));
          scene.replace(target, it.withSecurityGroups(groups));
          scene.tell(group, Action.SECURITY_GROUP_DETACH);
          return it;
        });
  }

  /// The target that a path names.
  ///
  /// @throws Refusal 404 if the group has none of that id
  public static Placed<Guarded> target(Holdings holdings, SecurityGroup group, String id) {
    return SecurityGroups.targets(holdings, group.id()).stream()
        .filter(it -> it.value().id().equals(id))
        .findFirst()
        .orElseThrow(() -> Refusal.nothing("target", id, "security group " + group.name()));
  }

  private static boolean isIn(Guarded it, String group) {
    return it.securityGroups().stream().anyMatch(of -> of.id().equals(group));
  }

  /// What who asks has to be permitted to change: of one of IBM's older network interfaces, which
  /// are nothing of their own, the server.
  private static Resource changing(Placed<Guarded> target) {
    return target.in().stream()
        .filter(Compute.class::isInstance)
        .map(Compute.class::cast)
        .filter(server -> server.interfaces().stream().anyMatch(nic -> isOlder(nic, target)))
        .<Resource>map(server -> server)
        .findFirst()
        .orElse(target.value());
  }

  private static boolean isOlder(NetworkInterface nic, Placed<Guarded> target) {
    return nic.older() && nic.id().equals(target.value().id());
  }
}
