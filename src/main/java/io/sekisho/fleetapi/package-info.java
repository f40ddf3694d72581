/// The nodes' port of a controller, and what operators see and do of it.
///
/// A node is answered about guests that are placed on it, and about nothing else; what it asks for
/// in their name is decided here anew. No key is made or read here: room `credential` signs.
///
/// Start at [FleetRoutes]; [Watches] is how nodes hear of changes.
@NullMarked
package io.sekisho.fleetapi;

import org.jspecify.annotations.NullMarked;
