/// The server that guests speak to: HTTP/1.1 over Netty, in the clear or under TLS.
///
/// It listens, decides whose connection it is by asking a [Service], reads one strict dialect of
/// HTTP, keeps every guest within its limits and writes answers. It knows no document, no token and
/// no instance, and a request that has two possible meanings never leaves this room.
///
/// Start at [Server], then [Service]; a request's journey is in `Connection`.
@NullMarked
package io.sekisho.http;

import org.jspecify.annotations.NullMarked;
