/// Credentials: mints and verifies tokens (RS256 JWT), issues certificates (X.509), keeps the keys
/// that sign them.
///
/// The only room that sees a private key. Of tokens nothing is kept but what checking some of them
/// came to; no clock is read, nothing is logged; whether a caller may have a credential is decided
/// before this room is asked.
///
/// Start at [Mint], then [Authority]; [Vault] is what the keys are kept in.
@NullMarked
package io.sekisho.credential;

import org.jspecify.annotations.NullMarked;
