/// Intentions and what becomes of them: commands, queries, the writing down of a change and the
/// publication of the snapshot that guests are served from.
///
/// Nothing here answers a request, touches the kernel or knows a database: those come in through
/// the small interfaces that this room declares.
///
/// Start at [Controller], then [Ledger].
@NullMarked
package io.sekisho.control;

import org.jspecify.annotations.NullMarked;
