package io.sekisho.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.control.Kind;
import io.sekisho.gateway.EndpointGateway;
import io.sekisho.gateway.EndpointGateway.DnsMode;
import io.sekisho.gateway.EndpointGateway.ResourceBinding;
import io.sekisho.gateway.EndpointGateway.Target;
import io.sekisho.gateway.EndpointGateway.Target.CloudService;
import io.sekisho.gateway.EndpointGateway.Target.InfrastructureService;
import io.sekisho.gateway.FlowLogCollector;
import io.sekisho.gateway.FlowLogCollector.TargetType;
import io.sekisho.gateway.IkePolicy;
import io.sekisho.gateway.IpsecPolicy;
import io.sekisho.gateway.VpnConnection;
import io.sekisho.gateway.VpnConnection.DeadPeerDetection;
import io.sekisho.gateway.VpnConnection.EstablishMode;
import io.sekisho.gateway.VpnConnection.IkeIdentity;
import io.sekisho.gateway.VpnConnection.Peer;
import io.sekisho.gateway.VpnConnection.Traffic;
import io.sekisho.gateway.VpnConnection.Traffic.Announced;
import io.sekisho.gateway.VpnConnection.Traffic.Blocks;
import io.sekisho.gateway.VpnConnection.Traffic.Routed;
import io.sekisho.gateway.VpnConnection.Tunnel;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.gateway.VpnGateway.Routing;
import io.sekisho.gateway.VpnServer;
import io.sekisho.gateway.VpnServer.Authentication.ByCertificate;
import io.sekisho.gateway.VpnServer.Authentication.ByUser;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.ReservedIp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What leads out of a VPC survives being written and read, whatever it is like.
class GatewayRecordsTest {
  private static final String VPC = "r006-4727d842-f94f-4a2d-824a-9bc9b02c523b";
  private static final Instant AT = Instant.parse("2026-03-01T08:15:30Z");
  private static final AccountId ACCOUNT = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");
  private static final Prefix BLOCK = Prefix.parse("10.5.0.0/24");
  private static final Ip PUBLIC = Ip.parse("192.0.2.7");

  private final Codec codec = new Codec();

  private static Identity identity(String type) {
    String id = "r006-be5df5ca-12a0-494b-907e-aa6ec2bfa271";
    return new Identity(
        id, new Crn("is", "us-south", ACCOUNT, type, id), "mine", ACCOUNT, ACCOUNT.value(), AT);
  }

  private static ReservedIp ip() {
    return new ReservedIp(identity("reserved-ip"), "0717-1", Ip.parse("10.240.0.4"), true);
  }

  private void survives(Kind kind, Object value) {
    assertThat(codec.read(kind.type(), Codec.write(value))).isEqualTo(value);
  }

  @Test
  void endpointGatewaysSurvive() {
    for (Target target : List.of(new CloudService("crn"), new InfrastructureService("time"))) {
      survives(
          Kind.ENDPOINT_GATEWAY,
          new EndpointGateway(
              identity("endpoint-gateway"),
              VPC,
              target,
              DnsMode.PER_RESOURCE_BINDING,
              List.of(ip()),
              List.of(group()),
              List.of(new ResourceBinding("1", "a", AT, "crn", "a.example.com"))));
    }
  }

  private static Reference group() {
    return ip().reference("security_group");
  }

  @Test
  void collectorsAndPoliciesSurvive() {
    survives(
        Kind.FLOW_LOG_COLLECTOR,
        new FlowLogCollector(
            identity("flow-log-collector"), VPC, TargetType.VPC, VPC, "pail", true));
    survives(
        Kind.IKE_POLICY,
        new IkePolicy(
            identity("ike-policy"),
            IkePolicy.Authentication.SHA512,
            31,
            IkePolicy.Encryption.AES192,
            2,
            1800));
    survives(
        Kind.IPSEC_POLICY,
        new IpsecPolicy(
            identity("ipsec-policy"),
            IpsecPolicy.Authentication.DISABLED,
            IpsecPolicy.Encryption.AES256GCM16,
            IpsecPolicy.Pfs.GROUP_31,
            3600));
  }

  static List<Traffic> traffics() {
    return List.of(
        new Blocks(List.of(BLOCK), List.of(BLOCK)),
        new Routed(true),
        new Announced(false, 4_200_000_000L, List.of(new Tunnel(PUBLIC, PUBLIC))));
  }

  @ParameterizedTest
  @MethodSource("traffics")
  void vpnGatewaysSurvive(Traffic traffic) {
    IkeIdentity own = new IkeIdentity(IkeIdentity.Type.KEY_ID, "a2V5");
    VpnConnection connection =
        new VpnConnection(
            "1",
            "a",
            AT,
            true,
            "vpn-psk.1.2",
            EstablishMode.PEER_ONLY,
            new DeadPeerDetection(DeadPeerDetection.Action.HOLD, 2, 10),
            new Peer("peer.example.com", true, own),
            List.of(own),
            Optional.of("policy"),
            Optional.empty(),
            traffic);
    survives(
        Kind.VPN_GATEWAY,
        new VpnGateway(
            identity("vpn"),
            VPC,
            "us-south-1",
            "0717-1",
            List.of(new VpnGateway.Member(ip(), PUBLIC)),
            Optional.of(new Routing(4_200_000_000L, List.of(BLOCK))),
            List.of(connection)));
  }

  @Test
  void vpnServersSurvive() {
    survives(
        Kind.VPN_SERVER,
        new VpnServer(
            identity("vpn-server"),
            VPC,
            "crn",
            List.of(new ByCertificate("crn", Optional.of("pem")), new ByUser()),
            List.of(new VpnServer.Member("0717-1", ip(), PUBLIC)),
            List.of(),
            new VpnServer.Settings(BLOCK, List.of(PUBLIC), 600, true, 443, VpnServer.Protocol.TCP),
            List.of(new VpnServer.Route("1", "a", AT, BLOCK, VpnServer.Action.TRANSLATE))));
  }
}
