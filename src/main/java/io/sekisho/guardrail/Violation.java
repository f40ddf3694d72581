package io.sekisho.guardrail;

import io.sekisho.governance.ConfigRule;
import io.sekisho.vpc.Compute;

/// That a compute resource is as a rule does not let it be.
///
/// @param reason what would have to be otherwise
public record Violation(ConfigRule rule, Compute compute, String reason) {}
