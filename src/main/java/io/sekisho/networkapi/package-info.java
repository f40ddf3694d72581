/// IBM's routes for networks and what stands in them.
///
/// Decides nothing: what may be done, and what comes of it, is [io.sekisho.network]'s.
///
/// Start at [NetworkRoutes].
@NullMarked
package io.sekisho.networkapi;

import org.jspecify.annotations.NullMarked;
