/// Intentions and what becomes of them: the declared inventory, commands, queries, the plan of a
/// change, and the publication of the snapshot that guests are served from.
///
/// Nothing here answers a request, touches the kernel or knows a database: those come in through
/// the small interfaces that this room declares.
///
/// Start at [Controller], then [Planner].
@NullMarked
package io.sekisho.control;

import org.jspecify.annotations.NullMarked;
