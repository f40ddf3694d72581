/// Why something is as it is, as the operator's API tells it: who may do something, what becomes of
/// a packet. Each with the question that it answers.
///
/// As `wire`: records without behaviour, and no door to any other room.
///
/// Start at [PacketExplanation].
@NullMarked
package io.sekisho.explanation;

import org.jspecify.annotations.NullMarked;
