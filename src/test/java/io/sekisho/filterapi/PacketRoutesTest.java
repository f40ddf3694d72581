package io.sekisho.filterapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sekisho.explanation.PacketExplanation;
import io.sekisho.explanation.PacketExplanation.Step;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import io.sekisho.wire.Json;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is told what becomes of a packet, and what they are told.
class PacketRoutesTest {
  private static final PacketScene SCENE = new PacketScene();
  private static final LiveVpc VPC = SCENE.vpc;
  private static final String PATH = "/sekisho/v1/explain/packet";
  private static final String POSTGRES = ",'protocol':'tcp','port':5432";

  @AfterAll
  static void close() {
    SCENE.close();
  }

  private static Answer asked(String token, String from, String to, String more) {
    String body = "{'from':'%s','to':'%s'%s}".formatted(from, to, more).replace('\'', '"');
    return VPC.office.send(token, "POST", PATH, body);
  }

  private static Answer asked(String from, String to, String more) {
    return asked(VPC.office.operator, from, to, more);
  }

  private static PacketExplanation told(String from, String to, String more) {
    Answer answer = asked(from, to, more);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return Json.mapper().readValue(answer.text(), PacketExplanation.class);
  }

  private static String refusal(String from, String to, String more) {
    Answer answer = asked(from, to, more);
    assertThat(answer.status()).as(answer.text()).isBetween(400, 409);
    return answer.at("/errors/0/message");
  }

  private static String id(String instance) {
    return VPC.id("instances", instance);
  }

  @Test
  void namesEveryCheckpointAndTheRuleThatDecided() {
    PacketExplanation it = told("web-1", "db-1", POSTGRES);

    assertThat(it.passes()).as(it.reason()).isTrue();
    assertThat(it.answered()).contains(true);
    assertThat(it.path())
        .extracting(Step::checkpoint)
        .containsExactly("origin", "groups_out", "acl_out", "route", "acl_in", "groups_in");
    assertThat(it.path().getLast().rule().orElseThrow())
        .extracting(
            PacketExplanation.Rule::name,
            PacketExplanation.Rule::of,
            PacketExplanation.Rule::content)
        .containsExactly("postgres", "db", "tcp 5432 from group web");
    assertThat(it.from().address()).isEqualTo("10.240.0.4");
    assertThat(it.account()).isEqualTo("acme");
    assertThat(it.vpc()).isEqualTo("main");
  }

  @Test
  void marksDefaultGroupsAndAcls() {
    PacketExplanation theirs = told("rival/lone", "internet", ",'protocol':'icmp'");
    String group = theirs.path().get(1).rule().orElseThrow().of();

    assertThat(theirs.path().get(1).rule().orElseThrow().ofDefault()).isTrue();
    assertThat(theirs.path().get(1).reason()).contains(" of group " + group + " (default): ");
    assertThat(theirs.path().get(2).reason()).contains(" (default): allow ");
    assertThat(told("internet", "rival/lone", ",'protocol':'icmp'").path().getLast().reason())
        .isEqualTo("no rule of " + group + " (default) lets it in");
    assertThat(told("web-1", "db-1", POSTGRES).path().getFirst().rule()).isEmpty();
    assertThat(told("web-1", "db-1", POSTGRES).path().getLast().rule().orElseThrow().ofDefault())
        .isFalse();
  }

  @Test
  void saysWhatWouldBeAskedWhereNothingLeadsIn() {
    PacketExplanation it = told("internet", "web-2", ",'protocol':'tcp','port':443");

    assertThat(it.passes()).isFalse();
    assertThat(it.path())
        .extracting(Step::checkpoint, Step::passes)
        .containsExactly(
            tuple("origin", true),
            tuple("route", false),
            tuple("acl_in", true),
            tuple("groups_in", true));
    assertThat(it.path().getLast().reason()).startsWith("rule https of group web: ");
  }

  @Test
  void saysWhereItEndsAndWhatIsBehind() {
    PacketExplanation it = told("web-1", "db-1", ",'protocol':'tcp','port':22");

    assertThat(it.passes()).isFalse();
    assertThat(it.reason())
        .isEqualTo(
            "It does not pass: rule no-shell of ACL guarded: deny tcp 22 from 0.0.0.0/0 to"
                + " 0.0.0.0/0.");
    assertThat(it.path().getLast().reason()).isEqualTo("no rule of db lets it in");
  }

  @Test
  void saysThatAnAnswerDoesNotComeBack() {
    PacketExplanation it = told("web-1", "db-1", POSTGRES + ",'source_port':1024");

    assertThat(it.passes()).isTrue();
    assertThat(it.answered()).contains(false);
    assertThat(it.reason())
        .isEqualTo("It passes, but what answers it does not: no rule of ACL guarded matches.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-1", "acme/web-1", "10.240.0.4"})
  void findsServersByWhatTheyAreCalled(String from) {
    assertThat(told(from, "db-1", POSTGRES).from().name()).isEqualTo("web-1");
    assertThat(told(id("web-1"), id("db-1"), POSTGRES).from().name()).isEqualTo("web-1");
  }

  @Test
  void findsInterfacesOfServersWithSeveral() {
    assertThat(refusal("router", "db-1", POSTGRES))
        .startsWith("router has 2 interfaces: name one by its id or address, ")
        .contains("(near, 10.240.0.9) or ");

    assertThat(told("near", "db-1", POSTGRES).from().name()).isEqualTo("router (near)");
    PacketExplanation it = told("10.240.1.9", "db-1", POSTGRES);
    assertThat(it.from().name()).isEqualTo("router (deep)");
    assertThat(it.reason()).isEqualTo("It does not pass: no rule of db lets it out.");
    assertThat(it.path().get(2).reason()).isEqualTo("both are in subnet back: no ACL is asked");
  }

  @Test
  void knowsTheWaysOutAndIn() {
    PacketExplanation in = told("internet", "web-1", ",'protocol':'tcp','port':443");
    assertThat(in.passes()).as(in.reason()).isTrue();
    assertThat(in.to().address()).isEqualTo("203.0.113.7");
    assertThat(told("web-1", "internet", ",'protocol':'icmp'").passes()).isTrue();
    assertThat(told("192.0.2.200", "web-1", ",'protocol':'tcp','port':80").reason())
        .isEqualTo("It does not pass: no rule of web lets it in.");
    assertThat(told("internet", "web-2", ",'protocol':'tcp','port':443").reason())
        .isEqualTo(
            "It does not pass: nothing outside reaches 10.240.0.5: only a floating IP would lead"
                + " in.");
    assertThat(told("web-2", "internet", POSTGRES).reason())
        .isEqualTo("It does not pass: no floating IP and no public gateway leads there.");
    assertThat(told("web-1", "10.240.1.200", POSTGRES).reason())
        .isEqualTo("It does not pass: no interface of VPC acme/main has 10.240.1.200.");
    assertThat(told("web-1", "169.254.169.254", ",'protocol':'tcp','port':80").reason())
        .isEqualTo("It passes.");
  }

  @Test
  void speaksIpv6WhereAnAddressDoes() {
    String v6 =
        VPC.office
            .office
            .controller()
            .snapshot()
            .subject(id("db-1"))
            .orElseThrow()
            .compute()
            .interfaces()
            .getFirst()
            .addresses()
            .getLast()
            .toString();

    PacketExplanation it = told("web-1", v6, ",'protocol':'icmp'");
    assertThat(it.protocol()).isEqualTo("icmpv6");
    assertThat(it.to().name()).isEqualTo("db-1");
    assertThat(it.type()).contains(128);
    assertThat(it.passes()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'protocol':'tcp' | Give the port to which it goes, such as 443.",
        "'protocol':'tcp','port':65536 | A port is a number from 1 to 65535.",
        "'protocol':'tcp','port':0 | A port is a number from 1 to 65535.",
        "'protocol':'tcp','port':1,'source_port':-1 | A port is a number from 1 to 65535.",
        "'protocol':'tcp','port':'http' | port has a value of the wrong type: give a number, without quotes.",
        "'protocol':'tcp','port':1,'type':8 | Only icmp has types: leave type out.",
        "'protocol':'icmp','port':1 | Only tcp and udp have ports: leave port out.",
        "'protocol':'icmp','code':1 | A code is one of a type's: give type, too.",
        "'protocol':'icmp','type':256 | An ICMP type is a number from 0 to 255.",
        "'protocol':'icmp','type':3,'code':256 | An ICMP code is a number from 0 to 255.",
        "'protocol':'any' | Give tcp, udp, icmp, ah, esp, gre, ip_in_ip, l2tp, rsvp, sctp, vrrp, or a protocol's number, 0 to 255.",
        "'protocol':'256' | Give tcp, udp, icmp, ah, esp, gre, ip_in_ip, l2tp, rsvp, sctp, vrrp, or a protocol's number, 0 to 255."
      })
  void refusesWhatIsNoPacket(String more, String why) {
    assertThat(refusal("web-1", "db-1", "," + more)).isEqualTo(why);
  }

  @Test
  void takesProtocolsByNumberOrName() {
    assertThat(told("web-1", "db-1", ",'protocol':'6','port':5432").protocol()).isEqualTo("tcp");
    assertThat(told("web-1", "db-1", ",'protocol':'TCP','port':5432").protocol()).isEqualTo("tcp");
    assertThat(told("web-1", "db-1", ",'protocol':'ICMPv6'").protocol()).isEqualTo("icmpv6");
    assertThat(told("web-1", "db-1", ",'protocol':'gre'").protocol()).isEqualTo("47");
    assertThat(told("web-1", "db-1", ",'protocol':'SCTP'").protocol()).isEqualTo("132");
    assertThat(told("web-1", "db-1", ",'protocol':'number_88'").protocol()).isEqualTo("88");
    assertThat(told("web-1", "db-1", ",'protocol':'88'").protocol()).isEqualTo("88");
    assertThat(told("web-1", "db-1", ",'protocol':'58'").protocol()).isEqualTo("icmpv6");
  }

  @Test
  void refusesEndsThatAreNotInOneVpc() {
    assertThat(refusal("web-1", "far", POSTGRES))
        .startsWith("web-1 is in VPC acme/main, and far in VPC acme/other");
    assertThat(refusal("10.240.0.4", "internet", POSTGRES)).startsWith("Name an instance");
    assertThat(refusal("10.240.1.200", "web-1", POSTGRES))
        .isEqualTo("No interface of VPC acme/main has 10.240.1.200, and it is not outside.");
    assertThat(refusal("wep-1", "db-1", POSTGRES)).contains("Did you mean web-1?");
  }

  @Test
  void tellsThoseWhoMayReadBothEnds() {
    assertThat(asked(VPC.token("Viewer"), "web-1", "db-1", POSTGRES).status()).isEqualTo(200);
    assertThat(asked(VPC.token(""), "web-1", "db-1", POSTGRES).status()).isEqualTo(403);
    assertThat(asked(VPC.token(""), "internet", "web-1", POSTGRES).status()).isEqualTo(403);
    String other = VPC.tokenFor("is.subnet.subnet.read");
    assertThat(asked(other, "web-1", "db-1", POSTGRES).status()).isEqualTo(403);
  }

  @Test
  void knowsNothingOfOtherAccounts() {
    String token = VPC.token("Viewer");

    Answer there = asked(token, "web-1", "lone", POSTGRES);
    Answer nowhere = asked(token, "web-1", "gone", POSTGRES);
    assertThat(there.status()).isEqualTo(nowhere.status()).isEqualTo(400);
    assertThat(there.at("/errors/0/message").replace("lone", "gone"))
        .isEqualTo(nowhere.at("/errors/0/message"));
    assertThat(asked(token, "rival/lone", "internet", POSTGRES).status()).isEqualTo(400);
    assertThat(asked(token, "web-1", "db-1", POSTGRES + ",'account':'rival'").status())
        .isEqualTo(404);
    assertThat(told("rival/lone", "internet", POSTGRES).vpc()).isEqualTo("theirs");
  }

  @Test
  void aCallerMayBeAllowedOneEndAlone() {
    String web = id("web-1");
    String token = reader(web);

    assertThat(asked(token, "web-1", "internet", POSTGRES).status()).isEqualTo(200);
    for (String end : List.of("db-1", "10.240.1.4", id("db-1"))) {
      assertThat(asked(token, "web-1", end, POSTGRES).status()).as(end).isEqualTo(403);
    }
  }

  /// A token of a program that may read one instance.
  private static String reader(String instance) {
    String named = "{\"name\":\"reader\",\"account_id\":\"" + VPC.account + "\"}";
    String iamId =
        VPC.office.send(VPC.office.operator, "POST", "/v1/serviceids", named).at("/iam_id");
    String of = named.replace("}", ",\"iam_id\":\"" + iamId + "\"}");
    String key = VPC.office.send(VPC.office.operator, "POST", "/v1/apikeys", of).at("/apikey");
    String policy =
        """
        {"type":"access","subjects":[{"attributes":[{"name":"iam_id","value":"%s"}]}],
         "roles":[{"role_id":"crn:v1:bluemix:public:iam::::role:Viewer"}],
         "resources":[{"attributes":[{"name":"accountId","value":"%s"},
           {"name":"serviceName","value":"is"},{"name":"instanceId","value":"%s"}]}]}"""
            .formatted(iamId, VPC.account, instance);
    Answer made = VPC.office.send(VPC.office.operator, "POST", "/v1/policies", policy);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return VPC.office
        .exchange("grant_type", "urn:ibm:params:oauth:grant-type:apikey", "apikey", key)
        .at("/access_token");
  }
}
