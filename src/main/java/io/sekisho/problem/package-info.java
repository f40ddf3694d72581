/// Refusals: the closed list of codes, what the caller is told, what the operator is told.
///
/// Values only; how a refusal looks on the wire is decided where it is answered.
///
/// Start at [Problem]; [Outcome] is how a room returns one.
@NullMarked
package io.sekisho.problem;

import org.jspecify.annotations.NullMarked;
