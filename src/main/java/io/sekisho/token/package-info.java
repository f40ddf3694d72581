/// How an access token comes to be, and whether one still counts: grants, sessions, and what each
/// token stands on.
///
/// Nothing is kept per token. What a token says is signed; whether its holder still is what it was
/// is looked up whenever the token is shown. Keys are in `credential`, and whether a caller may do
/// something is for `trust` to say.
///
/// Start at [Tokens], where tokens are given out, then [Bearers], where they are shown.
@NullMarked
package io.sekisho.token;

import org.jspecify.annotations.NullMarked;
