/// The one reading of a guest's request: from bytes to a canonical [Request], or to a refusal that
/// says what to send instead.
///
/// All of HTTP/1.1 that is parsed is here, and nothing else: no socket, no clock, no thread, no
/// domain. A request that has two possible meanings never leaves this room.
///
/// Start at [HeadReader], then [Screen] and [Body]: the order in which a request meets them.
@NullMarked
package io.sekisho.message;

import org.jspecify.annotations.NullMarked;
