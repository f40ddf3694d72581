package io.sekisho.wire;

import java.time.Instant;

/// An SSH public key as shown.
public record KeyView(
    String id,
    String crn,
    String name,
    String account,
    String type,
    int length,
    String fingerprint,
    String publicKey,
    Instant createdAt)
    implements View {}
