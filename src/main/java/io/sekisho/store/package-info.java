/// Durable state in one SQL database, SQLite or PostgreSQL: documents, their history, the audit
/// trail, operators' keys, and secrets, sealed under a key file.
///
/// No other room has a database driver. Nothing here judges what it keeps; what one account has is
/// never looked for without that account.
///
/// Start at [StateDirectory], then [SqlStore]; [Dialect] is all that the two databases are told
/// differently, [Copies] the backups.
@NullMarked
package io.sekisho.store;

import org.jspecify.annotations.NullMarked;
