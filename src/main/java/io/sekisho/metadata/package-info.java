/// The documents that a guest sees about itself: which exist, at which path, with which members,
/// and what the `version` of a request changes.
///
/// Values in, bytes out: no clock, thread, file or log. Who is asking, and whether it may, was
/// decided before; how refusals and bytes travel is decided after.
///
/// Start at [Documents].
@NullMarked
package io.sekisho.metadata;

import org.jspecify.annotations.NullMarked;
