/// What IBM's VPC API can do to networks: VPCs, subnets, addresses, routing tables, public
/// gateways.
///
/// Knows nothing of HTTP; [io.sekisho.networkapi] does.
///
/// Start at [Addresses], which everyone who needs an address asks.
@NullMarked
package io.sekisho.network;

import org.jspecify.annotations.NullMarked;
