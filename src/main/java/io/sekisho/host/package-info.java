/// What one host has to enforce, worked out from a snapshot: a plan of values that can be handed to
/// another process, and the names under which things stand in the kernel.
///
/// Nothing here touches the host. Who asks for a plan need not be allowed to carry it out.
///
/// Start at [HostPlan].
@NullMarked
package io.sekisho.host;

import org.jspecify.annotations.NullMarked;
