/// What identity providers of others say of people: OpenID Connect ID tokens (RFC 7523) and SAML
/// 2.0 assertions (RFC 7522), read and verified.
///
/// Values in, values out: the time is a parameter, and whether an assertion was used before is for
/// others to remember. Nothing here fetches anything: keys are what the account configured.
///
/// Start at [Assertion].
@NullMarked
package io.sekisho.assertion;

import org.jspecify.annotations.NullMarked;
