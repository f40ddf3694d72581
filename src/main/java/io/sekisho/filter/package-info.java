/// What IBM's VPC API can do to what filters packets: security groups and what is in them, network
/// ACLs, and the rules of both.
///
/// Knows nothing of HTTP, but that rules are told in other words as of other versions of the API;
/// filters nothing itself.
///
/// Start at [SecurityGroups] and [NetworkAcls].
@NullMarked
package io.sekisho.filter;

import org.jspecify.annotations.NullMarked;
