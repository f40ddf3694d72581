/// The operator's API: routes over HTTPS, from `wire` records to `control`'s operations and back.
///
/// Decides nothing about resources and keeps nothing: HTTP is the last step, and what may be done
/// is `control`'s to say. Guests never reach it; it has its own port and its own key.
///
/// Start at [Api], then [Routes]; [Gate] is what stands before them.
@NullMarked
package io.sekisho.api;

import org.jspecify.annotations.NullMarked;
