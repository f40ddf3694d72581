/// Answers what becomes of a packet between two ends that people name: finds the ends, lets the
/// judge of room `policy` judge, and says what it said with names in place of ids.
///
/// Nothing is sent, and nothing is asked of any host: it is what the declared rules say.
///
/// Start at [Crossings].
@NullMarked
package io.sekisho.crossing;

import org.jspecify.annotations.NullMarked;
