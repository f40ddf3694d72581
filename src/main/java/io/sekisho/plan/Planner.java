package io.sekisho.plan;

import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.inventory.Findings;
import io.sekisho.mint.Minter;
import io.sekisho.plan.Scope.Work;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Resource;
import io.sekisho.vpc.VolumeAttachment;
import io.sekisho.wire.Inventory;
import io.sekisho.wire.Inventory.AccountSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/// Works out what an inventory makes of what exists.
///
/// A resource is made or changed by its account, kind and name. What the inventory does not name
/// stays, unless it is to be pruned: then it goes, within the accounts that the inventory names.
/// What does not change is the very same object afterwards.
public final class Planner {
  private final Supplier<UUID> ids;
  private final Instant now;

  public Planner(Supplier<UUID> ids, Instant now) {
    this.ids = ids;
    this.now = now;
  }

  /// What there is to plan from.
  public record Base(Contents contents, Counters counters) {}

  /// What came of planning.
  public sealed interface Planning {
    /// It can be done.
    ///
    /// @param named ids of everything that the inventory names
    record Plan(Base after, Set<String> named) implements Planning {}

    /// It can't be done, for all these reasons.
    record Impossible(Findings findings) implements Planning {}
  }

  public Planning plan(Inventory inventory, Base base, boolean prune) {
    Draft draft = new Draft(base.contents(), base.counters());
    Work work = new Work(draft, new Minter(ids, now), new Findings(), new LinkedHashSet<>());
    inventory.catalog().ifPresent(new CatalogPlanner(work)::plan);
    AccountPlanner accounts = new AccountPlanner(work);
    for (int i = 0; i < inventory.accounts().size(); i++) {
      AccountSpec spec = inventory.accounts().get(i);
      accounts.plan(spec, "accounts[" + i + "]", prune);
    }
    expectOneHolder(work);
    if (!work.findings().isEmpty()) {
      return new Planning.Impossible(work.findings());
    }
    draft.dropParts();
    expectNeeds(base.contents(), work);
    inventory.catalog().ifPresent(_ -> CatalogPlanner.expectPlaces(work));
    if (!work.findings().isEmpty()) {
      return new Planning.Impossible(work.findings());
    }
    settleProfiles(draft, base.contents().profiles());
    return new Planning.Plan(new Base(draft.contents(), draft.counters()), work.touched());
  }

  /// A volume is in one place: also one that is attached to what the inventory does not name.
  private static void expectOneHolder(Work work) {
    Map<String, Instance> holders = new HashMap<>();
    for (Compute each : work.draft().computes.all()) {
      if (each instanceof Instance it) {
        for (VolumeAttachment attached : it.volumes()) {
          Instance other = holders.putIfAbsent(attached.volume().id(), it);
          if (other != null
              && (work.touched().contains(it.id()) || work.touched().contains(other.id()))) {
            work.findings()
                .add(
                    "accounts",
                    "would attach volume %s to instance %s and to instance %s; give each its own."
                        .formatted(attached.volume().name(), other.name(), it.name()));
          }
        }
      }
    }
  }

  /// What is pruned must not be needed by what is not: that may be what no inventory names.
  private static void expectNeeds(Contents before, Work work) {
    Map<String, Resource> gone = new HashMap<>();
    before.resources().forEach(each -> gone.put(each.id(), each));
    List<Resource> after = work.draft().resources();
    after.forEach(each -> gone.remove(each.id()));
    for (Resource each : after) {
      for (String need : each.needs()) {
        Resource missed = gone.get(need);
        if (missed != null) {
          work.findings()
              .add(
                  "accounts",
                  "would go without %s %s, which %s %s needs; %s."
                      .formatted(
                          type(missed), missed.name(), type(each), each.name(), wayOut(missed)));
        }
      }
    }
  }

  /// What is only named can be exchanged for another one; what something is made in can't.
  private static String wayOut(Resource missed) {
    return missed instanceof SecurityGroup || missed instanceof NetworkAcl
        ? "name another one there, or delete that first"
        : "delete that first";
  }

  private static String type(Resource it) {
    return it.identity().crn().type().replace('-', ' ');
  }

  /// Links end with what they lead to, and a profile that changed says when.
  private void settleProfiles(Draft draft, List<TrustedProfile> all) {
    Map<String, TrustedProfile> before = new HashMap<>();
    all.forEach(profile -> before.put(profile.id(), profile));
    for (TrustedProfile profile : draft.profiles.all()) {
      TrustedProfile linked =
          Edits.withoutLinks(profile, link -> draft.computes.get(link.target().id()).isEmpty());
      TrustedProfile old = before.getOrDefault(profile.id(), linked);
      draft.profiles.put(old.equals(linked) ? linked : Edits.modified(linked, now));
    }
  }
}
