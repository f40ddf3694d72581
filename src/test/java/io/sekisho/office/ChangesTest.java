package io.sekisho.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.client.AccessToken;
import io.sekisho.client.Context;
import io.sekisho.control.Store.Retention;
import io.sekisho.web.Https.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who is told of which changes, also when they asked a while ago.
class ChangesTest {
  private LiveOffice office;
  private String admin;
  private String account;

  @BeforeEach
  void open() throws IOException {
    office = new LiveOffice();
    office.apply(Files.readString(Path.of("src/test/resources/api/fleet.yaml")));
    AccessToken token = token(office.operator, "acme");
    admin = token.value();
    account = token.account();
  }

  @AfterEach
  void close() {
    office.close();
  }

  private AccessToken token(String key, String in) {
    Optional<String> where = in.isEmpty() ? Optional.empty() : Optional.of(in);
    return new AccessToken(new Context(office.url(), office.ca(), key, where));
  }

  private Answer post(String path, String body) {
    Answer answer = office.send(admin, "POST", path, body.replace("ACCOUNT", account));
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
    return answer;
  }

  private long revision() {
    return office.office.ledger().edition().revision();
  }

  private Answer changes(String token, long after, int wait) {
    return office.send(
        token, "GET", "/sekisho/v1/changes?after=%d&wait=%d".formatted(after, wait), "");
  }

  /// A service id that may watch, and its token.
  private record Watcher(String id, String token) {}

  private Watcher watcher() {
    Answer made =
        post(
            "/v1/serviceids",
            """
            {"account_id": "ACCOUNT", "name": "watcher", "apikey": {"name": "key"}}
            """);
    post(
        "/v1/policies",
        """
        {"type": "access",
         "subjects": [{"attributes": [{"name": "iam_id", "value": "IAM_ID"}]}],
         "roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:Operator"}],
         "resources": [{"attributes": [{"name": "accountId", "value": "ACCOUNT"},
                                       {"name": "serviceName", "value": "sekisho"}]}]}
        """
            .replace("IAM_ID", made.at("/iam_id")));
    return new Watcher(made.at("/id"), token(made.at("/apikey/apikey"), "").value());
  }

  private CompletableFuture<Answer> waiting(String token, long after) throws InterruptedException {
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> changes(token, after, 30));
    Thread.sleep(Duration.ofMillis(500));
    assertThat(answer).isNotDone();
    return answer;
  }

  @Test
  void anAccountsOwnPeopleAreWokenByTheirOwnChangesAlone() throws Exception {
    Watcher watcher = watcher();
    CompletableFuture<Answer> answer = waiting(watcher.token, revision());
    String other = token(office.operator, "zeta").account();
    String theirs = token(office.operator, "zeta").value();
    assertThat(
            office
                .send(
                    theirs,
                    "POST",
                    "/v1/serviceids",
                    "{\"account_id\": \"%s\", \"name\": \"theirs\"}".formatted(other))
                .status())
        .isEqualTo(201);
    Thread.sleep(Duration.ofMillis(500));
    assertThat(answer).isNotDone();
    post("/v1/serviceids", "{\"account_id\": \"ACCOUNT\", \"name\": \"ours\"}");
    Answer told = answer.get(10, TimeUnit.SECONDS);
    assertThat(told.at("/changes/0/name")).isEqualTo("ours");
    assertThat(told.json().at("/changes")).hasSize(1);
    assertThat(told.json().at("/revision").asLong()).isEqualTo(revision());
    assertThat(changes(watcher.token, 0, 0).json().toString()).doesNotContain(other, "theirs");
    assertThat(changes(office.operator, 0, 0).json().toString()).contains(other, "theirs");
  }

  @Test
  void aTokenThatWasRevokedMeanwhileGetsNothing() throws Exception {
    Watcher watcher = watcher();
    CompletableFuture<Answer> answer = waiting(watcher.token, revision());
    office.send(admin, "DELETE", "/v1/serviceids/" + watcher.id, "");
    Answer told = answer.get(10, TimeUnit.SECONDS);
    assertThat(told.status()).isEqualTo(401);
    assertThat(told.json().toString()).doesNotContain("watcher");
  }

  @Test
  void whoeverIsNotPermittedAnyMoreGetsNothing() throws Exception {
    Watcher watcher = watcher();
    String policy =
        office
            .send(admin, "GET", "/v1/policies?account_id=" + account, "")
            .json()
            .findValuesAsString("id")
            .getFirst();
    CompletableFuture<Answer> answer = waiting(watcher.token, revision());
    assertThat(office.send(admin, "DELETE", "/v1/policies/" + policy, "").status()).isEqualTo(204);
    assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(403);
  }

  @Test
  void whoeverAsksFromTooLongAgoIsToldToBeginAnew() {
    watcher();
    office.office.chores(new Retention(Duration.ofDays(7), 2)).forEach(Runnable::run);
    Answer told = changes(office.operator, 0, 0);
    assertThat(told.status()).isEqualTo(410);
    assertThat(told.at("/errors/0/code")).isEqualTo("gone");
    assertThat(told.at("/errors/0/message")).contains("go on after revision " + revision());
    assertThat(changes(admin, 0, 1).status()).isEqualTo(410);
    assertThat(changes(office.operator, revision(), 0).status()).isEqualTo(200);
    assertThat(changes(office.operator, revision() + 5, 0).status()).isEqualTo(410);
  }
}
