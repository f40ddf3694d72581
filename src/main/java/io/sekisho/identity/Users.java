package io.sekisho.identity;

import io.sekisho.audit.Action;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Store.Documents;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountSettings.DomainRestriction;
import io.sekisho.iam.User;
import io.sekisho.iam.User.Preferences;
import io.sekisho.iam.User.State;
import io.sekisho.identity.Listing.Wanted;
import io.sekisho.identity.Records.Command;
import io.sekisho.identity.Records.Sort;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// People in an account. Who is invited is in it at once: Sekisho sends no letters and knows no
/// passwords, so there is nothing to accept.
public final class Users {
  static final Sort<User> SORT = new Sort<>(Kind.USER, User.class, Users::attributes);

  /// What a search may ask for.
  public static final Set<String> ATTRIBUTES =
      Set.of("firstname", "lastname", "email", "state", "iam_id", "realm", "userid", "user_id");

  private static final String REALM = "IBMid";
  private static final int MOST = 50;
  private static final Pattern PART = Pattern.compile("\\*+|[^*]");

  private final Records records;
  private final List<Departure> departures;

  /// @param departures what has to happen when a person goes
  public Users(Records records, List<Departure> departures) {
    this.records = records;
    this.departures = List.copyOf(departures);
  }

  /// What is said about a person; what is left out stays.
  public record Said(
      Optional<String> firstName,
      Optional<String> lastName,
      Optional<String> state,
      Optional<String> email,
      Optional<String> phone,
      Optional<String> alternativePhone,
      Optional<String> photo) {
    Optional<Problem> mistake() {
      return Texts.text("firstname", firstName, 100)
          .or(() -> Texts.text("lastname", lastName, 100))
          .or(() -> Texts.email(email))
          .or(() -> Texts.text("phonenumber", phone, 40))
          .or(() -> Texts.text("altphonenumber", alternativePhone, 40))
          .or(() -> Texts.text("photo", photo, 1_000));
    }
  }

  /// What is said about a person's preferences; what is left out stays.
  public record Preferred(
      Optional<String> language,
      Optional<String> notificationLanguage,
      Optional<String> allowedIpAddresses,
      Optional<Boolean> selfManage) {
    Optional<Problem> mistake() {
      return Texts.text("language", language, 40)
          .or(() -> Texts.text("notification_language", notificationLanguage, 40))
          .or(() -> IdentitySettings.addresses("allowed_ip_addresses", allowedIpAddresses));
    }
  }

  /// Takes people into the account, all of them or none.
  public Outcome<List<User>> invite(Actor actor, List<String> emails) {
    return records.write(
        new Command(Action.USER_CREATE, actor, String.join(",", emails)),
        turn ->
            fit(actor, emails)
                .then(_ -> absent(turn.in(actor.account()), emails))
                .map(
                    _ ->
                        emails.stream()
                            .map(
                                email -> {
                                  User user = made(actor, email);
                                  turn.put(user);
                                  return user;
                                })
                            .toList()));
  }

  private User made(Actor actor, String email) {
    return new User(
        REALM + "-" + records.id("").replace("-", ""),
        actor.account(),
        email,
        "",
        "",
        "",
        REALM,
        State.ACTIVE,
        records.stamps(actor.by()));
  }

  private Outcome<List<String>> fit(Actor actor, List<String> emails) {
    if (emails.isEmpty() || emails.size() > MOST || Set.copyOf(emails).size() < emails.size()) {
      return refuse(Texts.wrong("users", "Give from 1 to %d people, each once.".formatted(MOST)));
    }
    Optional<Problem> mistake =
        emails.stream()
            .flatMap(email -> Texts.email(Optional.of(email)).stream())
            .findFirst()
            .or(() -> forbidden(actor, emails));
    return mistake.map(Users::<List<String>>refuse).orElseGet(() -> Outcome.of(emails));
  }

  /// Whom the account's settings let nobody invite.
  private Optional<Problem> forbidden(Actor actor, List<String> emails) {
    return Records.account(records.edition(), actor.account()).map(Account::inForce).stream()
        .flatMap(settings -> settings.restrictUserDomains().stream())
        .filter(each -> each.realmId().equals(REALM) && each.restrictInvitation())
        .filter(each -> !emails.stream().allMatch(email -> allows(each, email)))
        .findFirst()
        .map(
            _ ->
                Problem.of(
                        Code.UNAUTHORIZED,
                        "The account's settings (restrict_user_domains) do not allow this address.")
                    .field("users"));
  }

  private static boolean allows(DomainRestriction restriction, String email) {
    return restriction.invitationEmailAllowPatterns().stream()
        .anyMatch(pattern -> like(pattern, email));
  }

  /// `*` stands for anything without a dot or at sign, `**` for anything. Takes as many steps as
  /// pattern and address multiplied: a regular expression could be made to take for ever, and
  /// nobody writes meanwhile.
  private static boolean like(String pattern, String email) {
    String text = email.toLowerCase(Locale.ROOT);
    boolean[] ends = new boolean[text.length() + 1];
    ends[0] = true;
    for (Matcher part = PART.matcher(pattern.toLowerCase(Locale.ROOT)); part.find(); ) {
      ends = after(part.group(), text, ends);
    }
    return ends[text.length()];
  }

  /// Where a text may have been read to, once one more part of a pattern was.
  private static boolean[] after(String part, String text, boolean[] ends) {
    boolean[] next = new boolean[ends.length];
    boolean any = part.startsWith("*");
    boolean within = false;
    for (int at = 0; at < ends.length; at++) {
      String character = at == text.length() ? "" : text.substring(at, at + 1);
      if (any) {
        within |= ends[at];
        next[at] = within;
        within &= part.length() > 1 || !".@".contains(character);
      } else if (ends[at] && part.equals(character)) {
        next[at + 1] = true;
      }
    }
    return next;
  }

  private static Outcome<List<String>> absent(Documents in, List<String> emails) {
    for (String email : emails) {
      if (in.named(Kind.USER, email).isPresent()) {
        return refuse(
            Problem.of(Code.CONFLICT, email + " is in this account.").field("users.email"));
      }
    }
    return Outcome.of(emails);
  }

  public Outcome<Listing<User>> list(Actor actor, Wanted wanted) {
    return records.list(actor.account(), SORT, wanted);
  }

  /// How many people there are, whatever a search lets through.
  public long count(Actor actor) {
    return records.in(actor.account()).count(Kind.USER);
  }

  public Outcome<Kept<User>> get(Actor actor, String iamId) {
    return records.get(actor.account(), SORT, iamId);
  }

  public Outcome<Kept<User>> update(Actor actor, String iamId, Said said) {
    return change(
        actor,
        iamId,
        Action.USER_UPDATE,
        before -> Texts.refused(said.mistake()).then(_ -> said(before, said)));
  }

  private static Outcome<User> said(User before, Said said) {
    Optional<State> state =
        Stream.of(State.values())
            .filter(each -> each.name().equals(said.state().orElse(before.state().name())))
            .findFirst();
    if (state.isEmpty()) {
      return refuse(
          Texts.wrong(
              "state",
              "Give state as ACTIVE, DISABLED_CLASSIC_INFRASTRUCTURE or SUSPENDED, which gets no"
                  + " tokens."));
    }
    Preferences old = before.preferences().orElse(Preferences.NONE);
    Preferences next =
        new Preferences(
            old.language(),
            old.notificationLanguage(),
            old.allowedIpAddresses(),
            old.selfManage(),
            said.alternativePhone().orElse(old.alternativePhone()),
            said.photo().orElse(old.photo()));
    return Outcome.of(
        new User(
            before.iamId(),
            before.account(),
            said.email().orElse(before.email()),
            said.firstName().orElse(before.firstName()),
            said.lastName().orElse(before.lastName()),
            said.phone().orElse(before.phone()),
            before.realm(),
            state.get(),
            before.stamps(),
            Optional.of(next)));
  }

  public Outcome<Kept<User>> prefer(Actor actor, String iamId, Preferred said) {
    return change(
        actor,
        iamId,
        Action.USER_UPDATE,
        before ->
            Texts.refused(said.mistake())
                .map(_ -> preferring(before, before.preferences().orElse(Preferences.NONE), said)));
  }

  private static User preferring(User before, Preferences old, Preferred said) {
    Preferences next =
        new Preferences(
            said.language().orElse(old.language()),
            said.notificationLanguage().orElse(old.notificationLanguage()),
            said.allowedIpAddresses().orElse(old.allowedIpAddresses()),
            said.selfManage().orElse(old.selfManage()),
            old.alternativePhone(),
            old.photo());
    return new User(
        before.iamId(),
        before.account(),
        before.email(),
        before.firstName(),
        before.lastName(),
        before.phone(),
        before.realm(),
        before.state(),
        before.stamps(),
        Optional.of(next));
  }

  private Outcome<Kept<User>> change(
      Actor actor, String iamId, Action action, Function<User, Outcome<User>> edit) {
    return records.change(
        new Command(action, actor, iamId),
        SORT,
        "*",
        before -> edit.apply(before).map(next -> stamped(next, actor)));
  }

  private User stamped(User user, Actor actor) {
    return new User(
        user.iamId(),
        user.account(),
        user.email(),
        user.firstName(),
        user.lastName(),
        user.phone(),
        user.realm(),
        user.state(),
        user.stamps().modified(records.now(), actor.by().id()),
        user.preferences());
  }

  /// Removes a person with their keys and whatever was granted to them.
  public Outcome<User> remove(Actor actor, String iamId) {
    return records.write(
        new Command(Action.USER_DELETE, actor, iamId),
        turn ->
            SORT.find(turn.in(actor.account()), iamId)
                .map(
                    kept -> {
                      departures.forEach(each -> each.left(turn, actor.account(), iamId));
                      turn.delete(kept.value());
                      return kept.value();
                    }));
  }

  private static Map<String, String> attributes(User it) {
    return Map.of(
        "firstname", it.firstName(),
        "lastname", it.lastName(),
        "email", it.email(),
        "state", it.state().name(),
        "iam_id", it.iamId(),
        "realm", it.realm(),
        "userid", it.email(),
        "user_id", it.email());
  }

  private static <T> Outcome<T> refuse(Problem problem) {
    return Outcome.refuse(problem);
  }
}
