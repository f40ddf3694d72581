/// The operator's commands: one class per command, one printer for all of them.
///
/// An outsider on purpose: speaks the contracts of `wire` over HTTPS and knows nothing of how they
/// are kept. Reads no environment, opens no console, ends no process: all of that is handed in.
///
/// Start at [Cli]; [Client] is what every command talks through.
@NullMarked
package io.sekisho.cli;

import org.jspecify.annotations.NullMarked;
