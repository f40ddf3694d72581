/// How an account sorts what it has: resource groups, for policies to name, and tags.
///
/// Knows nothing of HTTP; [io.sekisho.groupingapi] does.
///
/// Start at [ResourceGroups].
@NullMarked
package io.sekisho.grouping;

import org.jspecify.annotations.NullMarked;
