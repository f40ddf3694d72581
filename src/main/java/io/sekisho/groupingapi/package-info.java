/// IBM's routes for resource groups (Resource Manager) and tags (Global Search and Tagging).
///
/// Decides nothing: what may be done, and what comes of it, is [io.sekisho.grouping]'s.
///
/// Start at [GroupingRoutes].
@NullMarked
package io.sekisho.groupingapi;

import org.jspecify.annotations.NullMarked;
