package io.sekisho.wire;

/// A resource as the operator's API shows it.
public sealed interface View
    permits AccountView,
        VpcView,
        SubnetView,
        KeyView,
        PlacementGroupView,
        ComputeView,
        ProfileView {
  String id();

  String name();
}
