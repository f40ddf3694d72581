package io.sekisho.iam;

import java.time.Instant;

/// When something was done, and by whom.
///
/// @param by the IAM id of whoever did it
public record Stamp(Instant at, String by) {}
