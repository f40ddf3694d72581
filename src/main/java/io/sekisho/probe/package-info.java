/// An attacker who asks as a guest: classes of attacks, each with its vectors, over raw sockets.
///
/// Knows nothing of the server it attacks: no parser, no key and no constant is shared with it, so
/// that a mistake there is not made here a second time. It contacts the target it was given and
/// nothing else.
///
/// Start at [Probe].
@NullMarked
package io.sekisho.probe;

import org.jspecify.annotations.NullMarked;
