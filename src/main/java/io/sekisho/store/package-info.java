/// Durable state: resources, their history and operators' keys in SQLite, secrets in files that
/// only their owner can read.
///
/// No other room has a database driver. Nothing here judges what it keeps.
///
/// Start at [StateDirectory], then [SqliteStore].
@NullMarked
package io.sekisho.store;

import org.jspecify.annotations.NullMarked;
