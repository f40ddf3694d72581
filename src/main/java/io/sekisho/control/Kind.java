package io.sekisho.control;

import io.sekisho.catalog.Catalog;
import io.sekisho.catalog.Image;
import io.sekisho.catalog.Volume;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.fleet.JoinToken;
import io.sekisho.fleet.Node;
import io.sekisho.fleet.Placement;
import io.sekisho.gateway.EndpointGateway;
import io.sekisho.gateway.FlowLogCollector;
import io.sekisho.gateway.IkePolicy;
import io.sekisho.gateway.IpsecPolicy;
import io.sekisho.gateway.VpnGateway;
import io.sekisho.gateway.VpnServer;
import io.sekisho.governance.ConfigRule;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.Account;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Role;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import io.sekisho.tag.Tags;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.FloatingIp;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.PublicGateway;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.ResourceGroup;
import io.sekisho.vpc.RoutingTable;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.Vpc;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kinds of resource that are kept.
public enum Kind {
  ACCOUNT(Account.class),
  TRUSTED_PROFILE(TrustedProfile.class),
  VPC(Vpc.class),

  // Declared in a VPC, and shown by IBM's VPC API alone.
  SECURITY_GROUP(SecurityGroup.class),
  NETWORK_ACL(NetworkAcl.class),
  SUBNET(Subnet.class),
  KEY(Key.class),
  PLACEMENT_GROUP(PlacementGroup.class),
  INSTANCE(Instance.class),
  BARE_METAL_SERVER(BareMetalServer.class),

  // Held in every snapshot, too, but made by IBM's VPC API alone: no inventory declares them.
  VIRTUAL_NETWORK_INTERFACE(VirtualNetworkInterface.class),
  RESERVED_IP(ReservedIp.class),
  FLOATING_IP(FloatingIp.class),
  RESOURCE_GROUP(ResourceGroup.class),
  CONFIG_RULE(ConfigRule.class),
  ROUTING_TABLE(RoutingTable.class),
  PUBLIC_GATEWAY(PublicGateway.class),
  INSTANCE_TEMPLATE(Instance.Template.class),
  IMAGE(Image.class),
  VOLUME(Volume.class),
  TAGS(Tags.class),
  ENDPOINT_GATEWAY(EndpointGateway.class),
  FLOW_LOG_COLLECTOR(FlowLogCollector.class),
  IKE_POLICY(IkePolicy.class),
  IPSEC_POLICY(IpsecPolicy.class),
  VPN_GATEWAY(VpnGateway.class),
  VPN_SERVER(VpnServer.class),

  // One document, which an inventory declares beside the accounts.
  CATALOG(Catalog.class),

  // Who serves guests, and which: operators' alone.
  NODE(Node.class),
  JOIN_TOKEN(JoinToken.class),
  PLACEMENT(Placement.class),

  // Known to IAM alone: no guest is served from them.
  USER(User.class),
  SERVICE_ID(ServiceId.class),
  API_KEY(ApiKey.class),
  ACCESS_GROUP(AccessGroup.class),
  POLICY(Policy.class),
  ROLE(Role.class),
  IDENTITY_PROVIDER(IdentityProvider.class);

  /// The kinds that a snapshot holds.
  public static final List<Kind> HELD =
      Arrays.stream(values()).filter(kind -> kind.compareTo(USER) < 0).toList();

  /// The kinds that an inventory may declare, and the operator's API shows.
  public static final List<Kind> DECLARED =
      HELD.stream()
          .filter(kind -> kind.compareTo(VIRTUAL_NETWORK_INTERFACE) < 0)
          .filter(kind -> kind != SECURITY_GROUP && kind != NETWORK_ACL)
          .toList();

  private static final Map<Class<?>, Kind> BY_TYPE =
      Arrays.stream(values()).collect(Collectors.toMap(Kind::type, kind -> kind));

  private final Class<?> type;

  Kind(Class<?> type) {
    this.type = type;
  }

  /// The record that its documents are.
  public Class<?> type() {
    return type;
  }

  /// The kind of a record.
  ///
  /// @throws IllegalArgumentException if it is of none
  public static Kind of(Object value) {
    Kind kind = BY_TYPE.get(value.getClass());
    if (kind == null) {
      throw new IllegalArgumentException("nothing keeps a " + value.getClass());
    }
    return kind;
  }

  /// Whether an account may have several of one name: IBM's IAM tells these apart by id alone, and
  /// of others a name is one's own within a VPC or a subnet.
  public boolean sharesNames() {
    return switch (this) {
      case USER,
          SERVICE_ID,
          API_KEY,
          POLICY,
          VIRTUAL_NETWORK_INTERFACE,
          RESERVED_IP,
          FLOATING_IP,
          SUBNET,
          ROUTING_TABLE,
          PUBLIC_GATEWAY,
          VOLUME,
          SECURITY_GROUP,
          NETWORK_ACL,
          ENDPOINT_GATEWAY,
          FLOW_LOG_COLLECTOR,
          VPN_GATEWAY,
          VPN_SERVER ->
          true;
      default -> false;
    };
  }

  /// One of them, such as `bare_metal_server`.
  public String singular() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The collection in paths and bodies, such as `bare_metal_servers`.
  public String collection() {
    return switch (this) {
      case TAGS -> "tags";
      case POLICY, IKE_POLICY, IPSEC_POLICY -> singular().replace("policy", "policies");
      default -> singular() + "s";
    };
  }

  /// In a sentence, such as "bare metal server".
  public String words() {
    return switch (this) {
      case VPC -> "VPC";
      case CATALOG -> "catalogue";
      case API_KEY -> "API key";
      case SERVICE_ID -> "service ID";
      case RESERVED_IP -> "reserved IP";
      case FLOATING_IP -> "floating IP";
      case NETWORK_ACL -> "network ACL";
      case IKE_POLICY -> "IKE policy";
      case IPSEC_POLICY -> "IPsec policy";
      case VPN_GATEWAY -> "VPN gateway";
      case VPN_SERVER -> "VPN server";
      default -> singular().replace('_', ' ');
    };
  }

  /// The kind whose collection has this name.
  public static Optional<Kind> of(String collection) {
    for (Kind kind : values()) {
      if (kind.collection().equals(collection)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
