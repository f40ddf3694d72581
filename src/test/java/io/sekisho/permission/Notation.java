package io.sekisho.permission;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.Member;
import io.sekisho.iam.AccessGroup.MemberType;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Pattern;
import io.sekisho.iam.Policy.Terms;
import io.sekisho.iam.Policy.Version;
import io.sekisho.iam.Role;
import io.sekisho.iam.Stamps;
import io.sekisho.permission.Proposal.Part;
import io.sekisho.permission.Proposal.Said;
import io.sekisho.permission.Proposal.Several;
import io.sekisho.problem.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Policies in the short words of a table:
///
/// ```
/// WHO may ROLES on CONDITIONS [tags CONDITIONS] [when PATTERN RULE]
/// ```
///
/// WHO is a name, `@group`, or `<conditions>` of a service. A condition is `key=value`,
/// `key~pattern`, `key?true`, `key=[a,b]`, `key~[a,b]`, or `key!operator!value` for any other. The
/// account's id is added where none is given; `accountId=-` is none. A rule is `key operator
/// value`, or `and(… ; …)`, with the keys' braces left out and `''` for an empty value.
final class Notation {
  static final AccountId OWN = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");
  static final AccountId OTHER = new AccountId("ffffffffffffffffffffffffffffffff");
  static final Stamps STAMPS =
      Stamps.created(Instant.parse("2026-03-01T08:15:30Z"), "IBMid-founder");

  private Notation() {}

  static String identity(String name) {
    return "iam-Profile-" + name;
  }

  static String group(String name) {
    return "AccessGroupId-" + UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }

  /// `ops web ci`: a group and its members.
  static AccessGroup accessGroup(AccountId account, String words) {
    List<String> names = words(words);
    List<Member> members =
        names.stream()
            .skip(1)
            .map(name -> new Member(identity(name), MemberType.PROFILE, STAMPS.created()))
            .toList();
    String name = names.getFirst();
    return new AccessGroup(group(name), account, name, "", members, List.of(), STAMPS);
  }

  /// `Starter is is.instance.instance.operate`: a role, its service and its actions.
  static Role role(AccountId account, String words) {
    List<String> all = words(words);
    String name = all.getFirst();
    return new Role(name, account, name, name, all.get(1), "", all.subList(2, all.size()), STAMPS);
  }

  static Policy policy(String id, AccountId account, Policy.State state, String words) {
    return switch (new ProposalReader(proposal(account, words)).read()) {
      case Outcome.Granted<Terms>(Terms terms) -> new Policy(id, account, terms, state, STAMPS);
      case Outcome.Refused<Terms> refused -> throw new AssertionError(words + ": " + refused);
    };
  }

  static Proposal proposal(AccountId account, String text) {
    String who = text.substring(0, text.indexOf(" may ")).strip();
    String roles = between(text, " may ", " on ");
    String resource = between(text, " on ", " tags ", " when ");
    String tags = text.contains(" tags ") ? between(text, " tags ", " when ") : "";
    String when = text.contains(" when ") ? between(text, " when ") : "";
    boolean first = text.startsWith("v1 ");
    List<Said> subject = subject(account, first ? who.substring(3) : who);
    return new Proposal(
        first ? Version.V1 : Version.V2,
        who.contains("<") ? "authorization" : "access",
        subject,
        withAccount(account, conditions(resource)),
        conditions(tags),
        words(roles).stream().map(role -> crn(account, role)).toList(),
        when.isEmpty() ? Optional.empty() : Optional.of(rule(after(when))),
        when.isEmpty() ? Optional.empty() : Optional.of(pattern(words(when).getFirst())),
        "");
  }

  /// `Viewer`, `Reader`, `iam-identity/ServiceIdCreator`, `custom/Starter`, or a CRN.
  static String crn(AccountId account, String role) {
    if (role.startsWith("crn:")) {
      return role;
    }
    int slash = role.indexOf('/');
    String name = role.substring(slash + 1);
    if (role.startsWith("custom/")) {
      return "crn:v1:bluemix:public:iam-access-management::a/" + account + "::customRole:" + name;
    }
    boolean platform = List.of("Viewer", "Operator", "Editor", "Administrator").contains(name);
    String service = slash < 0 ? "iam" : role.substring(0, slash);
    return "crn:v1:bluemix:public:"
        + service
        + "::::"
        + (platform ? "role:" : "serviceRole:")
        + name;
  }

  static List<Said> conditions(String text) {
    return words(text).stream().map(Notation::condition).toList();
  }

  private static List<Said> subject(AccountId account, String who) {
    if (who.startsWith("<")) {
      return withAccount(account, conditions(who.substring(1, who.length() - 1)));
    }
    if (who.startsWith("@")) {
      return List.of(new Said("access_group_id", "stringEquals", group(who.substring(1))));
    }
    return who.matches("[a-z]+")
        ? List.of(new Said("iam_id", "stringEquals", identity(who)))
        : conditions(who);
  }

  private static List<Said> withAccount(AccountId account, List<Said> said) {
    if (said.stream().noneMatch(each -> each.key().equals("accountId"))) {
      return Stream.concat(
              Stream.of(new Said("accountId", "stringEquals", account.value())), said.stream())
          .toList();
    }
    return said.stream().filter(each -> !each.values().equals(List.of("-"))).toList();
  }

  private static Said condition(String word) {
    int at = word.split("[=~?!]", 2)[0].length();
    String key = word.substring(0, at);
    String value = word.substring(at + 1);
    boolean several = value.startsWith("[");
    List<String> values =
        several
            ? Arrays.asList(value.substring(1, value.length() - 1).split(",", -1))
            : List.of(value);
    return switch (word.charAt(at)) {
      case '=' -> new Said(key, several ? "stringEqualsAnyOf" : "stringEquals", values, several);
      case '~' -> new Said(key, several ? "stringMatchAnyOf" : "stringMatch", values, several);
      case '?' -> new Said(key, "stringExists", value);
      default -> {
        String[] parts = value.split("!", 2);
        yield new Said(key, parts[0], parts[1]);
      }
    };
  }

  private static String pattern(String word) {
    return switch (word) {
      case "once" -> Pattern.ONCE.wireName();
      case "all-day" -> Pattern.WEEKLY_ALL_DAY.wireName();
      case "custom-hours" -> Pattern.WEEKLY_CUSTOM_HOURS.wireName();
      case "resource" -> Pattern.RESOURCE.wireName();
      default -> word;
    };
  }

  static Part rule(String text) {
    String rule = text.strip();
    int open = rule.indexOf('(');
    if (open < 0) {
      return leaf(words(rule));
    }
    List<Part> parts = new ArrayList<>();
    int depth = 0;
    int from = open + 1;
    for (int at = from; at < rule.length(); at++) {
      char c = rule.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if ((c == ';' && depth == 0) || depth < 0) {
        if (!rule.substring(from, at).isBlank()) {
          parts.add(rule(rule.substring(from, at)));
        }
        from = at + 1;
      }
    }
    return new Several(rule.substring(0, open), parts);
  }

  private static Said leaf(List<String> words) {
    String key = words.getFirst();
    String braced =
        key.startsWith("resource.")
            ? "{{resource.attributes." + key.substring("resource.".length()) + "}}"
            : key.startsWith("{") ? key : "{{environment.attributes." + key + "}}";
    List<String> values =
        words.stream().skip(2).map(value -> value.equals("''") ? "" : value).toList();
    return new Said(braced, words.get(1), values, words.get(1).endsWith("AnyOf"));
  }

  static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  private static String after(String words) {
    return words.strip().split("\\s+", 2)[1];
  }

  /// What stands after `begin`, up to the first of `ends` that comes later.
  private static String between(String text, String begin, String... ends) {
    int from = text.indexOf(begin) + begin.length();
    int to = text.length();
    for (String end : ends) {
      int at = text.indexOf(end, from);
      to = at >= 0 ? Math.min(to, at) : to;
    }
    return text.substring(from, to);
  }
}
