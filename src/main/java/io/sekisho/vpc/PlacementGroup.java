package io.sekisho.vpc;

/// A rule for spreading instances over hosts.
///
/// @param strategy `host_spread` or `power_spread`
public record PlacementGroup(Identity identity, String strategy, String lifecycleState)
    implements Resource {}
