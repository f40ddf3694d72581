/// The kit that operators' requests meet first: HTTPS, who calls, what they may do, routes, bodies.
///
/// Decides nothing about resources and keeps nothing. Guests never reach it: it has its own port.
///
/// Start at [Server], then [Desk], which takes a request to its [Route]; [Gate] is what stands
/// before. What contracts share is in [Call], with [Parameters], the version that a caller saw and
/// addresses of ours, and in [Cursor], a page of a list.
@NullMarked
package io.sekisho.web;

import org.jspecify.annotations.NullMarked;
