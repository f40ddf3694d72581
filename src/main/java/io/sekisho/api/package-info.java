/// Sekisho's own API: from `wire` records to `control`'s operations and back.
///
/// Decides nothing about resources and keeps nothing: what may be done is `control`'s to say.
///
/// Start at [Routes]; the kit it stands on is room `web`.
@NullMarked
package io.sekisho.api;

import org.jspecify.annotations.NullMarked;
