/// How the rooms that keep an account's VPC resources read and write them: which resource somebody
/// means, what it is called, what stands in the way of a change, and one write for all of it.
///
/// Knows no family of resources. Within a piece of work, what can't be is thrown as a [Refusal],
/// and comes out of [Estate] as an outcome: a command reads as what it does.
///
/// Start at [Estate], then [Scene].
@NullMarked
package io.sekisho.estate;

import org.jspecify.annotations.NullMarked;
