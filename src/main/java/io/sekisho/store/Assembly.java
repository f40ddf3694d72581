package io.sekisho.store;

import io.sekisho.iam.Account;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Snapshot.Contents;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import java.util.ArrayList;
import java.util.List;

/// Sorts resources by kind as they are read, in the order in which they come.
final class Assembly {
  private final List<Account> accounts = new ArrayList<>();
  private final List<TrustedProfile> profiles = new ArrayList<>();
  private final List<Vpc> vpcs = new ArrayList<>();
  private final List<Subnet> subnets = new ArrayList<>();
  private final List<Key> keys = new ArrayList<>();
  private final List<PlacementGroup> placementGroups = new ArrayList<>();
  private final List<Compute> computes = new ArrayList<>();

  void add(Object resource) {
    switch (resource) {
      case Account it -> accounts.add(it);
      case TrustedProfile it -> profiles.add(it);
      case Vpc it -> vpcs.add(it);
      case Subnet it -> subnets.add(it);
      case Key it -> keys.add(it);
      case PlacementGroup it -> placementGroups.add(it);
      case Compute it -> computes.add(it);
      default -> throw new IllegalStateException("no place for " + resource.getClass());
    }
  }

  Contents contents() {
    return new Contents(accounts, profiles, vpcs, subnets, keys, placementGroups, computes);
  }
}
