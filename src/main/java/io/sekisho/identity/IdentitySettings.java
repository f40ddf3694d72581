package io.sekisho.identity;

import io.sekisho.address.Ranges;
import io.sekisho.audit.Action;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountSettings;
import io.sekisho.iam.AccountSettings.DomainRestriction;
import io.sekisho.iam.AccountSettings.UserMfa;
import io.sekisho.iam.Stamps;
import io.sekisho.identity.Records.Command;
import io.sekisho.identity.Records.Sort;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an account's administrators decide about its identities. They bind what is minted from the
/// moment the call returns.
public final class IdentitySettings {
  /// What stands for a value that nobody decided on.
  public static final String NOT_SET = "NOT_SET";

  private static final Sort<Account> SORT = new Sort<>(Kind.ACCOUNT, Account.class, _ -> Map.of());

  private static final int LEAST = 900;
  private static final Set<String> RESTRICTIONS = Set.of("RESTRICTED", "NOT_RESTRICTED", NOT_SET);
  private static final Set<String> MFA =
      Set.of("NONE", "NONE_NO_ROPC", "TOTP", "TOTP4ALL", "LEVEL1", "LEVEL2", "LEVEL3");
  private static final int MOST = 500;

  private final Records records;

  public IdentitySettings(Records records) {
    this.records = records;
  }

  /// What is said about the settings, as on the wire; what is left out stays, `NOT_SET` takes a
  /// decision back.
  public record Said(
      Optional<String> sessionExpiration,
      Optional<String> sessionInvalidation,
      Optional<String> maxSessions,
      Optional<String> accessToken,
      Optional<String> refreshToken,
      Optional<String> restrictCreateServiceId,
      Optional<String> restrictCreatePlatformApiKey,
      Optional<String> restrictUserListVisibility,
      Optional<String> allowedIpAddresses,
      Optional<String> mfa,
      Optional<List<UserMfa>> userMfa,
      Optional<List<DomainRestriction>> restrictUserDomains) {}

  public Outcome<Kept<AccountSettings>> get(Actor actor) {
    return records.get(actor.account(), SORT, actor.account().value()).map(IdentitySettings::shown);
  }

  /// @param version the tag of the settings that the caller saw, or `*`
  public Outcome<Kept<AccountSettings>> update(Actor actor, String version, Said said) {
    return records
        .change(
            new Command(Action.ACCOUNT_SETTINGS_UPDATE, actor, actor.account().value()),
            SORT,
            version,
            before -> said(before, actor, said).map(before::with))
        .map(IdentitySettings::shown);
  }

  private static Kept<AccountSettings> shown(Kept<Account> kept) {
    return new Kept<>(kept.value().inForce(), kept.tag());
  }

  private Outcome<AccountSettings> said(Account account, Actor actor, Said said) {
    Optional<Problem> mistake = mistake(said);
    if (mistake.isPresent()) {
      return Outcome.refuse(mistake.get());
    }
    AccountSettings before = account.inForce();
    Stamps stamps = before.stamps().orElseGet(() -> records.stamps(actor.by()));
    return Outcome.of(
        new AccountSettings(
            number(said.sessionExpiration, before.sessionExpirationSeconds()),
            number(said.sessionInvalidation, before.sessionInvalidationSeconds()),
            number(said.maxSessions, before.maxSessionsPerIdentity()),
            number(said.accessToken, before.accessTokenSeconds()),
            number(said.refreshToken, before.refreshTokenSeconds()),
            word(said.restrictCreateServiceId, before.restrictCreateServiceId()),
            word(said.restrictCreatePlatformApiKey, before.restrictCreatePlatformApiKey()),
            word(said.restrictUserListVisibility, before.restrictUserListVisibility()),
            said.allowedIpAddresses.or(before::allowedIpAddresses).filter(text -> !text.isBlank()),
            said.mfa.or(before::mfa),
            said.userMfa.orElse(before.userMfa()),
            merged(before.restrictUserDomains(), said.restrictUserDomains.orElse(List.of())),
            Optional.of(stamps.modified(records.now(), actor.by().id()))));
  }

  private static Optional<Integer> number(Optional<String> said, Optional<Integer> before) {
    return said.isPresent()
        ? said.filter(text -> !text.equals(NOT_SET)).map(Integer::valueOf)
        : before;
  }

  private static Optional<String> word(Optional<String> said, Optional<String> before) {
    return said.isPresent() ? said.filter(text -> !text.equals(NOT_SET)) : before;
  }

  /// One restriction for each realm; one that says nothing but its realm takes that realm's away.
  private static List<DomainRestriction> merged(
      List<DomainRestriction> before, List<DomainRestriction> said) {
    Map<String, DomainRestriction> all = new LinkedHashMap<>();
    before.forEach(each -> all.put(each.realmId(), each));
    for (DomainRestriction each : said) {
      if (each.invitationEmailAllowPatterns().isEmpty() && !each.restrictInvitation()) {
        all.remove(each.realmId());
      } else {
        all.put(each.realmId(), each);
      }
    }
    return List.copyOf(all.values());
  }

  private static Optional<Problem> mistake(Said said) {
    return seconds("session_expiration_in_seconds", said.sessionExpiration, 86_400)
        .or(() -> seconds("session_invalidation_in_seconds", said.sessionInvalidation, 7_200))
        .or(() -> whole("max_sessions_per_identity", said.maxSessions, 1, Integer.MAX_VALUE))
        .or(() -> seconds("system_access_token_expiration_in_seconds", said.accessToken, 3_600))
        .or(() -> seconds("system_refresh_token_expiration_in_seconds", said.refreshToken, 259_200))
        .or(() -> restriction("restrict_create_service_id", said.restrictCreateServiceId))
        .or(() -> restriction("restrict_create_platform_apikey", said.restrictCreatePlatformApiKey))
        .or(() -> restriction("restrict_user_list_visibility", said.restrictUserListVisibility))
        .or(() -> addresses("allowed_ip_addresses", said.allowedIpAddresses))
        .or(() -> one("mfa", said.mfa, MFA))
        .or(() -> lists(said));
  }

  private static Optional<Problem> lists(Said said) {
    List<UserMfa> people = said.userMfa.orElse(List.of());
    if (people.stream().anyMatch(each -> each.iamId().isBlank())) {
      return Optional.of(Texts.wrong("user_mfa.iam_id", "Give the iam_id of every exception."));
    }
    List<DomainRestriction> domains = said.restrictUserDomains.orElse(List.of());
    if (domains.stream().anyMatch(each -> each.realmId().isBlank())) {
      return Optional.of(
          Texts.wrong("restrict_user_domains.realm_id", "Give the realm_id of every restriction."));
    }
    return people.stream()
        .map(each -> one("user_mfa.mfa", Optional.of(each.mfa()), MFA))
        .flatMap(Optional::stream)
        .findFirst()
        .or(
            () ->
                people.size() > MOST
                        || domains.size() > MOST
                        || domains.stream().anyMatch(IdentitySettings::isLong)
                    ? Optional.of(
                        Texts.wrong("user_mfa", "A list has at most %d members.".formatted(MOST)))
                    : Optional.empty());
  }

  private static boolean isLong(DomainRestriction restriction) {
    return restriction.invitationEmailAllowPatterns().size() > MOST
        || restriction.invitationEmailAllowPatterns().stream()
            .anyMatch(each -> each.length() > 254);
  }

  private static Optional<Problem> seconds(String member, Optional<String> said, int most) {
    return whole(member, said, LEAST, most);
  }

  private static Optional<Problem> whole(
      String member, Optional<String> said, int least, int most) {
    return said.filter(text -> !text.equals(NOT_SET) && !within(text, least, most))
        .map(
            _ ->
                Texts.wrong(
                    member,
                    "Give %s as a whole number from %d to %d, in quotes, or as NOT_SET."
                        .formatted(member, least, most)));
  }

  private static boolean within(String text, int least, int most) {
    return text.matches("[1-9][0-9]{0,8}")
        && Integer.parseInt(text) >= least
        && Integer.parseInt(text) <= most;
  }

  private static Optional<Problem> restriction(String member, Optional<String> said) {
    return one(member, said, RESTRICTIONS);
  }

  private static Optional<Problem> one(String member, Optional<String> said, Set<String> words) {
    return said.filter(text -> !words.contains(text))
        .map(
            _ ->
                Texts.wrong(
                    member,
                    "Give %s as one of %s."
                        .formatted(member, String.join(", ", words.stream().sorted().toList()))));
  }

  /// Addresses, CIDRs and ranges, separated by commas.
  static Optional<Problem> addresses(String member, Optional<String> said) {
    return said.filter(text -> !text.isBlank())
        .filter(text -> text.length() > 10_000 || !readable(text))
        .map(
            _ ->
                Texts.wrong(
                    member,
                    "Give %s as addresses, CIDRs or ranges such as 10.0.0.5-10.0.0.9, separated by commas."
                        .formatted(member)));
  }

  private static boolean readable(String text) {
    try {
      return !Ranges.parse(text).all().isEmpty();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
