/// Commands about what leads out of a VPC and what looks at what passes in it: endpoint gateways,
/// flow log collectors, IKE and IPsec policies, VPN gateways with their connections, VPN servers.
///
/// Moves no packet: what they do to packets is for the hosts, which read the records.
///
/// Start at [EndpointGateways], then [VpnGateways].
@NullMarked
package io.sekisho.passage;

import org.jspecify.annotations.NullMarked;
