/// What exists: VPCs, subnets, instances, bare metal servers, their interfaces and what hangs on
/// them, and the immutable snapshot of all of it that the guest path reads.
///
/// Values only. Nothing here knows how a resource is stored, rendered or enforced.
///
/// Start at [Snapshot], then [Subject].
@NullMarked
package io.sekisho.vpc;

import org.jspecify.annotations.NullMarked;
