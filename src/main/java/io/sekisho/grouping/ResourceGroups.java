package io.sekisho.grouping;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.iam.Crn;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.ResourceGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Resource groups. Every account has one for what names none, whose id is the account's; and one
/// for each id that an inventory names, called by that until somebody renames it.
public final class ResourceGroups {
  private static final String TYPE = "resource-group";
  private static final int LONGEST = 40;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.-]*");
  private static final int MOST = 1_000;

  private final Estate estate;

  public ResourceGroups(Estate estate) {
    this.estate = estate;
  }

  /// All groups, the default one first.
  public static List<ResourceGroup> all(Holdings holdings) {
    List<ResourceGroup> all = new ArrayList<>();
    all.add(bare(holdings, holdings.account().value()));
    all.addAll(holdings.all(ResourceGroup.class, it -> !it.byDefault()));
    TreeSet<String> named = new TreeSet<>();
    holdings.all(Resource.class).forEach(it -> named.add(it.identity().resourceGroup()));
    named.remove("");
    all.forEach(it -> named.remove(it.id()));
    named.forEach(id -> all.add(bare(holdings, id)));
    return all;
  }

  /// The default group, or one of which nobody said anything yet.
  private static ResourceGroup bare(Holdings holdings, String id) {
    boolean usual = id.equals(holdings.account().value());
    Instant since = usual ? holdings.holder().createdAt() : Instant.EPOCH;
    Crn crn = new Crn("resource-controller", "", holdings.account(), TYPE, id);
    return new ResourceGroup(
        new Identity(id, crn, holdings.groupName(id), holdings.account(), "", since), usual);
  }

  /// The one that a path names.
  public static ResourceGroup one(Holdings holdings, String id) {
    return all(holdings).stream()
        .filter(it -> it.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Refusal.missed("resource group", id));
  }

  public Outcome<ResourceGroup> create(Actor actor, String name) {
    return estate.write(
        actor,
        Action.RESOURCE_GROUP_CREATE,
        "",
        scene -> {
          scene.expectRoom(all(scene).size(), MOST, "resource groups");
          String id = scene.uuid().toString().replace("-", "");
          Identity identity =
              scene.global("resource-controller", TYPE, id, own(scene, name, Optional.empty()));
          return scene.put(new ResourceGroup(identity, false));
        });
  }

  public Outcome<ResourceGroup> rename(Actor actor, String id, String name) {
    return estate.write(
        actor,
        Action.RESOURCE_GROUP_UPDATE,
        id,
        scene -> {
          ResourceGroup before = one(scene, id);
          Identity renamed =
              Scene.renamed(before.identity(), own(scene, name, Optional.of(before)));
          ResourceGroup after = new ResourceGroup(renamed, before.byDefault());
          scene.put(after.byDefault() ? kept(after) : after);
          return after;
        });
  }

  private static ResourceGroup kept(ResourceGroup usual) {
    Identity it = usual.identity();
    return new ResourceGroup(
        new Identity(
            ResourceGroup.kept(it.account()),
            it.crn(),
            it.name(),
            it.account(),
            "",
            it.createdAt()),
        true);
  }

  private static String own(Scene scene, String name, Optional<ResourceGroup> of) {
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw Refusal.invalid(
          "name",
          "A name has 1 to 40 letters, digits, spaces, underscores, hyphens and periods, and begins"
              + " with a letter or digit.");
    }
    for (ResourceGroup each : all(scene)) {
      if (each.name().equals(name) && of.filter(it -> it.id().equals(each.id())).isEmpty()) {
        throw Refusal.conflict("Another resource group is named %s.".formatted(name));
      }
    }
    return name;
  }

  /// Deletes a group that nothing is in.
  public Outcome<ResourceGroup> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.RESOURCE_GROUP_DELETE,
        id,
        scene -> {
          ResourceGroup group = one(scene, id);
          if (group.byDefault()) {
            throw Refusal.conflict("The account's default resource group stays.");
          }
          List<Resource> in =
              scene.all(Resource.class, it -> it.identity().resourceGroup().equals(id));
          if (!in.isEmpty()) {
            throw Refusal.conflict(
                "Resource group %s has %d resources, such as %s: delete them first."
                    .formatted(group.name(), in.size(), in.getFirst().name()));
          }
          scene.delete(group);
          return group;
        });
  }
}
