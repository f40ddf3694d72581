/// The operator's commands: one class per command, one printer for all of them.
///
/// Reads no environment, opens no console, ends no process: all of that is handed in. What a
/// command wants of the server goes through room `client`.
///
/// Start at [Cli].
@NullMarked
package io.sekisho.cli;

import org.jspecify.annotations.NullMarked;
