package io.sekisho.iam;

import java.time.Instant;

/// A trusted profile's explicit link to one compute resource.
///
/// @param target the CRN of the instance or bare metal server
/// @param name chosen by whoever made the link; empty if none was given
public record Link(String id, ComputeType type, Crn target, String name, Instant createdAt) {}
