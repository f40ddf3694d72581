/// A host's station: guests' listeners, the kernel that leads guests to them, and the limits of
/// both, put together for whoever has snapshots to serve: the house that makes them itself, or a
/// node that is told.
///
/// Knows neither where snapshots come from nor who keeps the records.
///
/// Start at [GuestSide].
@NullMarked
package io.sekisho.station;

import org.jspecify.annotations.NullMarked;
