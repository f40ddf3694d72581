package io.sekisho.plan;

import io.sekisho.mint.OpenSshKey;
import io.sekisho.plan.Scope.Named;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.wire.Inventory.KeySpec;
import io.sekisho.wire.Inventory.PlacementGroupSpec;
import java.util.List;
import java.util.Optional;

/// Plans what instances of a region share: SSH keys and placement groups.
final class KeyPlanner {
  static final String KEY = "key";
  static final String PLACEMENT_GROUP = "placement group";

  private final Scope scope;

  KeyPlanner(Scope scope) {
    this.scope = scope;
  }

  void keys(List<KeySpec> specs) {
    for (int i = 0; i < specs.size(); i++) {
      String path = scope.path + ".keys[" + i + "]";
      if (scope.first(KEY, specs.get(i).name(), path)) {
        key(specs.get(i), path);
      }
    }
  }

  private void key(KeySpec spec, String path) {
    Optional<OpenSshKey> parsed =
        scope.parse(spec.publicKey(), path + ".public_key", OpenSshKey::parse);
    if (parsed.isEmpty()) {
      scope.broken(KEY, spec.name());
      return;
    }
    Optional<Key> before = scope.draft.keys.find(scope.account, spec.name());
    OpenSshKey key = parsed.get();
    if (before.isPresent() && !before.get().fingerprint().equals(key.fingerprint())) {
      scope.wrong(
          path + ".public_key",
          "can't be changed: key %s is %s. Give the new key another name."
              .formatted(spec.name(), before.get().fingerprint()));
    }
    String region = spec.region().orElseGet(scope::region);
    scope.put(
        scope.draft.keys,
        new Key(
            scope.identity(
                before.map(Key::identity),
                KEY,
                region,
                new Named(spec.name(), spec.resourceGroup(), path),
                scope.minter.regional(region)),
            key.type(),
            key.length(),
            key.fingerprint(),
            spec.publicKey().strip()));
  }

  void placementGroups(List<PlacementGroupSpec> specs) {
    for (int i = 0; i < specs.size(); i++) {
      String path = scope.path + ".placement_groups[" + i + "]";
      if (scope.first(PLACEMENT_GROUP, specs.get(i).name(), path)) {
        placementGroup(specs.get(i), path);
      }
    }
  }

  private void placementGroup(PlacementGroupSpec spec, String path) {
    Optional<PlacementGroup> before = scope.draft.placementGroups.find(scope.account, spec.name());
    String strategy =
        spec.strategy().or(() -> before.map(PlacementGroup::strategy)).orElse("host_spread");
    if (before.isPresent() && !before.get().strategy().equals(strategy)) {
      scope.wrong(
          path + ".strategy",
          "can't become %s: placement group %s is %s. Delete the group first."
              .formatted(strategy, spec.name(), before.get().strategy()));
    }
    String region = spec.region().orElseGet(scope::region);
    scope.put(
        scope.draft.placementGroups,
        new PlacementGroup(
            scope.identity(
                before.map(PlacementGroup::identity),
                "placement-group",
                region,
                new Named(spec.name(), spec.resourceGroup(), path),
                scope.minter.regional(region)),
            strategy,
            "stable"));
  }
}
