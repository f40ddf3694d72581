package io.sekisho.wire;

import java.time.Instant;

/// A VPC as shown.
///
/// @param account the account's name
/// @param index names its network namespace on each host
public record VpcView(
    String id, String crn, String name, String account, String region, int index, Instant createdAt)
    implements View {}
