/// What IBM's VPC API can do to compute resources and to what they are made of: keys, placement
/// groups, volumes, templates, instances, bare metal servers.
///
/// Knows nothing of HTTP; [io.sekisho.computeapi] does.
///
/// Start at [Keys], the shortest.
@NullMarked
package io.sekisho.compute;

import org.jspecify.annotations.NullMarked;
