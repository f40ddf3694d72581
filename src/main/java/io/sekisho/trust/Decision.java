package io.sekisho.trust;

import io.sekisho.iam.TrustedProfile;
import io.sekisho.problem.Outcome;

/// Whether the profile may be assumed, and why: the outcome is for the caller, the reason for the
/// audit trail and for whoever asks why.
public record Decision(Outcome<TrustedProfile> outcome, Reason reason) {}
