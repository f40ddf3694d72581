package io.sekisho.control;

/// Who asked for a change, for the audit trail.
///
/// @param operator name of the operator's key
/// @param trace id of the request
public record Initiator(String operator, String trace) {}
