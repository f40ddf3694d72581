/// Holds a machine's own policy of who reaches its metadata service: reads the policy file, asks
/// the machine who is who, puts the rules into its kernel, and takes them away. `sekisho guard`.
///
/// What rules say is decided in room `guard`; they are loaded by the script that it writes, so that
/// what a machine does at its start, without this program, is the very same. Nothing here runs by
/// itself or asks the metadata service.
///
/// Start at [GuardCommand]; [Warden] does the work.
@NullMarked
package io.sekisho.warden;

import org.jspecify.annotations.NullMarked;
