/// Who there is in an account and how they prove it: trusted profiles with what may assume them,
/// users, service ids, API keys, identity providers, and the account's settings for all of these.
///
/// Every operation is about one account, and a record of another one is not found. What somebody is
/// permitted is decided elsewhere, and how a request or an answer looks is not known here.
///
/// Start at [Profiles], then [Records], through which everything is read and written.
@NullMarked
package io.sekisho.identity;

import org.jspecify.annotations.NullMarked;
