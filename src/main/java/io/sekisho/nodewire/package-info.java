/// What operators are shown of nodes: the part of the operator's API's contract that is about the
/// fleet, beside room `wire`.
///
/// No behaviour, and no door to any other room.
///
/// Start at [NodeView].
@NullMarked
package io.sekisho.nodewire;

import org.jspecify.annotations.NullMarked;
