package io.sekisho.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.cli.Golden;
import io.sekisho.cli.Shell;
import io.sekisho.office.LiveOffice;
import io.sekisho.web.Https.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an account has besides what inventories declare, and its guardrails, on a terminal.
class AccountCommandsTest {
  private static final List<String> TOUR =
      List.of(
          "get images",
          "get volume web-1-boot",
          "get floating-ips",
          "get vni web-1-eth0 -o wide",
          "get security-groups -o wide",
          "get acls",
          "get ike-policies",
          "get instance-profile bx2-2x8",
          "get regions",
          "get resource-groups",
          "get rules",
          "get rules -o wide",
          "describe guardrail https-only",
          "get violations",
          "get violations web-1 -o name",
          "delete floating-ip front",
          "get floating-ips -o name",
          "delete guardrail https-only",
          "delete guardrail no-service",
          "get violations",
          "delete volume-profile custom");

  private static final String CATALOG =
      """
      catalog:
        regions:
          - name: us-south
            zones:
              - {name: us-south-1, floating_ips: [203.0.113.0/28]}
        instance_profiles: [bx2-2x8]
        images:
          - {name: debian-12, operating_system: debian-12-amd64}
      """;

  @TempDir Path directory;

  private LiveOffice office;
  private Shell shell;
  private String account = "";
  private String token = "";

  @BeforeEach
  void open() throws IOException {
    office = new LiveOffice();
    office.apply(CATALOG + Files.readString(Path.of("src/test/resources/api/fleet.yaml")));
    shell = new Shell(directory);
    Files.writeString(shell.path("ca.pem"), office.ca());
    shell.type(office.operator + "\n");
    say("login --url " + office.url() + " --ca ca.pem --key - --account acme");
    account = say("get accounts -o json").replaceFirst("(?s).*?\"id\" : \"(\\w+)\".*", "$1");
    token = say("token").strip();
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void listsWhatThereIs() {
    make(
        "/v1/floating_ips?version=2026-03-24&generation=2",
        """
        {"name": "front", "zone": {"name": "us-south-1"}}""");
    make(
        "/v1/ike_policies?version=2026-03-24&generation=2",
        """
        {"name": "strong", "authentication_algorithm": "sha512", "dh_group": 19,
         "encryption_algorithm": "aes256", "ike_version": 2}""");
    guard(
        "https-only",
        """
        {"or": [{"property": "metadata_service_enabled", "operator": "is_false"},
                {"property": "metadata_service_protocol", "operator": "string_equals",
                 "value": "https"}]}""");
    guard("no-service", "{\"property\": \"metadata_service_enabled\", \"operator\": \"is_false\"}");

    StringBuilder tour = new StringBuilder();
    for (String typed : TOUR) {
      Shell.Outcome outcome = shell.run(typed.split(" "));
      tour.append("$ sekisho %s\n%s%s\n".formatted(typed, outcome.out(), outcome.err()));
    }

    Golden.check("account", plain(tour.toString()));
  }

  @Test
  void showsEveryKindThatHasNoOwner() {
    Arrays.stream(Thing.values())
        .filter(it -> !it.path().startsWith("{whose}"))
        .forEach(it -> say("get " + it.words() + " -o wide"));
  }

  @Test
  void findsRulesOnEveryPage() {
    String condition = "{\"property\": \"name\", \"operator\": \"is_not_empty\"}";
    make(
        "/config/v1/rules",
        IntStream.range(0, 101)
            .mapToObj(it -> rule("r" + it, condition))
            .collect(Collectors.joining(",", "{\"rules\": [", "]}")));

    assertThat(say("get rules -o name").lines()).hasSize(101).doesNotHaveDuplicates();
  }

  /// A rule that binds the account.
  private void guard(String name, String condition) {
    String made = make("/config/v1/rules", "{\"rules\": [%s]}".formatted(rule(name, condition)));
    make(
        "/config/v1/rules/%s/attachments"
            .formatted(made.replaceFirst("(?s).*\"rule_id\":\"([^\"]+)\".*", "$1")),
        """
        {"attachments": [{"included_scope": {"scope_id": "%s", "scope_type": "account"}}]}"""
            .formatted(account));
  }

  private String rule(String name, String condition) {
    return """
    {"rule": {"account_id": "%s", "name": "%s",
     "target": {"service_name": "is.instance", "resource_kind": "instance"},
     "required_config": %s}}"""
        .formatted(account, name, condition);
  }

  private String make(String path, String body) {
    Answer answer = office.send(token, "POST", path, body, "Content-Type", "application/json");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.text();
  }

  private String say(String typed) {
    Shell.Outcome outcome = shell.run(typed.split(" "));
    assertThat(outcome.err()).as(typed).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome.out();
  }

  /// Ids, times and made-up names differ from run to run.
  private String plain(String printed) {
    return printed
        .replace(office.url(), "https://127.0.0.1:8443")
        .replaceAll("\\b[0-9a-f]{32}\\b", "ACCOUNT")
        .replaceAll("\\b(\\w{4}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
        .replaceAll("\\b([0-9a-f]{2}:){5}[0-9a-f]{2}\\b", "MAC")
        .replaceAll("\\b[a-z]+(-[a-z]+){3}\\b(?! *=)", "MADE-UP")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "2026-11-26T12:00:00Z")
        .replaceAll(" {2,}", "  ");
  }
}
