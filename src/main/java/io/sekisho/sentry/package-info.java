/// Looks after a guard that is in force: proves what it does, puts it back when somebody removes
/// it, and learns from a machine whom a policy has to name. `sekisho guard verify|watch|learn`.
///
/// What rules say is decided in room `guard`, and loaded by room `warden`; nothing here writes a
/// rule. Connections are made to the targets of a policy only, and nothing is asked of them.
///
/// Start at [SentryCommands]; [Verifier], [Watcher] and [Tally] do the work.
@NullMarked
package io.sekisho.sentry;

import org.jspecify.annotations.NullMarked;
