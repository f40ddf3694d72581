/// IBM's VPC API for what leads out of a VPC: endpoint gateways, flow log collectors, IKE and IPsec
/// policies, VPN gateways and their connections, VPN servers.
///
/// Decides nothing: commands are room `passage`'s.
///
/// Start at [GatewayRoutes].
@NullMarked
package io.sekisho.gatewayapi;

import org.jspecify.annotations.NullMarked;
