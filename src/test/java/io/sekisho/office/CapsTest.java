package io.sekisho.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.client.AccessToken;
import io.sekisho.client.Context;
import io.sekisho.control.Application;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.Member;
import io.sekisho.iam.AccessGroup.MemberType;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Cap;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Operator;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.Stamp;
import io.sekisho.iam.Stamps;
import io.sekisho.problem.Outcome;
import io.sekisho.web.Https.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nobody fills what all share: of everything that an account can make there is a most.
class CapsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T05:06:07Z");
  private static final Stamp STAMP = new Stamp(NOW, "IBMid-1");
  private static final Stamps STAMPS = Stamps.created(NOW, "IBMid-1");

  private LiveOffice office;
  private String admin;
  private AccountId account;

  @BeforeEach
  void open() throws IOException {
    office = new LiveOffice();
    office.apply(Files.readString(Path.of("src/test/resources/api/fleet.yaml")));
    AccessToken token =
        new AccessToken(
            new Context(office.url(), office.ca(), office.operator, Optional.of("acme")));
    admin = token.value();
    account = new AccountId(token.account());
  }

  @AfterEach
  void close() {
    office.close();
  }

  private Answer post(String path, String body) {
    return office.send(admin, "POST", path, body.replace("ACCOUNT", account.value()));
  }

  /// Writes so many of something at once.
  private Outcome<String> fill(int count, IntFunction<Object> each) {
    return office
        .office
        .ledger()
        .write(
            turn -> {
              IntStream.range(0, count).mapToObj(each).forEach(turn::put);
              return Outcome.of("");
            });
  }

  private static String id(String prefix, int number) {
    return prefix + new UUID(0x4000, number);
  }

  private ServiceId serviceId(int number) {
    return new ServiceId(
        id("ServiceId-", number), account, "s" + number, "", false, List.of(), STAMPS);
  }

  private AccessGroup group(int number, List<Member> members) {
    return new AccessGroup(
        id("AccessGroupId-", number), account, "g" + number, "", members, List.of(), STAMPS);
  }

  private Policy policy(int number, Policy.State state, Instant at) {
    Policy.Terms terms =
        new Policy.Terms(
            Policy.Type.ACCESS,
            Policy.Version.V1,
            List.of(equal("iam_id", "iam-" + id("ServiceId-", number / 900))),
            List.of(equal("accountId", account.value()), equal("resource", "r" + number)),
            List.of(),
            List.of("crn:v1:bluemix:public:iam::::role:Viewer"),
            Optional.empty(),
            "");
    return new Policy(id("", number), account, terms, state, STAMPS.modified(at, "IBMid-1"));
  }

  private static Condition equal(String key, String value) {
    return new Condition(key, Operator.STRING_EQUALS, List.of(value));
  }

  private void refused(Answer answer, Cap cap) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(409);
    assertThat(answer.json().toString()).contains("There are at most " + cap + ": delete one.");
  }

  @Test
  void serviceIdsOfAnAccount() {
    String one = "{\"account_id\": \"ACCOUNT\", \"name\": \"one more\"}";
    fill(Cap.SERVICE_IDS.most(), this::serviceId);
    refused(post("/v1/serviceids", one), Cap.SERVICE_IDS);
    assertThat(office.office.ledger().in(account).count(Kind.SERVICE_ID))
        .isEqualTo(Cap.SERVICE_IDS.most());
    office.send(admin, "DELETE", "/v1/serviceids/" + id("ServiceId-", 7), "");
    assertThat(post("/v1/serviceids", one).status()).isEqualTo(201);
    assertThat(fill(2, i -> serviceId(90_000 + i))).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void instancesThatAnAccountMakesOrDeclaresByItself() {
    String many = inventory(Cap.INSTANCES.most());
    refused(declare(many), Cap.INSTANCES);
    assertThat(declare(inventory(Cap.INSTANCES.most() - 3)).status()).isEqualTo(200);

    office.apply(many);
    assertThat(declare(many).status()).as("none more").isEqualTo(200);
    Answer made =
        post(
            "/v1/instances?version=2026-03-24&generation=2",
            """
            {"zone": {"name": "us-south-1"}, "image": {"id": "r006-abc"},
             "primary_network_attachment": {"virtual_network_interface": {}}}""");
    assertThat(made.status()).isEqualTo(409);
    assertThat(made.text()).contains("no more are possible: delete one first");
  }

  @Test
  void vpcsAndBareMetalServersThatAnAccountDeclaresByItself() {
    refused(declare(vpcs(Cap.VPCS.most() + 1)), Cap.VPCS);
    String servers = inventory(Cap.BARE_METAL_SERVERS.most() + 1);
    refused(declare(servers.replace("instances:", "bare_metal_servers:")), Cap.BARE_METAL_SERVERS);
    assertThat(declare(vpcs(Cap.VPCS.most() - 2)).status()).isEqualTo(200);

    // What whoever runs this declared stays, and does not become more.
    office.apply(vpcs(Cap.VPCS.most() + 5));
    assertThat(declare(vpcs(Cap.VPCS.most() + 5)).status()).isEqualTo(200);
    refused(declare(vpcs(Cap.VPCS.most() + 6)), Cap.VPCS);
  }

  private static String vpcs(int most) {
    return IntStream.range(0, most)
        .mapToObj("{name: v%d}"::formatted)
        .collect(Collectors.joining(", ", "accounts: [{name: acme, vpcs: [", "]}]"));
  }

  private Answer declare(String inventory) {
    return office.send(
        admin, "PUT", "/sekisho/v1/inventory", inventory, "Content-Type", "application/yaml");
  }

  /// So many instances, beside those that there are.
  private static String inventory(int instances) {
    String vpc = "vpcs: [{name: broad, subnets: [{name: wide, ipv4_cidr_block: 10.1.0.0/16}]}]";
    return IntStream.range(0, instances)
        .mapToObj(it -> "{name: i%d, vpc: broad}".formatted(it))
        .collect(
            Collectors.joining(", ", "accounts: [{name: acme, " + vpc + ", instances: [", "]}]"));
  }

  @Test
  void keysOfAnIdentity() {
    fill(2, this::serviceId);
    for (int i = 0; i < Cap.API_KEYS.most(); i++) {
      assertThat(post("/v1/apikeys", key(0, i)).status()).isEqualTo(201);
    }
    refused(post("/v1/apikeys", key(0, 99)), Cap.API_KEYS);
    assertThat(post("/v1/apikeys", key(1, 0)).status()).isEqualTo(201);
  }

  private static String key(int service, int number) {
    return "{\"name\": \"k%d\", \"iam_id\": \"iam-%s\", \"account_id\": \"ACCOUNT\"}"
        .formatted(number, id("ServiceId-", service));
  }

  @Test
  void groupsOfAnAccountAndMembersOfAGroup() {
    fill(1, this::serviceId);
    List<Member> many =
        IntStream.range(0, Cap.MEMBERS.most())
            .mapToObj(i -> new Member("IBMid-" + i, MemberType.USER, STAMP))
            .toList();
    fill(Cap.ACCESS_GROUPS.most(), i -> group(i, i == 0 ? many : List.of()));
    refused(
        post(
            "/v2/groups?account_id=ACCOUNT".replace("ACCOUNT", account.value()),
            "{\"name\": \"one more\"}"),
        Cap.ACCESS_GROUPS);
    Answer added =
        office.send(
            admin,
            "PUT",
            "/v2/groups/" + id("AccessGroupId-", 0) + "/members",
            "{\"members\": [{\"iam_id\": \"iam-%s\", \"type\": \"service\"}]}"
                .formatted(id("ServiceId-", 0)));
    assertThat(added.json().toString()).contains("at most " + Cap.MEMBERS);
  }

  @Test
  void policiesOfASubjectAndOfAnAccount() {
    fill(6, this::serviceId);
    fill(900, i -> policy(i, Policy.State.ACTIVE, NOW));
    assertThat(fill(101, i -> onSubject(i))).isInstanceOf(Outcome.Refused.class);
    assertThat(fill(100, i -> onSubject(i))).isInstanceOf(Outcome.Granted.class);
    int left = Cap.POLICIES.most() - 1_000;
    fill(
        left,
        i ->
            policy(
                900 + i, i < 2 ? Policy.State.DELETED : Policy.State.ACTIVE, NOW.plusSeconds(i)));
    assertThat(office.office.ledger().in(account).count(Kind.POLICY))
        .isEqualTo(Cap.POLICIES.most());
    assertThat(post("/v1/policies", newPolicy("a")).status()).isEqualTo(201);
    // What was deleted longest ago made room.
    assertThat(office.office.ledger().in(account).get(Kind.POLICY, id("", 900))).isEmpty();
    assertThat(office.office.ledger().in(account).get(Kind.POLICY, id("", 901))).isPresent();
    assertThat(post("/v1/policies", newPolicy("b")).status()).isEqualTo(201);
    refused(post("/v1/policies", newPolicy("c")), Cap.POLICIES);
  }

  /// More for the first subject.
  private Policy onSubject(int number) {
    Policy other = policy(0, Policy.State.ACTIVE, NOW);
    Policy.Terms was = other.terms();
    Policy.Terms terms =
        new Policy.Terms(
            was.type(),
            was.version(),
            was.subject(),
            List.of(equal("accountId", account.value()), equal("resource", "x" + number)),
            was.tags(),
            was.roles(),
            was.rule(),
            "");
    return new Policy(id("", 100_000 + number), account, terms, Policy.State.ACTIVE, STAMPS);
  }

  private static String newPolicy(String resource) {
    return """
        {"type": "access",
         "subjects": [{"attributes": [{"name": "iam_id", "value": "iam-SERVICE"}]}],
         "roles": [{"role_id": "crn:v1:bluemix:public:iam::::role:Viewer"}],
         "resources": [{"attributes": [{"name": "accountId", "value": "ACCOUNT"},
           {"name": "serviceName", "value": "is"}, {"name": "vpcId", "value": "RESOURCE"}]}]}
        """
        .replace("SERVICE", id("ServiceId-", 5))
        .replace("RESOURCE", resource);
  }

  @Test
  void profilesThatAnInventoryBrings() {
    assertThat(bringing(Cap.TRUSTED_PROFILES.most() + 1))
        .isInstanceOfSatisfying(
            Application.Rejected.class,
            it -> assertThat(it.problems().getFirst().message()).contains("2000 trusted profiles"));
    assertThat(bringing(Cap.TRUSTED_PROFILES.most() - 10)).isInstanceOf(Application.Accepted.class);
  }

  private Application bringing(int profiles) {
    StringBuilder inventory = new StringBuilder("accounts:\n- name: acme\n  trusted_profiles:\n");
    for (int i = 0; i < profiles; i++) {
      inventory.append("  - name: p").append(i).append('\n');
    }
    byte[] bytes = inventory.toString().getBytes(StandardCharsets.UTF_8);
    return office.office.controller().apply(bytes, false, false, new Initiator("first", "trace"));
  }

  @Test
  void standOnThePageAboutThem() throws IOException {
    String page = Files.readString(Path.of("docs/iam-api.md"));
    for (Cap cap : Cap.values()) {
      assertThat(page).contains(cap.toString());
    }
  }
}
