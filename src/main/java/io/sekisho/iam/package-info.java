/// Who may do what: accounts, how things are named in them, trusted profiles with their links and
/// claim rules.
///
/// Values only. Which profile a caller may assume is judged in `trust`.
///
/// Start at [TrustedProfile].
@NullMarked
package io.sekisho.iam;

import org.jspecify.annotations.NullMarked;
