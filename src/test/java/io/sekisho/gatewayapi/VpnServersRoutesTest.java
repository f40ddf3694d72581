package io.sekisho.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// VPN servers over IBM's API.
class VpnServersRoutesTest {
  private static final String ALL = "/vpn_servers";
  private static final String CERTIFICATE =
      "crn:v1:bluemix:public:secrets-manager:us-south:a/1:2:secret:3";
  private static final String BY_USER =
      "{'method':'username','identity_provider':{'provider_type':'iam'}}";
  private static final String BY_CERTIFICATE =
      "{'method':'certificate','client_ca':{'crn':'" + CERTIFICATE + "'}}";

  private final LiveVpc vpc = new LiveVpc();
  private String blue = "";
  private String one = "";
  private String two = "";

  @BeforeEach
  void begin() {
    blue = vpc.make("/vpcs", "{'name':'blue'}").get("id").asString();
    one = subnet("10.240.0.0/24");
    two = subnet("10.240.64.0/24");
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private String subnet(String block) {
    String body = "{'vpc':{'id':'%s'},'ipv4_cidr_block':'%s'}".formatted(blue, block);
    return vpc.make("/subnets", body).get("id").asString();
  }

  private String body(String rest) {
    return "{'certificate':{'crn':'%s'},'client_authentication':[%s],'client_ip_pool':'172.16.0.0/20','subnets':[{'id':'%s'}]%s}"
        .formatted(CERTIFICATE, BY_USER, one, rest);
  }

  private String server(String rest) {
    return ALL + "/" + vpc.make(ALL, body(rest)).get("id").asString();
  }

  private int changed(String from, String to) {
    return vpc.post(ALL, body("").replace(from, to)).status();
  }

  @Test
  void areMadeChangedAndDeleted() {
    String path = server(",'name':'a'");
    Answer answer = vpc.get(path);
    assertThat(answer.at("/port")).isEqualTo("443");
    assertThat(answer.at("/protocol")).isEqualTo("udp");
    assertThat(answer.at("/client_idle_timeout")).isEqualTo("600");
    assertThat(answer.json().get("private_ips")).hasSize(1);
    assertThat(answer.json().get("security_groups")).hasSize(1);
    Answer renamed = vpc.patch(path, "{'name':'b','port':8443,'protocol':'tcp'}");
    assertThat(renamed.at("/protocol")).isEqualTo("tcp");
    String ip = "/subnets/" + one + "/reserved_ips/" + answer.at("/private_ips/0/id");
    assertThat(vpc.get(ip).at("/target/resource_type")).isEqualTo("vpn_server");
    assertThat(vpc.delete(ip).status()).isEqualTo(409);
    assertThat(vpc.patch(ip, "{'name':'here'}").status()).isEqualTo(200);
    assertThat(vpc.get(path).at("/private_ips/0/name")).isEqualTo("here");
    assertThat(vpc.delete("/subnets/" + one).status()).isEqualTo(409);
    assertThat(vpc.sendSeen("DELETE", path, "", answer.etag()).status()).isEqualTo(412);
    assertThat(vpc.delete(path).status()).isEqualTo(202);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.get(ip).status()).isEqualTo(404);
    assertThat(vpc.trail("is.vpn-server.vpn-server.create")).isEqualTo(1);
    assertThat(vpc.trail("is.vpn-server.vpn-server.update")).as("its own, its IP's").isEqualTo(2);
    assertThat(vpc.trail("is.vpn-server.vpn-server.delete")).isEqualTo(1);
  }

  @Test
  void areChangedWithAListByWhoSawIt() {
    String path = server("");
    String lists =
        "{'client_authentication':[%s,%s],'client_dns_server_ips':[{'address':'10.0.0.53'}]}"
            .formatted(BY_CERTIFICATE, BY_USER);
    assertThat(vpc.patch(path, lists).status()).isEqualTo(400);
    String tag = vpc.get(path).etag();
    Answer answer = vpc.sendSeen("PATCH", path, lists, tag);
    assertThat(answer.json().get("client_authentication")).hasSize(2);
    assertThat(answer.at("/client_dns_server_ips/0/address")).isEqualTo("10.0.0.53");
    assertThat(vpc.sendSeen("PATCH", path, lists, tag).status()).isEqualTo(412);
    String first = answer.at("/private_ips/0/id");
    String both = "{'subnets':[{'id':'%s'},{'id':'%s'}]}".formatted(one, two);
    Answer wide = vpc.sendSeen("PATCH", path, both, "*");
    assertThat(wide.at("/private_ips/0/id")).isEqualTo(first);
    assertThat(wide.json().get("subnets")).hasSize(2);
    String other = "{'subnets':[{'id':'" + two + "'}]}";
    assertThat(vpc.sendSeen("PATCH", path, other, "*").json().get("private_ips")).hasSize(1);
    assertThat(vpc.get("/subnets/" + one + "/reserved_ips/" + first).status()).isEqualTo(404);
    assertThat(vpc.sendSeen("PATCH", path, "{'subnets':[]}", "*").status()).isEqualTo(400);
  }

  @Test
  void areRefusedWhatCantBe() {
    for (String pool :
        new String[] {"10.240.0.0/20", "169.254.0.0/20", "172.16.0.0/24", "8.0.0.0/8", "ten"}) {
      assertThat(changed("172.16.0.0/20", pool)).as(pool).isEqualTo(400);
    }
    assertThat(changed(BY_USER, "")).isEqualTo(400);
    assertThat(changed(BY_USER, BY_USER + "," + BY_USER)).isEqualTo(400);
    assertThat(changed("'iam'", "'ldap'")).isEqualTo(400);
    assertThat(changed("'method':'username'", "'method':'fingerprint'")).isEqualTo(400);
    assertThat(changed(BY_USER, "{'method':'certificate'}")).isEqualTo(400);
    assertThat(changed(BY_USER, BY_CERTIFICATE.replace("}}", "},'crl':'none'}"))).isEqualTo(400);
    assertThat(changed(CERTIFICATE, "mine")).isEqualTo(400);
    String twice = "{'id':'" + one + "'}";
    assertThat(changed(twice, twice + "," + twice)).isEqualTo(400);
    assertThat(changed(twice, "")).isEqualTo(400);
    for (String rest :
        new String[] {"'port':0", "'protocol':'sctp'", "'client_idle_timeout':28801"}) {
      assertThat(vpc.post(ALL, body("," + rest)).status()).as(rest).isEqualTo(400);
    }
    server(",'name':'a'");
    assertThat(vpc.post(ALL, body(",'name':'a'")).status()).isEqualTo(409);
    one = subnet("10.240.128.0/24");
    assertThat(vpc.post(ALL, body("")).status()).as("no public addresses").isEqualTo(409);
  }

  @Test
  void areTenAtMost() {
    for (int i = 0; i < 10; i++) {
      server(",'name':'n%d'".formatted(i));
    }
    assertThat(vpc.all(ALL + "?limit=3", "vpn_servers")).hasSize(10);
    assertThat(vpc.get(ALL + "?name=n3").at("/total_count")).isEqualTo("1");
    assertThat(vpc.get(ALL + "?sort=-name&limit=1").at("/vpn_servers/0/name")).isEqualTo("n9");
    assertThat(vpc.post(ALL, body("")).status()).isEqualTo(409);
  }

  @Test
  void areInSecurityGroups() {
    String path = server("");
    String id = vpc.get(path).at("/id");
    String group =
        vpc.make("/security_groups", "{'vpc':{'id':'" + blue + "'}}").get("id").asString();
    String target = "/security_groups/" + group + "/targets/" + id;
    assertThat(vpc.send("PUT", target, "").at("/resource_type")).isEqualTo("vpn_server");
    assertThat(vpc.get(path).json().get("security_groups")).hasSize(2);
    assertThat(vpc.delete("/security_groups/" + group).status()).isEqualTo(409);
  }

  @Test
  void tellClientsWhereTheyAre() {
    String path = server(",'port':8443");
    Answer answer =
        vpc.office.send(
            vpc.office.operator,
            "GET",
            "/v1"
                + path
                + "/client_configuration?version=2026-06-23&generation=2&account_id="
                + vpc.account,
            "");
    assertThat(answer.text())
        .contains("client\n", "proto udp\n", " 8443\n", "auth-user-pass\n", CERTIFICATE)
        .containsPattern("remote 192\\.0\\.2\\.\\d+ 8443");
    assertThat(vpc.sendAs(vpc.token(""), "GET", path + "/client_configuration", "").status())
        .isEqualTo(403);
  }

  @Test
  void haveRoutes() {
    String path = server("");
    String routes = path + "/routes";
    String body = "{'destination':'10.0.0.0/8','name':'a'}";
    String at = routes + "/" + vpc.make(routes, body).get("id").asString();
    assertThat(vpc.get(at).at("/action")).isEqualTo("deliver");
    assertThat(vpc.post(routes, body.replace("'a'", "'b'")).status()).isEqualTo(409);
    assertThat(vpc.post(routes, body.replace("10.0.0.0/8", "10.0.0.0/9")).status()).isEqualTo(409);
    assertThat(vpc.post(routes, "{'destination':'ten'}").status()).isEqualTo(400);
    String odd = "{'destination':'10.1.0.0/16','action':'%s'}";
    assertThat(vpc.post(routes, odd.formatted("lose")).status()).isEqualTo(400);
    vpc.make(routes, odd.formatted("translate"));
    assertThat(vpc.patch(at, "{'name':'b'}").at("/name")).isEqualTo("b");
    assertThat(vpc.all(routes + "?limit=1&sort=name", "routes")).hasSize(2);
    assertThat(vpc.delete(at).status()).isEqualTo(202);
    assertThat(vpc.get(at).status()).isEqualTo(404);
    for (int i = 0; i < 49; i++) {
      vpc.make(routes, "{'destination':'10.%d.0.0/24'}".formatted(i));
    }
    assertThat(vpc.post(routes, "{'destination':'10.99.0.0/24'}").status()).isEqualTo(409);
    assertThat(vpc.trail("is.vpn-server.vpn-server-route.update")).isEqualTo(1);
    assertThat(vpc.trail("is.vpn-server.vpn-server-route.delete")).isEqualTo(1);
  }

  @Test
  void haveNoClientsYet() {
    String clients = server("") + "/clients";
    assertThat(vpc.get(clients + "?sort=-created_at").at("/total_count")).isEqualTo("0");
    assertThat(vpc.get(clients + "/none").status()).isEqualTo(404);
    assertThat(vpc.delete(clients + "/none").status()).isEqualTo(404);
    assertThat(vpc.post(clients + "/none/disconnect", "").status()).isEqualTo(404);
  }

  @Test
  void areForThoseWhoMay() {
    String path = server("");
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    String foreign = body("").replace('\'', '"');
    assertThat(vpc.sendIn(vpc.rival, "POST", ALL, foreign).status()).isEqualTo(400);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", ALL, "").json().get("vpn_servers")).hasSize(1);
    assertThat(vpc.sendAs(viewer, "PATCH", path, "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "DELETE", path + "/clients/none", "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "POST", ALL, foreign).status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
  }
}
