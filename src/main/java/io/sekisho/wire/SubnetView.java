package io.sekisho.wire;

import java.time.Instant;
import java.util.Optional;

/// A subnet as shown.
///
/// @param networkAcl the name of its network ACL
public record SubnetView(
    String id,
    String crn,
    String name,
    String account,
    String vpc,
    String zone,
    String ipv4CidrBlock,
    Optional<String> ipv6CidrBlock,
    Optional<String> networkAcl,
    Instant createdAt)
    implements View {}
