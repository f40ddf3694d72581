package io.sekisho.token;

import static io.sekisho.token.Town.PROFILE;
import static io.sekisho.token.Town.USER;
import static io.sekisho.token.Town.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.assertion.Idp;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ApiKey;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import io.sekisho.iam.FederatedRule;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.IdentityProvider.Protocol;
import io.sekisho.iam.ProfileIdentity;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.Stamps;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import io.sekisho.problem.Outcome;
import io.sekisho.token.Tokens.Issued;
import io.sekisho.vpc.Changed;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a token stands on is taken away: with the write that returns, it does not count any more,
/// neither for our API nor for introspection.
class RemovedTest {
  private static final TrustedProfile OPS = Town.profile(PROFILE, "ops", Town.ACME);

  private static final String ANOTHER = "3f0c0b3e-0000-4000-8000-000000000009";

  @TempDir Path folder;
  private Town town;

  @BeforeEach
  void open() {
    town = new Town(folder);
  }

  @AfterEach
  void close() {
    town.close();
  }

  static Stream<Arguments> removals() {
    return Stream.of(
        row("a user", RemovedTest::byUser, town -> town.delete(user(town))),
        row("a user's sessions", RemovedTest::byLogin, town -> town.delete(user(town))),
        row("a user, assumed", RemovedTest::byAssuming, town -> town.delete(user(town))),
        row(
            "a suspended user",
            RemovedTest::byUser,
            town -> town.put(town.user(User.State.SUSPENDED))),
        row("a user's key", RemovedTest::byUser, town -> town.delete(key())),
        row("a key, assumed", RemovedTest::byAssuming, town -> town.delete(key())),
        row("a key's sessions", RemovedTest::byLogin, town -> town.delete(key())),
        row(
            "a disabled key",
            RemovedTest::byUser,
            town -> town.put(Changed.with(key(), "disabled", true))),
        row("an expired key, assumed", RemovedTest::byAssuming, RemovedTest::expire),
        row("a service id", RemovedTest::byService, town -> town.delete(service())),
        row("a profile, assumed", RemovedTest::byAssuming, town -> town.delete(OPS)),
        row("an identity", RemovedTest::byAssuming, town -> change(town, "identities", List.of())),
        row("a session", RemovedTest::byLogin, RemovedTest::endAll),
        row("a session, assumed", RemovedTest::byAssumingInSession, RemovedTest::endAll));
  }

  static Stream<Arguments> removalsOfCompute() {
    return Stream.of(
        row("a profile's compute", Town::ofCompute, town -> town.delete(OPS)),
        row("a link", Town::ofCompute, town -> change(town, "links", List.of())),
        row(
            "a link made anew",
            Town::ofCompute,
            town ->
                change(
                    town, "links", List.of(Changed.with(OPS.links().getFirst(), "id", "link-2")))),
        row("an instance", Town::ofCompute, town -> town.delete(Samples.minimalInstance())),
        row(
            "an instance's service",
            Town::ofCompute,
            town ->
                town.put(
                    Changed.with(
                        Samples.minimalInstance(),
                        "metadataService",
                        new MetadataService(false, MetadataService.Protocol.HTTP, 1)))),
        row(
            "an account's service",
            Town::ofCompute,
            town -> town.put(Samples.account().switched(false))),
        row(
            "an instance's tokens",
            Town::ofCompute,
            town -> town.put(Changed.with(Samples.minimalInstance(), "tokenGeneration", 1L))));
  }

  static Stream<Arguments> removalsOfFederated() {
    return Stream.of(
        row("a profile's people", Town::federated, town -> town.delete(OPS)),
        row("a rule", Town::federated, town -> change(town, "federatedRules", List.of())),
        row(
            "a rule that changed",
            Town::federated,
            town -> change(town, "federatedRules", List.of(stricter()))),
        row("a provider", Town::federated, town -> town.delete(provider(town))),
        row("a provider, for another of its realm", Town::federated, RemovedTest::another),
        row(
            "a provider, for another of its keys",
            Town::federated,
            town -> {
              town.delete(provider(town));
              town.put(Changed.with(provider(town), "id", UUID.randomUUID().toString()));
            }),
        row(
            "a provider's keys",
            Town::federated,
            town -> town.put(Changed.with(provider(town), "keys", provider(new Idp()).keys()))),
        row(
            "a provider's issuer",
            Town::federated,
            town -> town.put(Changed.with(provider(town), "issuer", "https://other.example"))),
        row(
            "a provider's realm",
            Town::federated,
            town -> town.put(Changed.with(provider(town), "realm", "other"))),
        row(
            "a suspended person",
            Town::federated,
            town -> town.put(Changed.with(town.user(User.State.SUSPENDED), "iamId", "staff-mio"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"removals", "removalsOfCompute", "removalsOfFederated"})
  void tokensDieWith(String what, Function<Town, Issued> grant, Consumer<Town> removal) {
    Issued issued = grant.apply(town);
    assertThat(town.counts(issued)).isTrue();
    assertThat(town.counts(issued)).isTrue(); // from what was looked up before
    removal.accept(town);
    assertThat(town.counts(issued)).as(what).isFalse();
  }

  @Test
  void whoComesBackUnderTheSameNameIsAnother() {
    Issued issued = town.byApiKey("user-secret");
    town.delete(user(town));
    town.pass(Duration.ofSeconds(1));
    User again = user(town);
    town.put(Changed.with(again, "stamps", Stamps.created(town.now(), "test")));
    assertThat(town.counts(issued)).isFalse();
    assertThat(town.counts(town.byApiKey("user-secret"))).isTrue();
  }

  /// Whoever may delete an identity provider and make one may vouch for new sessions, and for none
  /// that is there.
  @Test
  void sessionsAreNotLeftToAnotherProvider() {
    Issued issued = town.federated();
    another(town);
    refused(
        town.ask(
            "grant_type", Tokens.REFRESH, "refresh_token", issued.refreshToken().orElseThrow()));
    town.delete(Changed.with(provider(town), "id", ANOTHER));
    town.put(provider(town));
    assertThat(town.sessions.of(Town.ACME, "staff-mio")).as("it ended for good").isEmpty();
  }

  @Test
  void sessionsGoOnWithTheirProviderOfWhichOtherThingsChange() {
    Issued issued = town.federated();
    town.put(Changed.with(provider(town), "description", Optional.of("the same")));
    assertThat(town.counts(issued)).isTrue();
  }

  @Test
  void tokensOfWhatIsSwitchedOffCountAgainWhenItIsOn() {
    Issued issued = town.ofCompute();
    town.put(Samples.account().switched(false));
    assertThat(town.counts(issued)).isFalse();
    town.put(Samples.account().switched(true));
    assertThat(town.counts(issued)).isTrue();
  }

  @Test
  void theNextExchangeFailsToo() {
    Issued user = town.byApiKey("user-secret");
    town.delete(OPS);
    String token = user.token().value();
    refused(town.ask("grant_type", Tokens.ASSUME, "access_token", token, "profile_id", PROFILE));
    refused(
        town.ask(
            "grant_type", Tokens.COMPUTE, "cr_token", town.identityToken(), "profile_id", PROFILE));
    String assertion = town.idp.idToken(Idp.claims(town.now()));
    refused(town.ask("grant_type", Tokens.ID_TOKEN, "assertion", assertion, "profile_id", PROFILE));
  }

  /// A token that counts nowhere but at home gets nobody into another account from elsewhere.
  @Test
  void assumeFromWhereTheirOwnAccountAllows() {
    ProfileIdentity guest =
        new ProfileIdentity(USER, USER, ProfileIdentity.Type.USER, List.of(Town.ACME.value()), "");
    TrustedProfile foreign = Town.profile(Town.FOREIGN, "ops", Town.OTHER);
    town.put(Changed.with(foreign, "identities", List.of(guest)));
    String token = town.byApiKey("user-secret").token().value();
    String[] form = {
      "grant_type", Tokens.ASSUME, "access_token", token, "profile_id", Town.FOREIGN
    };
    assertThat(town.ask(form)).isInstanceOf(Outcome.Granted.class);
    town.settings(Map.of("allowedIpAddresses", "10.0.0.0/8"));
    refused(town.ask(form));
  }

  /// Anyone can make as many of these as they like.
  @Test
  void assertionsThatNobodySignedAreOnNobodysTrail() {
    String assertion = town.idp.idToken(Idp.claims(town.now())) + "AAAA";
    refused(town.ask("grant_type", Tokens.ID_TOKEN, "assertion", assertion, "profile_id", PROFILE));
    assertThat(town.trail.getLast().account()).isEmpty();
  }

  @Test
  void othersAreLeftAlone() {
    Issued service = town.byApiKey("service-secret");
    town.delete(user(town));
    town.delete(key());
    assertThat(town.counts(service)).isTrue();
  }

  @Test
  void anotherAccountsTokensDoNotCountAsOnesOwn() {
    Issued issued = town.byApiKey("user-secret");
    AccountId shown = Town.granted(town.show(issued.token().value())).account().orElseThrow();
    assertThat(shown).isEqualTo(Town.ACME).isNotEqualTo(Town.OTHER);
  }

  @Test
  void identityTokensAreNoAccessTokens() {
    refused(town.show(town.identityToken()));
    assertThat(town.introspection.of(town.identityToken())).containsEntry("active", false);
  }

  private static IdentityProvider provider(Town town) {
    return provider(town.idp);
  }

  private static IdentityProvider provider(Idp idp) {
    return idp.provider(Protocol.OIDC, Town.ACME);
  }

  /// Another provider under the same name, with keys of its own.
  private static void another(Town town) {
    town.delete(provider(town));
    town.put(Changed.with(provider(new Idp()), "id", ANOTHER));
  }

  private static Arguments row(String what, Function<Town, Issued> grant, Consumer<Town> removal) {
    return Arguments.of(what, grant, removal);
  }

  private static Issued byUser(Town town) {
    return town.byApiKey("user-secret");
  }

  private static Issued byService(Town town) {
    return town.byApiKey("service-secret");
  }

  private static Issued byAssuming(Town town) {
    return town.assumed(byUser(town).token().value());
  }

  private static Issued byLogin(Town town) {
    return town.logIn("user-secret");
  }

  private static Issued byAssumingInSession(Town town) {
    return town.assumed(byLogin(town).token().value());
  }

  private static void expire(Town town) {
    town.put(Changed.with(key(), "expiresAt", Optional.of(town.now())));
  }

  private static void endAll(Town town) {
    town.sessions
        .of(Town.ACME, USER)
        .forEach(session -> assertThat(town.sessions.end(session.id())).isTrue());
  }

  private static void change(Town town, String component, Object value) {
    town.put(Changed.with(OPS, component, value));
  }

  private static FederatedRule stricter() {
    List<Condition> conditions = List.of(new Condition("groups", Operator.CONTAINS, "root"));
    return Changed.with(OPS.federatedRules().getFirst(), "conditions", conditions);
  }

  private static User user(Town town) {
    return town.user(User.State.ACTIVE);
  }

  private static ApiKey key() {
    return Town.key("ApiKey-user", USER, "user-secret");
  }

  private static ServiceId service() {
    return new ServiceId(Town.SERVICE, Town.ACME, "robot", "", false, List.of(), Town.made());
  }
}
