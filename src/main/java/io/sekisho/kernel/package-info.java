/// The host's kernel: network namespaces of VPCs, taps, rulesets, half-open handshakes.
///
/// The only room that starts processes and that needs root. It owns what carries its prefix and
/// touches nothing else.
///
/// Start at [HostNetwork]; for guests on a bridge that is not ours, at [Capture].
@NullMarked
package io.sekisho.kernel;

import org.jspecify.annotations.NullMarked;
