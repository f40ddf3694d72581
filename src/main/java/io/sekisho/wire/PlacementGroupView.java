package io.sekisho.wire;

import java.time.Instant;

/// A placement group as shown.
public record PlacementGroupView(
    String id, String crn, String name, String account, String strategy, Instant createdAt)
    implements View {}
