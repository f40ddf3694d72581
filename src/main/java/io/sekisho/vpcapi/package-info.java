/// What all routes of IBM's VPC API have in common: the version that every request names, pages,
/// references with addresses, merge-patches, entity tags, and in which account a caller acts.
///
/// Knows no family of resources.
///
/// Start at [VpcRoutes].
@NullMarked
package io.sekisho.vpcapi;

import org.jspecify.annotations.NullMarked;
