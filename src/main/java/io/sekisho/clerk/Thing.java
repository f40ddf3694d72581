package io.sekisho.clerk;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A kind of thing that IAM has: how it is called, where IBM's API has it, and what of it is shown.
///
/// In a path, `{account}` stands for the account's id and `{whose}` for what it is a part of. Of
/// what a replacement has to say in full, the members are named; of anything else, changes are
/// sent.
@SuppressWarnings("ImmutableEnumChecker") // lists of List.of, and a record of texts
enum Thing {
  USER(
      "person",
      "/v2/accounts/{account}/users",
      List.of("/resources"),
      new Names("iam_id", "user_id"),
      List.of(
          "EMAIL=/user_id",
          "FIRST NAME=/firstname",
          "LAST NAME=/lastname",
          "STATE=/state",
          "+ADDED=/added_on",
          "+IAM ID=/iam_id")),
  SERVICE_ID(
      "sid",
      "/v1/serviceids?account_id={account}",
      List.of("/serviceids"),
      new Names("id", "name"),
      List.of(
          "NAME=/name",
          "ID=/id",
          "LOCKED=/locked",
          "DESCRIPTION=/description",
          "+CREATED=/created_at",
          "+IAM ID=/iam_id")),
  API_KEY(
      "apikey",
      "/v1/apikeys?account_id={account}&{whose}",
      List.of("/apikeys"),
      new Names("id", "name"),
      List.of(
          "NAME=/name",
          "OF=/iam_id",
          "DISABLED=/disabled",
          "LOCKED=/locked",
          "EXPIRES=/expires_at",
          "+DESCRIPTION=/description",
          "+CREATED=/created_at",
          "+ID=/id")),
  TRUSTED_PROFILE(
      "profile",
      "/v1/profiles?account_id={account}",
      List.of("/profiles"),
      new Names("id", "name"),
      List.of("NAME=/name", "ID=/id", "DESCRIPTION=/description", "+IAM ID=/iam_id")),
  ACCESS_GROUP(
      "group",
      "/v2/groups?account_id={account}",
      List.of("/groups"),
      new Names("id", "name"),
      List.of("NAME=/name", "ID=/id", "DESCRIPTION=/description", "+CREATED=/created_at")),
  MEMBER(
      "",
      "{whose}/members?verbose=true",
      List.of("/members"),
      new Names("iam_id", "name"),
      List.of("NAME=/name", "TYPE=/type", "EMAIL=/email", "IAM ID=/iam_id", "+SINCE=/created_at")),
  POLICY(
      "",
      "/v2/policies?account_id={account}&{whose}",
      List.of("/policies"),
      new Names("id", "description"),
      List.of(
          "ID=/id",
          "SUBJECT=/subject/attributes",
          "ROLES=/control/grant/roles",
          "RESOURCE=/resource/attributes",
          "DESCRIPTION=/description",
          "+TAGS=/resource/tags",
          "+PATTERN=/pattern",
          "+STATE=/state",
          "+MODIFIED=/last_modified_at"),
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
      List.of("/custom_roles", "/service_roles", "/system_roles"),
      new Names("id", "display_name"),
      List.of(
          "NAME=/display_name",
          "SERVICE=/service_name",
          "ID=/id",
          "DESCRIPTION=/description",
          "+CRN=/crn",
          "+ACTIONS=/actions"),
      "display_name",
      "description",
      "actions"),
  IDENTITY_PROVIDER(
      "idp",
      "/sekisho/v1/identity_providers?account_id={account}",
      List.of("/identity_providers"),
      new Names("id", "realm"),
      List.of(
          "REALM=/realm",
          "PROTOCOL=/protocol",
          "ISSUER=/issuer",
          "AUDIENCE=/audience",
          "+DESCRIPTION=/description",
          "+ID=/id"),
      "realm",
      "protocol",
      "issuer",
      "audience",
      "keys",
      "description"),
  LINK(
      "",
      "{whose}/links",
      List.of("/links"),
      new Names("id", "name"),
      List.of("TYPE=/cr_type", "TO=/link/crn", "NAME=/name", "+CREATED=/created_at", "ID=/id")),
  RULE(
      "",
      "{whose}/rules",
      List.of("/rules"),
      new Names("id", "name"),
      List.of(
          "NAME=/name",
          "TYPE=/type",
          "REALM=/realm_name",
          "CONDITIONS=/conditions",
          "EXPIRATION=/expiration",
          "+COMPUTE TYPE=/cr_type",
          "ID=/id"),
      "type",
      "name",
      "realm_name",
      "cr_type",
      "expiration",
      "conditions"),
  ACCOUNT_SETTINGS(
      "",
      "/v1/accounts/{account}/settings/identity",
      List.of(),
      new Names("account_id", "account_id"),
      List.of(
          "ACCESS TOKEN=/system_access_token_expiration_in_seconds",
          "REFRESH TOKEN=/system_refresh_token_expiration_in_seconds",
          "SESSION=/session_expiration_in_seconds",
          "IDLE=/session_invalidation_in_seconds",
          "SESSIONS=/max_sessions_per_identity",
          "ADDRESSES=/allowed_ip_addresses",
          "+SERVICE IDS=/restrict_create_service_id",
          "+API KEYS=/restrict_create_platform_apikey",
          "+USER LIST=/restrict_user_list_visibility"));

  private final String shorter;
  private final String path;
  private final List<String> members;
  private final Names names;
  private final List<String> columns;
  private final List<String> whole;

  Thing(
      String shorter,
      String path,
      List<String> members,
      Names names,
      List<String> columns,
      String... whole) {
    this.shorter = shorter;
    this.path = path;
    this.members = members;
    this.names = names;
    this.columns = columns;
    this.whole = List.of(whole);
  }

  /// The members by which one of them is told.
  private record Names(String id, String name) {}

  /// One of them, as it is typed.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// As it may be typed as well; empty if it has no shorter word.
  String shorter() {
    return shorter;
  }

  /// Where all of them are.
  String path() {
    return path;
  }

  /// Where one of them is, less its id.
  String one() {
    String all = path.replaceFirst("\\?.*", "");
    return this == ACCOUNT_SETTINGS ? all : all + "/";
  }

  /// Where a page of them has them.
  List<String> members() {
    return members;
  }

  String id() {
    return names.id;
  }

  /// The member that people know it by.
  String title() {
    return names.name;
  }

  /// `HEADING=/pointer`; those with a `+` only where there is room.
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

  /// Whether it is a part of something else, which has to be named.
  boolean isPart() {
    return path.startsWith("{whose}");
  }

  /// What someone calls by this word: one of them or many, with `-` or `_`, or short.
  static Optional<Thing> of(String word) {
    String given = word.replace('_', '-');
    return Arrays.stream(values())
        .filter(
            each ->
                List.of(each.word(), each.word() + "s", plural(each.word())).contains(given)
                    || (!each.shorter.isEmpty()
                        && List.of(each.shorter, each.shorter + "s").contains(given)))
        .findFirst();
  }

  private static String plural(String word) {
    return word.endsWith("y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
  }
}
