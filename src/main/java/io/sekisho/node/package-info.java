/// The node's side of a fleet: joins, keeps its keys and what its guests need on disk, watches a
/// controller, and has signed by it what it may not sign itself.
///
/// Knows no database and no key of IAM's or of the authority's. Guests are served by room `guest`,
/// from the snapshots that are made here; the kernel is other rooms' business.
///
/// Start at [Node].
@NullMarked
package io.sekisho.node;

import org.jspecify.annotations.NullMarked;
