/// Which trusted profile a compute resource may assume, and why.
///
/// Values in, a decision out: no clock, thread, file or log. Tokens are minted elsewhere, from the
/// profile decided here.
///
/// Start at [Assumption]; [Reason] says what may come out.
@NullMarked
package io.sekisho.trust;

import org.jspecify.annotations.NullMarked;
