package io.sekisho.gatewayapi;

import static io.sekisho.gatewayapi.VpnPolicyRoutes.word;

import io.sekisho.estate.Holdings;
import io.sekisho.gateway.IkePolicy;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gatewayapi.VpnPolicyRoutes.Deeds;
import io.sekisho.gatewayapi.VpnPolicyRoutes.Form;
import io.sekisho.gatewayapi.VpnPolicyRoutes.Look;
import io.sekisho.passage.IkePolicies;
import io.sekisho.passage.IkePolicies.Patch;
import io.sekisho.passage.IkePolicies.Prototype;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Route;
import java.time.Instant;
import java.util.List;

/// IKE policies.
final class IkePolicyRoutes {
  private static final Form<IkePolicy, Prototype, Patch> FORM =
      new Form<>(
          IkePolicy.class,
          "ike_policies",
          Prototype.class,
          List.of("authentication_algorithm", "dh_group", "encryption_algorithm", "ike_version"),
          Patch.class,
          VpnConnection::ikePolicy,
          new Look<>(Body.class, Body::of));

  private IkePolicyRoutes() {}

  static List<Route> table(VpcRoutes routes, IkePolicies policies) {
    return new VpnPolicyRoutes<>(
            routes, FORM, new Deeds<>(policies::create, policies::update, policies::delete))
        .table();
  }

  /// An IKE policy as IBM shows one.
  record Body(
      String authenticationAlgorithm,
      List<Named> connections,
      Instant createdAt,
      int dhGroup,
      String encryptionAlgorithm,
      String href,
      String id,
      int ikeVersion,
      int keyLifetime,
      String name,
      String negotiationMode,
      Named.Group resourceGroup,
      String resourceType) {
    static Body of(Request request, Holdings holdings, IkePolicy it, List<Named> connections) {
      return new Body(
          word(it.authentication()),
          connections,
          it.identity().createdAt(),
          it.dhGroup(),
          word(it.encryption()),
          request.href("/ike_policies/" + it.id()),
          it.id(),
          it.ikeVersion(),
          it.keyLifetime(),
          it.name(),
          "main",
          Named.Group.of(request, holdings, it),
          "ike_policy");
    }
  }
}
