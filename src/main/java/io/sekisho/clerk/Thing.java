package io.sekisho.clerk;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A kind of thing that IBM's APIs have: how it is called, where it is, and what of it is shown.
///
/// In a path, `{account}` stands for the account's id and `{whose}` for what it is a part of. Of
/// what a replacement has to say in full, the members are named; of anything else, changes are
/// sent.
@SuppressWarnings("ImmutableEnumChecker") // lists of List.of
enum Thing {
  USER(
      "person",
      "/v2/accounts/{account}/users",
      "/resources",
      "iam_id user_id",
      "EMAIL=/user_id, FIRST NAME=/firstname, LAST NAME=/lastname, STATE=/state, "
          + "+ADDED=/added_on, +IAM ID=/iam_id"),
  SERVICE_ID(
      "sid",
      "/v1/serviceids?account_id={account}",
      "/serviceids",
      "id name",
      "NAME=/name, ID=/id, LOCKED=/locked, DESCRIPTION=/description, "
          + "+CREATED=/created_at, +IAM ID=/iam_id"),
  API_KEY(
      "apikey",
      "/v1/apikeys?account_id={account}&{whose}",
      "/apikeys",
      "id name",
      "NAME=/name, OF=/iam_id, DISABLED=/disabled, LOCKED=/locked, "
          + "EXPIRES=/expires_at, +DESCRIPTION=/description, +CREATED=/created_at, +ID=/id"),
  TRUSTED_PROFILE(
      "profile",
      "/v1/profiles?account_id={account}",
      "/profiles",
      "id name",
      "NAME=/name, ID=/id, DESCRIPTION=/description, +IAM ID=/iam_id"),
  ACCESS_GROUP(
      "group",
      "/v2/groups?account_id={account}",
      "/groups",
      "id name",
      "NAME=/name, ID=/id, DESCRIPTION=/description, +CREATED=/created_at"),
  MEMBER(
      "",
      "{whose}/members?verbose=true",
      "/members",
      "iam_id name",
      "NAME=/name, TYPE=/type, EMAIL=/email, IAM ID=/iam_id, +SINCE=/created_at"),
  POLICY(
      "",
      "/v2/policies?account_id={account}&{whose}",
      "/policies",
      "id description",
      "ID=/id, SUBJECT=/subject/attributes, ROLES=/control/grant/roles, "
          + "RESOURCE=/resource/attributes, DESCRIPTION=/description, "
          + "+TAGS=/resource/tags, +PATTERN=/pattern, +STATE=/state, "
          + "+MODIFIED=/last_modified_at",
      "type",
      "description",
      "subject",
      "resource",
      "control",
      "pattern",
      "rule"),
  ROLE(
      "",
      "/v2/roles?account_id={account}&{whose}",
      "/custom_roles /service_roles /system_roles",
      "id display_name",
      "NAME=/display_name, SERVICE=/service_name, ID=/id, DESCRIPTION=/description, "
          + "+CRN=/crn, +ACTIONS=/actions",
      "display_name",
      "description",
      "actions"),
  IDENTITY_PROVIDER(
      "idp",
      "/sekisho/v1/identity_providers?account_id={account}",
      "/identity_providers",
      "id realm",
      "REALM=/realm, PROTOCOL=/protocol, ISSUER=/issuer, AUDIENCE=/audience, "
          + "+DESCRIPTION=/description, +ID=/id",
      "realm",
      "protocol",
      "issuer",
      "audience",
      "keys",
      "description"),
  LINK(
      "",
      "{whose}/links",
      "/links",
      "id name",
      "TYPE=/cr_type, TO=/link/crn, NAME=/name, +CREATED=/created_at, ID=/id"),
  RULE(
      "",
      "{whose}/rules",
      "/rules",
      "id name",
      "NAME=/name, TYPE=/type, REALM=/realm_name, CONDITIONS=/conditions, "
          + "EXPIRATION=/expiration, +COMPUTE TYPE=/cr_type, ID=/id",
      "type",
      "name",
      "realm_name",
      "cr_type",
      "expiration",
      "conditions"),
  ACCOUNT_SETTINGS(
      "",
      "/v1/accounts/{account}/settings/identity",
      "",
      "account_id account_id",
      "ACCESS TOKEN=/system_access_token_expiration_in_seconds, "
          + "REFRESH TOKEN=/system_refresh_token_expiration_in_seconds, "
          + "SESSION=/session_expiration_in_seconds, "
          + "IDLE=/session_invalidation_in_seconds, SESSIONS=/max_sessions_per_identity, "
          + "ADDRESSES=/allowed_ip_addresses, +SERVICE IDS=/restrict_create_service_id, "
          + "+API KEYS=/restrict_create_platform_apikey, "
          + "+USER LIST=/restrict_user_list_visibility"),

  // IBM's VPC API. What an inventory declares is told by [Kind] instead.
  IMAGE("images", "STATUS=/status, VISIBILITY=/visibility, SYSTEM=/operating_system/name"),
  VOLUME(
      "volumes",
      "STATUS=/status, GB=/capacity, PROFILE=/profile/name, ZONE=/zone/name,"
          + " ATTACHED TO=/volume_attachments/0/instance/name"),
  FLOATING_IP(
      "floating_ips", "ADDRESS=/address, STATUS=/status, TARGET=/target/name, ZONE=/zone/name"),
  PUBLIC_GATEWAY(
      "public_gateways",
      "ADDRESS=/floating_ip/address, VPC=/vpc/name, ZONE=/zone/name, STATUS=/status"),
  VIRTUAL_NETWORK_INTERFACE(
      "vni",
      "virtual_network_interfaces",
      "ADDRESS=/primary_ip/address, SUBNET=/subnet/name, MAC=/mac_address, TARGET=/target/name,"
          + " +GROUPS=/security_groups, +SPOOFING=/allow_ip_spoofing"),
  SECURITY_GROUP("security_groups", "VPC=/vpc/name, RULES=#/rules, TARGETS=#/targets"),
  NETWORK_ACL("acl", "network_acls", "VPC=/vpc/name, RULES=#/rules, SUBNETS=/subnets"),
  ENDPOINT_GATEWAY(
      "endpoint_gateways",
      "VPC=/vpc/name, ADDRESS=/ips/0/address, STATE=/lifecycle_state, HEALTH=/health_state,"
          + " +TO=/service_endpoints"),
  FLOW_LOG_COLLECTOR(
      "flow_log_collectors",
      "OF=/target/name, BUCKET=/storage_bucket/name, ACTIVE=/active, VPC=/vpc/name"),
  VPN_GATEWAY(
      "vpn_gateways",
      "MODE=/mode, SUBNET=/subnet/name, CONNECTIONS=/connections, STATE=/lifecycle_state"),
  VPN_SERVER(
      "vpn_servers",
      "VPC=/vpc/name, CLIENTS=/client_ip_pool, PORT=/port, PROTOCOL=/protocol,"
          + " STATE=/lifecycle_state"),
  IKE_POLICY(
      "ike_policies",
      "VERSION=/ike_version, ENCRYPTION=/encryption_algorithm,"
          + " AUTHENTICATION=/authentication_algorithm, GROUP=/dh_group"),
  IPSEC_POLICY(
      "ipsec_policies",
      "ENCRYPTION=/encryption_algorithm, AUTHENTICATION=/authentication_algorithm, GROUP=/pfs"),
  INSTANCE_TEMPLATE(
      "template", "instance/templates", "PROFILE=/profile/name, ZONE=/zone/name, IMAGE=/image/id"),
  INSTANCE_PROFILE(
      "instance/profiles",
      "FAMILY=/family, CPUS=/vcpu_count/value, GIB=/memory/value, GPUS=/gpu_count/value"),
  BARE_METAL_SERVER_PROFILE(
      "bare_metal_server/profiles",
      "FAMILY=/family, CORES=/cpu_core_count/value, GIB=/memory/value"),
  VOLUME_PROFILE("volume/profiles", "FAMILY=/family"),
  OPERATING_SYSTEM(
      "operating_systems",
      "VENDOR=/vendor, VERSION=/version, ARCHITECTURE=/architecture, FAMILY=/family"),
  REGION("regions", "STATUS=/status, ENDPOINT=/endpoint"),
  RESOURCE_GROUP(
      "",
      "/v2/resource_groups",
      "/resources",
      "id name",
      "NAME=/name, DEFAULT=/default, STATE=/state, ID=/id"),

  // Guardrails.
  CONFIG_RULE(
      "guardrail",
      "/config/v1/rules?limit=100",
      "/rules",
      "rule_id name",
      "NAME=/name, ABOUT=/target/resource_kind, REQUIRES=/required_config,"
          + " ACTIONS=/enforcement_actions, ATTACHED=/number_of_attachments,"
          + " +DESCRIPTION=/description, +CHANGED=/modification_date, ID=/rule_id"),
  VIOLATION(
      "",
      "/sekisho/v1/config_rule_violations",
      "/violations",
      "resource_id resource_name",
      "RESOURCE=/resource_name, TYPE=/resource_type, RULE=/rule_name, REASON=/reason,"
          + " DISALLOW=/disallow, +ID=/resource_id, +RULE ID=/rule_id");

  private static final String VPC = "version=2026-06-23&generation=2";

  private final String shorter;
  private final String path;
  private final List<String> members;
  private final String id;
  private final String title;
  private final List<String> columns;
  private final List<String> whole;

  /// @param members where a page has them, between spaces
  /// @param names the members by which one is told: the id and the name
  /// @param columns between commas
  Thing(
      String shorter, String path, String members, String names, String columns, String... whole) {
    this.shorter = shorter;
    this.path = path;
    this.members = members.isEmpty() ? List.of() : List.of(members.split(" "));
    this.id = names.substring(0, names.indexOf(' '));
    this.title = names.substring(names.indexOf(' ') + 1);
    this.columns = List.of(columns.split(", "));
    this.whole = List.of(whole);
  }

  /// What IBM's VPC API lists.
  Thing(String shorter, String collection, String columns) {
    this(
        shorter,
        "/v1/" + collection + "?limit=100&" + VPC,
        collection.replaceFirst("^.*/|^", "/"),
        "id name",
        "NAME=/name, " + columns + ", +CREATED=/created_at, +ID=/id");
  }

  Thing(String collection, String columns) {
    this("", collection, columns);
  }

  /// One of them, as it is typed.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Many of them, such as `policies`.
  String words() {
    String one = word();
    return one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
  }

  /// As it may be typed as well; empty if it has no shorter word.
  String shorter() {
    return shorter;
  }

  /// Where all of them are.
  String path() {
    return this == REGION ? path.replace("limit=100&", "") : path;
  }

  /// Where one of them is, `{id}` being its id.
  String one() {
    String all = path.replaceFirst("\\?.*", "");
    if (this == ACCOUNT_SETTINGS) {
      return all;
    }
    return all + "/{id}" + (path.endsWith(VPC) ? "?" + VPC : "");
  }

  /// Whether a list says all there is to know of each.
  boolean isWholeInLists() {
    return this == MEMBER || this == VIOLATION;
  }

  /// Whether IBM's VPC API has it.
  boolean isOfVpc() {
    return path.endsWith(VPC);
  }

  /// Where a page of them has them.
  List<String> members() {
    return members;
  }

  String id() {
    return id;
  }

  /// The member that people know it by.
  String title() {
    return title;
  }

  /// `HEADING=/pointer`, or `HEADING=#/pointer` for how many there are; those with a `+` only where
  /// there is room.
  List<String> columns() {
    return columns;
  }

  /// What a replacement has to say; nothing if changes are enough.
  List<String> whole() {
    return whole;
  }

  /// How a change is sent.
  String changing() {
    return this == USER || this == ACCESS_GROUP ? "PATCH" : "PUT";
  }

  /// What someone calls by this word: one of them or many, with `-` or `_`, or short.
  static Optional<Thing> of(String word) {
    String given = word.replace('_', '-');
    return Arrays.stream(values())
        .filter(
            each ->
                List.of(each.word(), each.word() + "s", each.words()).contains(given)
                    || (!each.shorter.isEmpty()
                        && List.of(each.shorter, each.shorter + "s").contains(given)))
        .findFirst();
  }
}
