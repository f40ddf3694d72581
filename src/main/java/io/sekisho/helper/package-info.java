/// Between the process that speaks with guests, which may do nothing to the host, and the root
/// process that acts for it: typed requests, checked by their own types, and nothing else.
///
/// It never passes on text for a shell, a tool or a rule: what is done in the kernel is worked out
/// by the side that may do it. Who may ask is decided by the socket's owner.
///
/// Start at [Request]; [Helper] carries it out, [HelperClient] asks.
@NullMarked
package io.sekisho.helper;

import org.jspecify.annotations.NullMarked;
