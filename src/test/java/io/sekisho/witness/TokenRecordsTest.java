package io.sekisho.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.control.Initiator;
import io.sekisho.control.Store.Audit;
import io.sekisho.credential.Holder;
import io.sekisho.iam.AccountId;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.token.Bearers;
import io.sekisho.token.Exchanged;
import io.sekisho.token.Tokens;
import io.sekisho.vpc.Changed;
import io.sekisho.web.Arrived;
import io.sekisho.web.Callers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What token exchanges and denials leave; exchanges that succeed are tried with the endpoint.
class TokenRecordsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T05:06:07Z");
  private static final AccountId ACME = new AccountId("a".repeat(32));
  private static final Problem LOCKED =
      Problem.of(Code.UNAUTHENTICATED, "Log in again.").detail("the key is disabled");

  private final List<Audit> trail = Collections.synchronizedList(new ArrayList<>());
  private boolean broken;
  private final Recorder recorder =
      Recorder.start(this::keep, Recorder.Limits.DEFAULT, _ -> {}, InstantSource.fixed(NOW));

  private void keep(List<Audit> records) {
    if (broken) {
      throw new IllegalStateException("the disk is full");
    }
    trail.addAll(records);
  }

  @AfterEach
  void close() {
    recorder.close();
  }

  private static Exchanged refused(String grant, Optional<AccountId> account, String iamId) {
    return new Exchanged(
        NOW,
        grant,
        account,
        iamId,
        "deployer",
        Optional.empty(),
        "default",
        new Bearers.From("192.0.2.7", "curl/8", "trace"),
        Optional.empty(),
        Optional.of(LOCKED));
  }

  private static JsonNode event(Audit record) {
    return JsonMapper.shared().readTree(record.body());
  }

  @ParameterizedTest
  @CsvSource({
    Tokens.API_KEY + ", iam-ServiceId-1, iam-identity.serviceid-apikey.login, apikey-serviceid",
    Tokens.API_KEY + ", IBMid-1, iam-identity.user-apikey.login, apikey",
    Tokens.ASSUME + ", iam-ServiceId-1, iam-identity.trustedprofile-apikey.login, token",
    Tokens.SAML + ", iam-Profile-1, iam-identity.trustedprofile-apikey.login, user",
    Tokens.ID_TOKEN + ", iam-Profile-1, iam-identity.trustedprofile-apikey.login, user",
    Tokens.COMPUTE
        + ", crn-crn:v1, iam-identity.computeresource-token.login, instance-identity-token",
    Tokens.REFRESH + ", IBMid-1, iam-identity.user-refreshtoken.login, token"
  })
  void anExchangeHasTheNameOfItsGrant(
      String grant, String iamId, String action, String credential) {
    TokenRecords records = new TokenRecords(new Tally(recorder));
    assertThat(records.apply(refused(grant, Optional.of(ACME), iamId))).isEmpty();
    Audit record = trail.getFirst();
    assertThat(record.action()).isEqualTo(action);
    assertThat(record.account()).isEqualTo(ACME);
    JsonNode event = event(record);
    assertThat(event.at("/outcome").asString()).isEqualTo("failure");
    assertThat(event.at("/severity").asString()).isEqualTo("critical");
    assertThat(event.at("/initiator/id").asString()).isEqualTo(iamId);
    assertThat(event.at("/initiator/credential/type").asString()).isEqualTo(credential);
    assertThat(event.at("/initiator/host/address").asString()).isEqualTo("192.0.2.7");
    assertThat(event.at("/requestData/grantType").asString()).isEqualTo(grant);
    assertThat(event.at("/reason/reasonForFailure").asString()).contains("the key is disabled");
  }

  @Test
  void anExchangeByAnAssumedIdentitySaysWhoStandsBehind() {
    Exchanged of = refused(Tokens.REFRESH, Optional.of(ACME), "iam-Profile-1");
    Holder.Behind behind = new Holder.Behind("mio", "staff-mio", "Mio", "User");
    new TokenRecords(new Tally(recorder)).apply(Changed.with(of, "behind", Optional.of(behind)));
    JsonNode initiator = event(trail.getFirst()).at("/initiator");
    assertThat(initiator.at("/id").asString()).isEqualTo("iam-Profile-1");
    assertThat(initiator.at("/authnId").asString()).isEqualTo("staff-mio");
    assertThat(initiator.at("/authnName").asString()).isEqualTo("Mio");
  }

  @Test
  void whoeverIsUnknownLeavesNothing() {
    assertThat(
            new TokenRecords(new Tally(recorder))
                .apply(refused(Tokens.API_KEY, Optional.empty(), "")))
        .isEmpty();
    recorder.close();
    assertThat(trail).isEmpty();
  }

  @Test
  void whatCantBeRecordedIsRefused() {
    broken = true;
    Optional<Problem> why =
        new TokenRecords(new Tally(recorder))
            .apply(refused(Tokens.API_KEY, Optional.of(ACME), "IBMid-1"));
    assertThat(why).map(Problem::code).contains(Code.SERVICE_UNAVAILABLE);
  }

  @Test
  void aDenialSaysWhatWasNotPermitted() {
    Initiator by =
        new Initiator(
            "IBMid-1",
            "eve",
            Initiator.Type.USER,
            Optional.of(ACME),
            "192.0.2.7",
            "curl/8",
            "trace");
    Tally tally = new Tally(recorder);
    Callers callers = new WatchedCallers(new Strict(), tally, InstantSource.fixed(NOW));
    Map<String, String> resource = Map.of("resourceType", "profile", "resource", "Profile-1");
    assertThat(callers.refusal(by, "iam-identity.profile.delete", resource)).isPresent();
    assertThat(callers.refusal(by, "iam-identity.profile.get", resource)).isEmpty();
    tally.close();
    recorder.close();
    assertThat(trail).hasSize(1);
    assertThat(trail.getFirst().action()).isEqualTo("sekisho.access.deny");
    assertThat(trail.getFirst().target()).isEqualTo("Profile-1");
    JsonNode event = event(trail.getFirst());
    assertThat(event.at("/requestData/permission").asString())
        .isEqualTo("iam-identity.profile.delete");
    assertThat(event.at("/requestData/resourceType").asString()).isEqualTo("profile");
    assertThat(event.at("/reason/reasonCode").asInt()).isEqualTo(403);
  }

  /// Permits reading alone.
  private static final class Strict implements Callers {
    @Override
    public Outcome<Initiator> identify(String bearer, Arrived request) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public Optional<Problem> refusal(Initiator by, String action, Map<String, String> resource) {
      return action.endsWith(".get")
          ? Optional.empty()
          : Optional.of(Problem.of(Code.UNAUTHORIZED, "No policy permits this."));
    }
  }
}
