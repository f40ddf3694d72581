/// The nodes of a fleet, who may join it, which guest is where; and what a node and a controller
/// say to each other.
///
/// Values and their JSON only: no socket, no clock, no key.
///
/// Start at [Node], then [Line], what a node is sent.
@NullMarked
package io.sekisho.fleet;

import org.jspecify.annotations.NullMarked;
