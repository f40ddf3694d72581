/// The REST contracts as records: what travels between the operator's API and its clients.
///
/// No behaviour, and no door to any other room: a client needs nothing but this, and for nodes and
/// for explanations the rooms beside it.
///
/// Start at [Inventory].
@NullMarked
package io.sekisho.wire;

import org.jspecify.annotations.NullMarked;
