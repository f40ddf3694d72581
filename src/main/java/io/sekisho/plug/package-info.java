/// Where hypervisors of a host ask, and are told, in which namespace and under which name a guest
/// is plugged in, and operators what is in force there: a local door for root alone, and the
/// commands `plug`, `unplug` and `node status` that knock at it.
///
/// Whom a host serves is decided elsewhere, and the kernel's side is room `kernel`. The service
/// behind the door may have been broken into: what it says is checked here before root does it.
///
/// Start at [Door]; [Plug] is the other side.
@NullMarked
package io.sekisho.plug;

import org.jspecify.annotations.NullMarked;
