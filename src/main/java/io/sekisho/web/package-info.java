/// The kit that operators' requests meet first: HTTPS, who calls, what they may do, routes, bodies.
///
/// Decides nothing about resources and keeps nothing. Guests never reach it: it has its own port.
///
/// Start at [Server], then [Desk], which takes a request to its [Route]; [Gate] is what stands
/// before.
@NullMarked
package io.sekisho.web;

import org.jspecify.annotations.NullMarked;
