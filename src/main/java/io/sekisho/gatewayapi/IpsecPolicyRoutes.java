package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.VpnPolicyRoutes.word;

import io.sekisho.estate.Holdings;
import io.sekisho.gateway.IpsecPolicy;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gatewayapi.VpnPolicyRoutes.Deeds;
import io.sekisho.gatewayapi.VpnPolicyRoutes.Form;
import io.sekisho.gatewayapi.VpnPolicyRoutes.Look;
import io.sekisho.passage.IpsecPolicies;
import io.sekisho.passage.IpsecPolicies.Patch;
import io.sekisho.passage.IpsecPolicies.Prototype;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Route;
import java.time.Instant;
import java.util.List;

/// IPsec policies.
final class IpsecPolicyRoutes {
  private static final Form<IpsecPolicy, Prototype, Patch> FORM =
      new Form<>(
          IpsecPolicy.class,
          "ipsec_policies",
          Prototype.class,
          List.of("authentication_algorithm", "encryption_algorithm", "pfs"),
          Patch.class,
          VpnConnection::ipsecPolicy,
          new Look<>(Body.class, Body::of));

  private IpsecPolicyRoutes() {}

  static List<Route> table(VpcRoutes routes, IpsecPolicies policies) {
    return new VpnPolicyRoutes<>(
            routes, FORM, new Deeds<>(policies::create, policies::update, policies::delete))
        .table();
  }

  /// An IPsec policy as IBM shows one.
  record Body(
      String authenticationAlgorithm,
      List<Named> connections,
      Instant createdAt,
      String encapsulationMode,
      String encryptionAlgorithm,
      String href,
      String id,
      int keyLifetime,
      String name,
      String pfs,
      Named.Group resourceGroup,
      String resourceType,
      String transformProtocol) {
    static Body of(Request request, Holdings holdings, IpsecPolicy it, List<Named> connections) {
      return new Body(
          word(it.authentication()),
          connections,
          it.identity().createdAt(),
          "tunnel",
          word(it.encryption()),
          request.href("/ipsec_policies/" + it.id()),
          it.id(),
          it.keyLifetime(),
          it.name(),
          word(it.pfs()),
          Named.Group.of(request, holdings, it),
          "ipsec_policy",
          "esp");
    }
  }
}
