/// What leads out of a VPC, or looks at what passes in it: endpoint gateways, VPN gateways and
/// servers with what they agree on, flow log collectors.
///
/// Says what is to be; nothing here moves a packet, and no key to a tunnel stands here.
///
/// Start at [EndpointGateway], then [VpnGateway].
@NullMarked
package io.sekisho.gateway;

import org.jspecify.annotations.NullMarked;
