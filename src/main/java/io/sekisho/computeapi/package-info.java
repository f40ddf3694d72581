/// IBM's routes for compute resources and what they are made of.
///
/// Decides nothing: what may be done, and what comes of it, is [io.sekisho.compute]'s.
///
/// Start at [ComputeRoutes].
@NullMarked
package io.sekisho.computeapi;

import org.jspecify.annotations.NullMarked;
