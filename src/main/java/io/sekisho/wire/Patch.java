package io.sekisho.wire;

import java.util.Optional;

/// The body of `PATCH` on an instance, a bare metal server or (with `enabled` alone) an account.
public record Patch(Optional<MetadataServiceSettings> metadataService) {}
