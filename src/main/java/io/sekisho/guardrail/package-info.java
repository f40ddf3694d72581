/// What configuration rules and images say of a compute resource: whether it may be as it is, and
/// if not, by which rule and why.
///
/// Values in, values out; nothing here knows what was asked for, or by whom.
///
/// Start at [Guardrails].
@NullMarked
package io.sekisho.guardrail;

import org.jspecify.annotations.NullMarked;
