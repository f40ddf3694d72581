package io.sekisho.token;

import io.sekisho.assertion.Idp;
import io.sekisho.control.Initiator;
import io.sekisho.control.Ledger;
import io.sekisho.control.OperatorKeys;
import io.sekisho.credential.Mint;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.AccountSettings;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import io.sekisho.iam.ComputeType;
import io.sekisho.iam.FederatedRule;
import io.sekisho.iam.IdentityProvider.Protocol;
import io.sekisho.iam.Link;
import io.sekisho.iam.ProfileIdentity;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.Stamps;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.store.StateDirectory;
import io.sekisho.token.TokenRequest.Client;
import io.sekisho.token.Tokens.Issued;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.Samples;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Two accounts with people, programs and compute resources, on a real store, at a time of its own.
public final class Town implements AutoCloseable {
  public static final AccountId ACME = Samples.ACCOUNT;
  public static final AccountId OTHER = new AccountId("0".repeat(31) + "1");
  public static final String USER = "IBMid-550000MIO1";
  public static final String SERVICE = "ServiceId-11111111-2222-4333-8444-555555555555";
  public static final String PROFILE = "Profile-11111111-2222-4333-8444-555555555555";
  public static final String FOREIGN = "Profile-99999999-2222-4333-8444-555555555555";
  public static final String LINK = "link-1";
  public static final String ENDPOINT = "https://localhost/identity/token";
  static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

  public final Idp idp = new Idp();
  final List<Exchanged> trail = new CopyOnWriteArrayList<>();
  public final Ledger ledger;
  public final Mint mint;
  public final Tokens tokens;
  public final Bearers bearers;
  public final Introspection introspection;
  public final Sessions sessions;
  public final String operatorKey;
  final SessionStore logins;
  private final StateDirectory state;
  private final boolean frozen;
  private Duration past = Duration.ZERO;
  private String host = "127.0.0.1";
  Optional<Problem> unnoted = Optional.empty();

  public Town(Path folder) {
    this(folder, true);
  }

  /// @param frozen whether time only passes when it is told to
  public Town(Path folder, boolean frozen) {
    this.frozen = frozen;
    state = StateDirectory.open(StateDirectory.Place.at(folder), (_, _) -> _ -> "seal");
    ledger = new Ledger(state.store(), this::now, _ -> {});
    mint = Mint.open(state.secrets(), Mint.Settings.of("us-south"), now());
    OperatorKeys operators = new OperatorKeys(ledger, new SecureRandom());
    operatorKey = operators.createFirst().orElseThrow();
    logins = state.store().logins();
    sessions = new Sessions(logins, ledger);
    Standing standing = new Standing(ledger, operators::since);
    bearers = new Bearers(mint, standing, sessions, operators::verify, this::now);
    introspection = new Introspection(bearers, sessions, mint.iamIssuer());
    tokens =
        new Tokens(
            new Tokens.Parts(
                mint,
                standing,
                sessions,
                bearers,
                state.store()::apiKey,
                operators::verify,
                this::note,
                this::now));
    settle();
  }

  private void settle() {
    put(Samples.account());
    put(new Account(OTHER, "other", true, Instant.EPOCH));
    put(Samples.vpc());
    put(Samples.subnet());
    put(Samples.storageSubnet());
    put(Samples.edKey());
    put(Samples.minimalInstance());
    put(user(User.State.ACTIVE));
    put(new ServiceId(SERVICE, ACME, "robot", "", false, List.of(), made()));
    put(key("ApiKey-user", USER, "user-secret"));
    put(key("ApiKey-service", "iam-" + SERVICE, "service-secret"));
    put(idp.provider(Protocol.OIDC, ACME));
    put(idp.provider(Protocol.SAML, ACME));
    put(profile(PROFILE, "ops", ACME));
    put(Changed.with(profile(FOREIGN, "ops", OTHER), "identities", List.of()));
  }

  public Instant now() {
    return frozen ? START.plus(past) : Instant.now();
  }

  public void pass(Duration time) {
    past = past.plus(time);
  }

  void from(String address) {
    host = address;
  }

  public void put(Object value) {
    granted(ledger.write(turn -> Outcome.of(turn.put(value))));
  }

  public void delete(Object value) {
    granted(
        ledger.write(
            turn -> {
              turn.delete(value);
              return Outcome.of(1);
            }));
  }

  private Optional<Problem> note(Exchanged exchanged) {
    trail.add(exchanged);
    return unnoted;
  }

  User user(User.State state) {
    return new User(USER, ACME, "mio@acme.example", "Mio", "Moto", "", "IBMid", state, made());
  }

  /// An API key.
  public static ApiKey key(String id, String iamId, String secret) {
    return new ApiKey(
        id, ACME, iamId, id, "", Secret.hash(secret), false, false, Optional.empty(), made());
  }

  static Stamps made() {
    return Stamps.created(START.minusSeconds(86_400), "test");
  }

  /// A profile that everybody here may assume, each in their own way.
  public static TrustedProfile profile(String id, String name, AccountId account) {
    List<Condition> staff = List.of(new Condition("groups", Operator.CONTAINS, "ops"));
    return new TrustedProfile(
        id,
        account,
        name,
        "",
        List.of(
            new Link(LINK, ComputeType.VSI, Samples.minimalInstance().identity().crn(), "", START)),
        List.of(),
        List.of(
            new FederatedRule("rule-1", "staff", Idp.REALM, 7200, staff),
            new FederatedRule("rule-2", "saml", Idp.REALM + "-saml", 7200, staff)),
        List.of(
            new ProfileIdentity(USER, USER, ProfileIdentity.Type.USER, List.of(), ""),
            new ProfileIdentity(
                "iam-" + SERVICE, SERVICE, ProfileIdentity.Type.SERVICEID, List.of(), ""),
            new ProfileIdentity("iam-" + PROFILE, "crn", ProfileIdentity.Type.CRN, List.of(), "")),
        Optional.empty(),
        START,
        START);
  }

  void settings(Map<String, Object> changes) {
    AccountSettings settings = AccountSettings.NONE;
    for (Map.Entry<String, Object> change : changes.entrySet()) {
      settings = Changed.with(settings, change.getKey(), Optional.of(change.getValue()));
    }
    put(Samples.account().with(settings));
  }

  /// An identity token of the instance.
  String identityToken() {
    return mint.identityToken(
            ledger.edition().snapshot().subject(Samples.MINIMAL_ID).orElseThrow(),
            Duration.ofMinutes(5),
            Optional.empty(),
            now())
        .value();
  }

  Outcome<Issued> ask(Optional<Client> client, String... form) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < form.length; i += 2) {
      pairs.put(form[i], form[i + 1]);
    }
    return tokens.exchange(new TokenRequest(pairs, client, Set.of(ENDPOINT), from()));
  }

  Outcome<Issued> ask(String... form) {
    return ask(Optional.empty(), form);
  }

  Issued get(String... form) {
    return granted(ask(form));
  }

  Issued logIn(String secret) {
    return granted(
        ask(Optional.of(new Client("bx", "bx")), "grant_type", Tokens.API_KEY, "apikey", secret));
  }

  Issued byApiKey(String secret) {
    return get("grant_type", Tokens.API_KEY, "apikey", secret);
  }

  Issued assumed(String token) {
    return get("grant_type", Tokens.ASSUME, "access_token", token, "profile_id", PROFILE);
  }

  Issued ofCompute() {
    return get("grant_type", Tokens.COMPUTE, "cr_token", identityToken(), "profile_id", PROFILE);
  }

  Issued federated() {
    return get(
        "grant_type",
        Tokens.ID_TOKEN,
        "assertion",
        idp.idToken(Idp.claims(now())),
        "profile_id",
        PROFILE);
  }

  Outcome<Issued> refresh(String token) {
    return ask(
        Optional.of(new Client("bx", "bx")), "grant_type", "refresh_token", "refresh_token", token);
  }

  Outcome<Initiator> show(String token) {
    return bearers.identify(token, from());
  }

  boolean counts(Issued issued) {
    String token = issued.token().value();
    boolean shown = show(token) instanceof Outcome.Granted<?>;
    boolean active = introspection.of(token).get("active").equals(true);
    if (shown != active) {
      throw new AssertionError("introspection and the API disagree");
    }
    return shown;
  }

  List<Exchanged> refusals() {
    List<Exchanged> all = new ArrayList<>(trail);
    all.removeIf(it -> it.refusal().isEmpty());
    return all;
  }

  static <T> T granted(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> value;
      case Outcome.Refused<T>(Problem problem) -> throw new AssertionError(problem.toString());
    };
  }

  static <T> Problem refused(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Granted<T>(T value) -> throw new AssertionError("accepted: " + value);
      case Outcome.Refused<T>(Problem problem) -> problem;
    };
  }

  private Bearers.From from() {
    return new Bearers.From(host, "test", "trace");
  }

  @Override
  public void close() {
    state.close();
  }
}
