/// Which packets may pass: security groups and network ACLs with their rules, as values.
///
/// A rule that exists is one that IBM's VPC could have. Nothing here knows how a rule is told,
/// stored or enforced.
///
/// Start at [SecurityGroup] and [NetworkAcl], then [Protocol] and [Remote].
@NullMarked
package io.sekisho.firewall;

import org.jspecify.annotations.NullMarked;
