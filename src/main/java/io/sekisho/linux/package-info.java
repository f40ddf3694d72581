/// System calls that Java has no name for, as few as there can be: entering a network namespace,
/// sockets that travel between processes, giving up privileges.
///
/// It knows nothing of Sekisho and decides nothing. With `kernel`, which calls nftables' library,
/// it is the only room with native calls.
///
/// Start at [NetworkNamespace] or [Privileges].
@NullMarked
package io.sekisho.linux;

import org.jspecify.annotations.NullMarked;
