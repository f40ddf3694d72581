/// The planner: a declared inventory and what exists give what will exist, or everything that
/// stands against it.
///
/// A pure engine. Ids and the time are given to it; it reads no text, keeps nothing and changes
/// nothing.
///
/// Start at [Planner], then [AccountPlanner].
@NullMarked
package io.sekisho.plan;

import org.jspecify.annotations.NullMarked;
