/// Who on a machine reaches its metadata service as the machine is: what was read of it becomes a
/// table of who gets how far, and findings with a severity and a fix.
///
/// Nothing here reads a machine: listings are given in as text. Rules that are not understood are
/// said to be so; what they do is never guessed. Reading and printing is room `inspection`.
///
/// Start at [Audit]; [Walk] follows a packet through rules.
@NullMarked
package io.sekisho.exposure;

import org.jspecify.annotations.NullMarked;
