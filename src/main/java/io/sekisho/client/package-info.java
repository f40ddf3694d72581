/// How a program talks to the operator's API: a typed client over HTTPS, and what it remembers
/// between two commands.
///
/// An outsider on purpose: speaks the contracts of `wire` and knows nothing of how they are kept.
///
/// Start at [Client].
@NullMarked
package io.sekisho.client;

import org.jspecify.annotations.NullMarked;
