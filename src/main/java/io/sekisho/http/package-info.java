/// The server that guests speak to: HTTP/1.1 over Netty, in the clear or under TLS.
///
/// It listens, decides whose connection it is by asking a [Service], has requests read by the room
/// `message`, keeps every guest within its limits and writes answers. It knows no document, no
/// token and no instance.
///
/// Start at [Server], then [Service]; a request's journey is in `Connection`.
@NullMarked
package io.sekisho.http;

import org.jspecify.annotations.NullMarked;
