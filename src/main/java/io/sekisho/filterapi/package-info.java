/// IBM's routes for security groups and network ACLs.
///
/// Decides nothing: what may be done, and what comes of it, is [io.sekisho.filter]'s.
///
/// Start at [FilterRoutes].
@NullMarked
package io.sekisho.filterapi;

import org.jspecify.annotations.NullMarked;
