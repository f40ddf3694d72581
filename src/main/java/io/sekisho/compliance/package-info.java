/// Keeps an account's configuration rules, sees to it that no write breaks one, and lists what
/// broke one before it was there.
///
/// What a rule says of a compute resource is [io.sekisho.guardrail]'s.
///
/// Start at [ConfigRules].
@NullMarked
package io.sekisho.compliance;

import org.jspecify.annotations.NullMarked;
