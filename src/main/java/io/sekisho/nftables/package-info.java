/// Rulesets: what the ports of a VPC may do, compiled to nftables as a person would type it, and
/// the difference of two rulesets as one transaction.
///
/// Values in, text out. Nothing here runs a command, and nothing knows what a VPC is.
///
/// Start at [GuestPorts], then [GuestRules].
@NullMarked
package io.sekisho.nftables;

import org.jspecify.annotations.NullMarked;
