/// What exists: VPCs, subnets, instances, bare metal servers, their interfaces and what hangs on
/// them, and each guest with what it may see of that.
///
/// Values only. Nothing here knows how a resource is stored, rendered or enforced.
///
/// Start at [Resource], then [Subject].
@NullMarked
package io.sekisho.vpc;

import org.jspecify.annotations.NullMarked;
