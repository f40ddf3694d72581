/// The data plane: what a guest may ask on the link-local address, and who is asking.
///
/// Reads nothing but an immutable snapshot that is swapped by reference; knows no store, no
/// command, no private key. If it can't be told who asks, nothing is answered.
///
/// Start at [GuestService]: a request's whole way is on its one screen.
@NullMarked
package io.sekisho.guest;

import org.jspecify.annotations.NullMarked;
