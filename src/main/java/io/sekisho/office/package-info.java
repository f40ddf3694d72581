/// The operators' side of the house, put together room by room: what is kept, who may do what, and
/// every route.
///
/// Decides nothing itself.
///
/// Start at [Office].
@NullMarked
package io.sekisho.office;

import org.jspecify.annotations.NullMarked;
