/// The commands of the fleet: join tokens, nodes, and which guest is where.
///
/// Every command is one write of the ledger, on record whether it came to pass or not. What nodes
/// are sent is no business of this room.
///
/// Start at [Roster].
@NullMarked
package io.sekisho.roster;

import org.jspecify.annotations.NullMarked;
