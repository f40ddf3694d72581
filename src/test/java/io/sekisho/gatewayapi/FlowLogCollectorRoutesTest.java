package io.sekisho.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Flow log collectors over IBM's API.
class FlowLogCollectorRoutesTest {
  private static final String ALL = "/flow_log_collectors";
  private static final String NETWORK =
      """
      accounts:
        - name: acme
          vpcs:
            - name: main
              region: us-south
              subnets: [{name: one, zone: us-south-1, ipv4_cidr_block: 10.240.0.0/24}]
          instances:
            - {name: web, network_interfaces: [{name: eth0, subnet: one}]}
          bare_metal_servers:
            - {name: iron, network_interfaces: [{name: eth0, subnet: one}]}
      """;

  private final LiveVpc vpc = new LiveVpc();
  private String subnet = "";
  private String web = "";

  @BeforeEach
  void begin() {
    vpc.office.apply(NETWORK);
    subnet = vpc.id("subnets", "one");
    web = vpc.id("instances", "web");
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private static String body(String target, String rest) {
    return "{'storage_bucket':{'name':'pail'},'target':{'id':'%s'}%s}".formatted(target, rest);
  }

  private String collector(String target) {
    return ALL + "/" + vpc.make(ALL, body(target, "")).get("id").asString();
  }

  private int status(String target) {
    return vpc.post(ALL, body(target, "")).status();
  }

  private String alone() {
    return vpc.make("/virtual_network_interfaces", "{'subnet':{'id':'" + subnet + "'}}")
        .get("id")
        .asString();
  }

  @Test
  void collectForOneTargetEach() {
    String path = ALL + "/" + vpc.make(ALL, body(subnet, ",'name':'a'")).get("id").asString();
    Answer answer = vpc.get(path);
    assertThat(answer.at("/active")).isEqualTo("true");
    assertThat(answer.at("/auto_delete")).isEqualTo("true");
    assertThat(answer.at("/target/resource_type")).isEqualTo("subnet");
    assertThat(answer.at("/storage_bucket/name")).isEqualTo("pail");
    assertThat(answer.at("/vpc/name")).isEqualTo("main");
    assertThat(status(subnet)).isEqualTo(409);
    assertThat(vpc.post(ALL, body(web, ",'name':'a'")).status()).isEqualTo(409);
    assertThat(status("none")).isEqualTo(400);
    assertThat(vpc.post(ALL, body(web, "").replace("pail", "A")).status()).isEqualTo(400);
    Answer changed = vpc.patch(path, "{'name':'b','active':false}");
    assertThat(changed.at("/name")).isEqualTo("b");
    assertThat(changed.at("/active")).isEqualTo("false");
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.trail("is.flow-log-collector.flow-log-collector.create")).isEqualTo(1);
    assertThat(vpc.trail("is.flow-log-collector.flow-log-collector.update")).isEqualTo(1);
    assertThat(vpc.trail("is.flow-log-collector.flow-log-collector.delete")).isEqualTo(1);
  }

  @Test
  void collectForAllThatPacketsPass() {
    String main = vpc.id("vpcs", "main");
    String nic =
        vpc.get("/instances/" + web + "/network_attachments").at("/network_attachments/0/id");
    String crn = vpc.get("/instances/" + web).at("/crn");
    collector(main);
    collector(nic);
    collector(alone());
    vpc.make(ALL, "{'storage_bucket':{'name':'pail'},'target':{'crn':'" + crn + "'}}");
    assertThat(vpc.all(ALL + "?limit=2", "flow_log_collectors"))
        .extracting(it -> it.at("/target/resource_type").asString())
        .containsExactly("vpc", "instance_network_attachment", "virtual_network_interface", "");
    assertThat(vpc.get(ALL + "?target.id=" + nic).at("/total_count")).isEqualTo("1");
    assertThat(vpc.get(ALL + "?target.resource_type=vpc").at("/total_count")).isEqualTo("1");
    assertThat(vpc.get(ALL + "?vpc.id=" + main).at("/total_count")).isEqualTo("4");
    assertThat(vpc.get(ALL + "?vpc.name=other").at("/total_count")).isEqualTo("0");
    String iron = "/bare_metal_servers/" + vpc.id("bare_metal_servers", "iron");
    Answer metal = vpc.get(iron + "/network_attachments");
    assertThat(status(metal.at("/network_attachments/0/id"))).isEqualTo(400);
    assertThat(status(metal.at("/network_attachments/0/virtual_network_interface/id")))
        .isEqualTo(400);
  }

  @Test
  void goWithWhatTheyCollectFor() {
    String one = alone();
    String alone = collector(one);
    String attachments = "/instances/" + web + "/network_attachments";
    String body = "{'virtual_network_interface':{'subnet':{'id':'" + subnet + "'}}}";
    String second = vpc.make(attachments, body).get("id").asString();
    String part = collector(second);
    String first = vpc.get(attachments).at("/network_attachments/0/id");
    String inner = collector(first);
    String whole = collector(web);
    assertThat(vpc.delete("/virtual_network_interfaces/" + one).status()).isEqualTo(202);
    assertThat(vpc.get(alone).status()).isEqualTo(404);
    assertThat(vpc.delete(attachments + "/" + second).status()).isEqualTo(202);
    assertThat(vpc.get(part).status()).isEqualTo(404);
    assertThat(vpc.get(inner).status()).isEqualTo(200);
    assertThat(vpc.delete("/instances/" + web).status()).isEqualTo(204);
    assertThat(vpc.get(inner).status()).isEqualTo(404);
    assertThat(vpc.get(whole).status()).isEqualTo(404);
    assertThat(vpc.trail("is.flow-log-collector.flow-log-collector.delete")).isEqualTo(4);
  }

  @Test
  void stayWithAnInterfaceThatIsAttached() {
    String one = alone();
    String path = collector(one);
    String body = "{'virtual_network_interface':{'id':'" + one + "'}}";
    String at = "/instances/" + web + "/network_attachments";
    String attachment = vpc.make(at, body).get("id").asString();
    assertThat(vpc.get(path).at("/target/id")).isEqualTo(one);
    assertThat(vpc.delete(at + "/" + attachment).status()).isEqualTo(202);
    assertThat(vpc.get(path).at("/target/id")).isEqualTo(one);
  }

  @Test
  void goWithAServerThatTheCommandLineTakesAway() {
    String nic =
        vpc.get("/instances/" + web + "/network_attachments").at("/network_attachments/0/id");
    String inner = collector(nic);
    String whole = collector(web);
    String declared = "/sekisho/v1/instances/" + web;
    vpc.office.send(vpc.office.operator, "DELETE", declared, "");
    assertThat(vpc.get(inner).status()).isEqualTo(404);
    assertThat(vpc.get(whole).status()).isEqualTo(404);
  }

  @Test
  void areForThoseWhoMay() {
    String path = collector(subnet);
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    String foreign = body(web, "").replace('\'', '"');
    assertThat(vpc.sendIn(vpc.rival, "POST", ALL, foreign).status()).isEqualTo(400);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", ALL, "").json().get("flow_log_collectors")).hasSize(1);
    assertThat(vpc.sendAs(viewer, "POST", ALL, foreign).status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "DELETE", path, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
  }
}
