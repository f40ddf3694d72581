package io.sekisho.plan;

import io.sekisho.iam.Account;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.plan.Shelf.Label;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Snapshot.Contents;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;

/// What there will be, while it is being worked out.
final class Draft {
  final Shelf<Account> accounts;
  final Shelf<TrustedProfile> profiles;
  final Shelf<Vpc> vpcs;
  final Shelf<Subnet> subnets;
  final Shelf<Key> keys;
  final Shelf<PlacementGroup> placementGroups;
  final Shelf<Compute> computes;
  private int vpcIndex;
  private int mark;

  Draft(Contents now, Counters counters) {
    this.accounts =
        new Shelf<>(now.accounts(), each -> new Label(each.id().value(), each.id(), each.name()));
    this.profiles =
        new Shelf<>(now.profiles(), each -> new Label(each.id(), each.account(), each.name()));
    this.vpcs = new Shelf<>(now.vpcs(), each -> label(each.identity()));
    this.subnets = new Shelf<>(now.subnets(), each -> label(each.identity()));
    this.keys = new Shelf<>(now.keys(), each -> label(each.identity()));
    this.placementGroups = new Shelf<>(now.placementGroups(), each -> label(each.identity()));
    this.computes = new Shelf<>(now.computes(), each -> label(each.identity()));
    this.vpcIndex = counters.vpcIndex();
    this.mark = counters.mark();
  }

  int nextVpcIndex() {
    vpcIndex = Math.incrementExact(vpcIndex);
    return vpcIndex;
  }

  int nextMark() {
    mark = Math.incrementExact(mark);
    return mark;
  }

  Counters counters() {
    return new Counters(vpcIndex, mark);
  }

  Contents contents() {
    return new Contents(
        accounts.all(),
        profiles.all(),
        vpcs.all(),
        subnets.all(),
        keys.all(),
        placementGroups.all(),
        computes.all());
  }

  private static Label label(Identity identity) {
    return new Label(identity.id(), identity.account(), identity.name());
  }
}
