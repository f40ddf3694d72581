/// Who may do what: accounts, how things are named in them, trusted profiles with their links and
/// claim rules, policies, custom roles and access groups.
///
/// Values only. Which profile a caller may assume is judged in `trust`, what policies allow in
/// `permission`.
///
/// Start at [TrustedProfile] and [Policy].
@NullMarked
package io.sekisho.iam;

import org.jspecify.annotations.NullMarked;
