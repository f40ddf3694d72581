package io.sekisho.audit;

import static io.sekisho.audit.Severity.CRITICAL;
import static io.sekisho.audit.Severity.NORMAL;
import static io.sekisho.audit.Severity.WARNING;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Everything that leaves a record in the trail, under IBM's event names; where IBM documents none,
/// ours in the same style. `docs/audit.md` says which is which.
public enum Action {
  // The network, and what stands in it.
  VPC_CREATE("is.vpc.vpc.create", NORMAL),
  VPC_UPDATE("is.vpc.vpc.update", WARNING),
  VPC_DELETE("is.vpc.vpc.delete", CRITICAL),
  ADDRESS_PREFIX_CREATE("is.vpc.address-prefix.create", WARNING),
  ADDRESS_PREFIX_UPDATE("is.vpc.address-prefix.update", WARNING),
  ADDRESS_PREFIX_DELETE("is.vpc.address-prefix.delete", CRITICAL),
  ROUTING_TABLE_CREATE("is.vpc.routing-table.create", NORMAL),
  ROUTING_TABLE_UPDATE("is.vpc.routing-table.update", WARNING),
  ROUTING_TABLE_DELETE("is.vpc.routing-table.delete", CRITICAL),
  ROUTE_CREATE("is.vpc.routing-table-route.create", WARNING),
  ROUTE_UPDATE("is.vpc.routing-table-route.update", WARNING),
  ROUTE_DELETE("is.vpc.routing-table-route.delete", CRITICAL),
  SUBNET_CREATE("is.subnet.subnet.create", NORMAL),
  SUBNET_UPDATE("is.subnet.subnet.update", WARNING),
  SUBNET_DELETE("is.subnet.subnet.delete", CRITICAL),
  SECURITY_GROUP_CREATE("is.security-group.security-group.create", NORMAL),
  SECURITY_GROUP_UPDATE("is.security-group.security-group.update", WARNING),
  SECURITY_GROUP_DELETE("is.security-group.security-group.delete", CRITICAL),
  SECURITY_GROUP_RULE_CREATE("is.security-group.security-group-rule.create", CRITICAL),
  SECURITY_GROUP_RULE_UPDATE("is.security-group.security-group-rule.update", CRITICAL),
  SECURITY_GROUP_RULE_DELETE("is.security-group.security-group-rule.delete", CRITICAL),
  SECURITY_GROUP_ATTACH("is.security-group.security-group-interface.attach", CRITICAL),
  SECURITY_GROUP_DETACH("is.security-group.security-group-interface.detach", CRITICAL),
  NETWORK_ACL_CREATE("is.network-acl.network-acl.create", NORMAL),
  NETWORK_ACL_UPDATE("is.network-acl.network-acl.update", WARNING),
  NETWORK_ACL_DELETE("is.network-acl.network-acl.delete", CRITICAL),
  NETWORK_ACL_RULE_CREATE("is.network-acl.rule.create", CRITICAL),
  NETWORK_ACL_RULE_UPDATE("is.network-acl.rule.update", CRITICAL),
  NETWORK_ACL_RULE_DELETE("is.network-acl.rule.delete", CRITICAL),
  SUBNET_ACL_REPLACE("is.subnet.network-acl.update", WARNING),
  SUBNET_GATEWAY_ATTACH("is.subnet.public-gateway.attach", WARNING),
  SUBNET_GATEWAY_DETACH("is.subnet.public-gateway.detach", WARNING),
  SUBNET_TABLE_ATTACH("is.subnet.routing-table.attach", WARNING),
  PUBLIC_GATEWAY_CREATE("is.public-gateway.public-gateway.create", NORMAL),
  PUBLIC_GATEWAY_UPDATE("is.public-gateway.public-gateway.update", WARNING),
  PUBLIC_GATEWAY_DELETE("is.public-gateway.public-gateway.delete", CRITICAL),
  ENDPOINT_GATEWAY_CREATE("is.endpoint-gateway.endpoint-gateway.create", NORMAL),
  ENDPOINT_GATEWAY_UPDATE("is.endpoint-gateway.endpoint-gateway.update", WARNING),
  ENDPOINT_GATEWAY_DELETE("is.endpoint-gateway.endpoint-gateway.delete", CRITICAL),
  RESOURCE_BINDING_CREATE("is.endpoint-gateway.resource-binding.create", NORMAL),
  RESOURCE_BINDING_UPDATE("is.endpoint-gateway.resource-binding.update", WARNING),
  RESOURCE_BINDING_DELETE("is.endpoint-gateway.resource-binding.delete", CRITICAL),
  FLOW_LOG_COLLECTOR_CREATE("is.flow-log-collector.flow-log-collector.create", NORMAL),
  FLOW_LOG_COLLECTOR_UPDATE("is.flow-log-collector.flow-log-collector.update", WARNING),
  FLOW_LOG_COLLECTOR_DELETE("is.flow-log-collector.flow-log-collector.delete", CRITICAL),
  IKE_POLICY_CREATE("is.vpn.ike-policy.create", NORMAL),
  IKE_POLICY_UPDATE("is.vpn.ike-policy.update", WARNING),
  IKE_POLICY_DELETE("is.vpn.ike-policy.delete", CRITICAL),
  IPSEC_POLICY_CREATE("is.vpn.ipsec-policy.create", NORMAL),
  IPSEC_POLICY_UPDATE("is.vpn.ipsec-policy.update", WARNING),
  IPSEC_POLICY_DELETE("is.vpn.ipsec-policy.delete", CRITICAL),
  VPN_GATEWAY_CREATE("is.vpn.vpn-gateway.create", NORMAL),
  VPN_GATEWAY_UPDATE("is.vpn.vpn-gateway.update", WARNING),
  VPN_GATEWAY_DELETE("is.vpn.vpn-gateway.delete", CRITICAL),
  VPN_CONNECTION_CREATE("is.vpn.vpn-connection.create", WARNING),
  VPN_CONNECTION_UPDATE("is.vpn.vpn-connection.update", WARNING),
  VPN_CONNECTION_DELETE("is.vpn.vpn-connection.delete", CRITICAL),
  LOCAL_CIDR_CREATE("is.vpn.vpn-connection_local-cidr.create", WARNING),
  LOCAL_CIDR_DELETE("is.vpn.vpn-connection_local-cidr.delete", CRITICAL),
  PEER_CIDR_CREATE("is.vpn.vpn-connection_peer-cidr.create", WARNING),
  PEER_CIDR_DELETE("is.vpn.vpn-connection_peer-cidr.delete", CRITICAL),
  ADVERTISED_CIDR_CREATE("is.vpn.vpn-gateway_advertised-cidr.create", WARNING),
  ADVERTISED_CIDR_DELETE("is.vpn.vpn-gateway_advertised-cidr.delete", CRITICAL),
  VPN_SERVER_CREATE("is.vpn-server.vpn-server.create", NORMAL),
  VPN_SERVER_UPDATE("is.vpn-server.vpn-server.update", WARNING),
  VPN_SERVER_DELETE("is.vpn-server.vpn-server.delete", CRITICAL),
  VPN_SERVER_ROUTE_CREATE("is.vpn-server.vpn-server-route.create", WARNING),
  VPN_SERVER_ROUTE_UPDATE("is.vpn-server.vpn-server-route.update", WARNING),
  VPN_SERVER_ROUTE_DELETE("is.vpn-server.vpn-server-route.delete", CRITICAL),
  KEY_CREATE("is.key.key.create", CRITICAL),
  KEY_UPDATE("is.key.key.update", CRITICAL),
  KEY_DELETE("is.key.key.delete", CRITICAL),
  PLACEMENT_GROUP_CREATE("is.placement-group.placement-group.create", NORMAL),
  PLACEMENT_GROUP_UPDATE("is.placement-group.placement-group.update", WARNING),
  PLACEMENT_GROUP_DELETE("is.placement-group.placement-group.delete", CRITICAL),
  INSTANCE_CREATE("is.instance.instance.create", NORMAL),
  INSTANCE_UPDATE("is.instance.instance.update", WARNING),
  INSTANCE_DELETE("is.instance.instance.delete", CRITICAL),
  INSTANCE_ACT("is.instance.action.create", WARNING),
  INSTANCE_START("is.instance.instance.start", WARNING),
  INSTANCE_STOP("is.instance.instance.stop", CRITICAL),
  INSTANCE_REINITIALIZE("is.instance.initialization.update", CRITICAL),
  INSTANCE_DISK_UPDATE("is.instance.disk.update", WARNING),
  INSTANCE_TEMPLATE_CREATE("is.instance.instance-template.create", NORMAL),
  INSTANCE_TEMPLATE_UPDATE("is.instance.instance-template.update", WARNING),
  INSTANCE_TEMPLATE_DELETE("is.instance.instance-template.delete", CRITICAL),
  INSTANCE_SEED_READ("is.instance.seed.read", CRITICAL),
  INSTANCE_REVOKE("is.instance.instance.revoke-tokens", CRITICAL),
  SERVER_CREATE("is.bare-metal-server.bare-metal-server.create", NORMAL),
  SERVER_UPDATE("is.bare-metal-server.bare-metal-server.update", WARNING),
  SERVER_DELETE("is.bare-metal-server.bare-metal-server.delete", CRITICAL),
  SERVER_START("is.bare-metal-server.bare-metal-server.start", WARNING),
  SERVER_STOP("is.bare-metal-server.bare-metal-server.stop", CRITICAL),
  SERVER_RESTART("is.bare-metal-server.bare-metal-server.restart", WARNING),
  SERVER_INITIALIZATION_UPDATE("is.bare-metal-server.initialization.update", CRITICAL),
  SERVER_DISK_UPDATE("is.bare-metal-server.disk.update", WARNING),
  SERVER_SEED_READ("is.bare-metal-server.seed.read", CRITICAL),
  SERVER_REVOKE("is.bare-metal-server.bare-metal-server.revoke-tokens", CRITICAL),

  INSTANCE_ATTACHMENT_CREATE("is.instance.network-attachment.create", NORMAL),
  INSTANCE_ATTACHMENT_UPDATE("is.instance.network-attachment.update", WARNING),
  INSTANCE_ATTACHMENT_DELETE("is.instance.network-attachment.delete", CRITICAL),
  INSTANCE_INTERFACE_CREATE("is.instance.network-interface.create", NORMAL),
  INSTANCE_INTERFACE_UPDATE("is.instance.network-interface.update", WARNING),
  INSTANCE_INTERFACE_DELETE("is.instance.network-interface.delete", CRITICAL),
  SERVER_ATTACHMENT_CREATE("is.bare-metal-server.network-attachment.create", NORMAL),
  SERVER_ATTACHMENT_UPDATE("is.bare-metal-server.network-attachment.update", WARNING),
  SERVER_ATTACHMENT_DELETE("is.bare-metal-server.network-attachment.delete", CRITICAL),
  SERVER_INTERFACE_CREATE("is.bare-metal-server.network-interface.create", NORMAL),
  SERVER_INTERFACE_UPDATE("is.bare-metal-server.network-interface.update", WARNING),
  SERVER_INTERFACE_DELETE("is.bare-metal-server.network-interface.delete", CRITICAL),
  INTERFACE_CREATE("is.virtual-network-interface.virtual-network-interface.create", NORMAL),
  INTERFACE_UPDATE("is.virtual-network-interface.virtual-network-interface.update", WARNING),
  INTERFACE_DELETE("is.virtual-network-interface.virtual-network-interface.delete", CRITICAL),
  INTERFACE_ATTACH("is.virtual-network-interface.virtual-network-interface.attach", WARNING),
  INTERFACE_DETACH("is.virtual-network-interface.virtual-network-interface.detach", WARNING),
  RESERVED_IP_CREATE("is.subnet.reserved-ip.create", NORMAL),
  RESERVED_IP_UPDATE("is.subnet.reserved-ip.update", WARNING),
  RESERVED_IP_DELETE("is.subnet.reserved-ip.delete", CRITICAL),
  RESERVED_IP_ATTACH("is.subnet.reserved-ip.attach", WARNING),
  RESERVED_IP_DETACH("is.subnet.reserved-ip.detach", WARNING),
  FLOATING_IP_CREATE("is.floating-ip.floating-ip.create", NORMAL),
  FLOATING_IP_UPDATE("is.floating-ip.floating-ip.update", WARNING),
  FLOATING_IP_DELETE("is.floating-ip.floating-ip.delete", CRITICAL),
  FLOATING_IP_ATTACH("is.floating-ip.floating-ip.attach", WARNING),
  FLOATING_IP_DETACH("is.floating-ip.floating-ip.detach", WARNING),

  // What servers are made from.
  CATALOG_CREATE("sekisho.catalog.catalog.create", WARNING),
  CATALOG_UPDATE("sekisho.catalog.catalog.update", WARNING),
  CATALOG_DELETE("sekisho.catalog.catalog.delete", CRITICAL),
  IMAGE_CREATE("is.image.image.create", NORMAL),
  IMAGE_UPDATE("is.image.image.update", WARNING),
  IMAGE_DELETE("is.image.image.delete", CRITICAL),
  IMAGE_DEPRECATE("is.image.image.deprecate", WARNING),
  IMAGE_OBSOLETE("is.image.image.obsolete", WARNING),
  VOLUME_CREATE("is.volume.volume.create", NORMAL),
  VOLUME_UPDATE("is.volume.volume.update", WARNING),
  VOLUME_DELETE("is.volume.volume.delete", CRITICAL),
  VOLUME_ATTACH("is.instance.volume-attachment.create", WARNING),
  VOLUME_ATTACHMENT_UPDATE("is.instance.volume-attachment.update", WARNING),
  VOLUME_DETACH("is.instance.volume-attachment.delete", WARNING),

  // What people call resources, and how they group them.
  TAGS_CREATE("global-search-tagging.tag.create", NORMAL),
  TAGS_UPDATE("global-search-tagging.tag.update", WARNING),
  TAGS_DELETE("global-search-tagging.tag.delete", WARNING),
  TAG_ATTACH("is.tag.attach", WARNING),
  TAG_DETACH("is.tag.detach", WARNING),
  RESOURCE_GROUP_CREATE("resource-controller.group.create", NORMAL),
  RESOURCE_GROUP_UPDATE("resource-controller.group.update", WARNING),
  RESOURCE_GROUP_DELETE("resource-controller.group.delete", CRITICAL),

  // What guests get.
  INSTANCE_TOKEN("is.metadata.jwt-token.create", NORMAL),
  INSTANCE_EXCHANGE("is.metadata.computeresource-token.request", NORMAL),
  SERVER_TOKEN("is.metadata.identity-token.create", NORMAL),
  SERVER_EXCHANGE("is.metadata.computeresource-token.read", NORMAL),
  GUEST_CERTIFICATE("is.metadata.certificate.create", NORMAL),

  // Accounts and who is in them.
  ACCOUNT_CREATE("sekisho.account.account.create", WARNING),
  ACCOUNT_UPDATE("sekisho.account.account.update", WARNING),
  ACCOUNT_DELETE("sekisho.account.account.delete", CRITICAL),
  ACCOUNT_SETTINGS_UPDATE("iam-identity.accountsettings.update", CRITICAL),
  USER_CREATE("user-management.user.create", CRITICAL),
  USER_UPDATE("user-management.user.update", CRITICAL),
  USER_DELETE("user-management.user.delete", CRITICAL),
  SERVICE_ID_CREATE("iam-identity.account-serviceid.create", NORMAL),
  SERVICE_ID_UPDATE("iam-identity.account-serviceid.update", WARNING),
  SERVICE_ID_DELETE("iam-identity.account-serviceid.delete", CRITICAL),
  USER_API_KEY_CREATE("iam-identity.user-apikey.create", CRITICAL),
  USER_API_KEY_UPDATE("iam-identity.user-apikey.update", CRITICAL),
  USER_API_KEY_DELETE("iam-identity.user-apikey.delete", CRITICAL),
  SERVICE_ID_API_KEY_CREATE("iam-identity.serviceid-apikey.create", CRITICAL),
  SERVICE_ID_API_KEY_UPDATE("iam-identity.serviceid-apikey.update", CRITICAL),
  SERVICE_ID_API_KEY_DELETE("iam-identity.serviceid-apikey.delete", CRITICAL),
  IDENTITY_PROVIDER_CREATE("iam-identity.account-idp.create", CRITICAL),
  IDENTITY_PROVIDER_UPDATE("iam-identity.account-idp.update", CRITICAL),
  IDENTITY_PROVIDER_DELETE("iam-identity.account-idp.delete", CRITICAL),

  // Trusted profiles.
  PROFILE_CREATE("iam-identity.account-profile.create", NORMAL),
  PROFILE_UPDATE("iam-identity.account-profile.update", WARNING),
  PROFILE_DELETE("iam-identity.account-profile.delete", CRITICAL),
  PROFILE_LINK_CREATE("iam-identity.profile-link.create", CRITICAL),
  PROFILE_LINK_DELETE("iam-identity.profile-link.delete", CRITICAL),
  PROFILE_RULE_CREATE("iam-identity.profile-rule.create", CRITICAL),
  PROFILE_RULE_UPDATE("iam-identity.profile-rule.update", CRITICAL),
  PROFILE_RULE_DELETE("iam-identity.profile-rule.delete", CRITICAL),
  PROFILE_IDENTITY_CREATE("iam-identity.profile-identity.create", CRITICAL),
  PROFILE_IDENTITY_UPDATE("iam-identity.profile-identity.update", CRITICAL),
  PROFILE_IDENTITY_DELETE("iam-identity.profile-identity.delete", CRITICAL),

  // Access.
  POLICY_CREATE("iam-am.policy.create", CRITICAL),
  POLICY_UPDATE("iam-am.policy.update", CRITICAL),
  POLICY_DELETE("iam-am.policy.delete", CRITICAL),
  ROLE_CREATE("iam-am.role.create", CRITICAL),
  ROLE_UPDATE("iam-am.role.update", CRITICAL),
  ROLE_DELETE("iam-am.role.delete", CRITICAL),
  GROUP_CREATE("iam-groups.group.create", NORMAL),
  GROUP_UPDATE("iam-groups.group.update", WARNING),
  GROUP_DELETE("iam-groups.group.delete", CRITICAL),
  MEMBER_ADD("iam-groups.member.add", CRITICAL),
  MEMBER_DELETE("iam-groups.member.delete", CRITICAL),
  GROUP_RULE_CREATE("iam-groups.rule.create", CRITICAL),
  GROUP_RULE_UPDATE("iam-groups.rule.update", CRITICAL),
  GROUP_RULE_DELETE("iam-groups.rule.delete", CRITICAL),

  // Tokens for those who are not guests.
  USER_API_KEY_LOGIN("iam-identity.user-apikey.login", NORMAL),
  SERVICE_ID_API_KEY_LOGIN("iam-identity.serviceid-apikey.login", NORMAL),
  PROFILE_LOGIN("iam-identity.trustedprofile-apikey.login", NORMAL),
  COMPUTE_RESOURCE_LOGIN("iam-identity.computeresource-token.login", NORMAL),
  REFRESH_LOGIN("iam-identity.user-refreshtoken.login", NORMAL),

  // What an account lets its compute resources be.
  CONFIG_RULE_CREATE("compliance.config-rule.create", WARNING),
  CONFIG_RULE_UPDATE("compliance.config-rule.update", CRITICAL),
  CONFIG_RULE_DELETE("compliance.config-rule.delete", CRITICAL),

  // The house itself.
  ACCESS_DENY("sekisho.access.deny", CRITICAL),
  INVENTORY_APPLY("sekisho.inventory.apply", WARNING),
  // Who serves guests, and which.
  NODE_CREATE("sekisho.node.create", CRITICAL),
  NODE_UPDATE("sekisho.node.update", NORMAL),
  NODE_DELETE("sekisho.node.delete", CRITICAL),
  NODE_REQUEST("sekisho.node.request", NORMAL),
  JOIN_TOKEN_CREATE("sekisho.join-token.create", CRITICAL),
  JOIN_TOKEN_DELETE("sekisho.join-token.delete", WARNING),
  PLACEMENT_CREATE("sekisho.placement.create", WARNING),
  PLACEMENT_UPDATE("sekisho.placement.update", WARNING),
  PLACEMENT_DELETE("sekisho.placement.delete", WARNING),

  OPERATOR_KEY_CREATE("sekisho.operator-key.create", CRITICAL),
  OPERATOR_KEY_DELETE("sekisho.operator-key.delete", CRITICAL);

  private static final Map<String, Action> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(Action::wireName, action -> action));

  private final String wireName;
  private final Severity severity;

  Action(String wireName, Severity severity) {
    this.wireName = wireName;
    this.severity = severity;
  }

  /// The action of this event name.
  public static Optional<Action> named(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }

  /// The event's name, such as `iam-am.policy.create`.
  public String wireName() {
    return wireName;
  }

  /// How much it matters if it succeeds.
  Severity severity() {
    return severity;
  }

  /// What is done, such as `create`.
  String verb() {
    return wireName.substring(wireName.lastIndexOf('.') + 1);
  }

  /// To what, such as `policy`.
  String object() {
    String before = wireName.substring(0, wireName.lastIndexOf('.'));
    return before.substring(before.lastIndexOf('.') + 1);
  }

  /// Whose business it is, such as `iam-am`, or `is.instance`.
  String service() {
    return wireName.substring(0, wireName.length() - object().length() - verb().length() - 2);
  }

  /// What the service is called in sentences.
  String serviceWords() {
    return switch (service()) {
      case "iam-identity" -> "IAM Identity Service";
      case "iam-am" -> "IAM Access Management";
      case "iam-groups" -> "IAM Access Groups";
      case "user-management" -> "User Management";
      case "is.instance" -> "Virtual Servers for VPC";
      case "is.bare-metal-server" -> "Bare Metal Servers for VPC";
      case "is.image" -> "Virtual Servers Images for VPC";
      case "is.volume" -> "Block Storage for VPC";
      case "is.flow-log-collector" -> "Flow Logs for VPC";
      case "is.vpn" -> "VPN for VPC";
      case "is.vpn-server" -> "Client VPN for VPC";
      case "is.metadata" -> "Instance Metadata for VPC";
      case "is.vpc",
          "is.subnet",
          "is.security-group",
          "is.network-acl",
          "is.virtual-network-interface",
          "is.floating-ip",
          "is.key",
          "is.placement-group",
          "is.endpoint-gateway" ->
          "Virtual Private Cloud";
      default -> "Sekisho";
    };
  }
}
