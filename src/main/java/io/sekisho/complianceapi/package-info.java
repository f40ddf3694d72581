/// The routes of configuration rules, as IBM's Configuration Governance API had them, and the list
/// of what breaks them.
///
/// Decides nothing: what a rule is and where it binds is [io.sekisho.compliance]'s.
///
/// Start at [ConfigRuleRoutes].
@NullMarked
package io.sekisho.complianceapi;

import org.jspecify.annotations.NullMarked;
