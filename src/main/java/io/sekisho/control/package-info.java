/// Intentions and what becomes of them: commands, queries, the writing down of a change and the
/// publication of the snapshot that guests are served from.
///
/// Nothing here answers a request, touches the kernel or knows a database: those come in through
/// the small interfaces that this room declares.
///
/// Start at [Controller], then [Ledger]. Rooms with commands of their own use [Reach], for whose
/// account a caller may touch, and [Kept], for the version that it saw.
@NullMarked
package io.sekisho.control;

import org.jspecify.annotations.NullMarked;
