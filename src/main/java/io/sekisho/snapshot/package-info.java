/// Everything there is, at one revision: what is declared, with what is asked of it most at hand,
/// and what guests are served from.
///
/// Nothing here changes. Another version shares all that is the same with the one before, so that
/// what a write costs depends on what it changes, not on how much there is. Nobody here knows who
/// may ask for what.
///
/// Start at [Snapshot], then [Contents].
@NullMarked
package io.sekisho.snapshot;

import org.jspecify.annotations.NullMarked;
