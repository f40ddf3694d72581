package io.sekisho.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.passage.PresharedKeys;
import io.sekisho.store.SealedSecrets;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The connections of VPN gateways over IBM's API.
class VpnConnectionRoutesTest {
  private static final String GATEWAYS = "/vpn_gateways";
  private static final String KEY = "lkj14b1oi0alcniejkso";
  private static final String ROUTED = "{'psk':'" + KEY + "','peer':{'address':'192.0.2.1'}%s}";
  private static final String BLOCKS =
      "{'psk':'"
          + KEY
          + "','peer':{'fqdn':'peer.example.com','cidrs':['10.5.0.0/24']},"
          + "'local':{'cidrs':['10.240.0.0/24']}%s}";
  private static final String TUNNEL =
      "{'neighbor_ip':{'address':'169.254.0.%d'},'tunnel_interface_ip':{'address':'169.254.0.%d'}}";
  private static final String TUNNELS =
      "'tunnels':[" + TUNNEL.formatted(1, 2) + "," + TUNNEL.formatted(5, 6) + "]";
  private static final String BGP =
      "{'psk':'"
          + KEY
          + "','peer':{'address':'192.0.2.1','asn':65001},'routing_protocol':'bgp',"
          + TUNNELS
          + "%s}";

  private final LiveVpc vpc = new LiveVpc();
  private String routed = "";
  private String policy = "";

  @BeforeEach
  void begin() {
    String blue = vpc.make("/vpcs", "{'name':'blue'}").get("id").asString();
    String body = "{'vpc':{'id':'%s'},'ipv4_cidr_block':'10.240.0.0/24'}".formatted(blue);
    String one = vpc.make("/subnets", body).get("id").asString();
    routed = gateway(one, "route");
    policy = gateway(one, "policy");
  }

  private String gateway(String subnet, String mode) {
    String body = "{'subnet':{'id':'%s'},'mode':'%s'}".formatted(subnet, mode);
    return GATEWAYS + "/" + vpc.make(GATEWAYS, body).get("id").asString() + "/connections";
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private String made(String gateway, String body, String rest) {
    return gateway + "/" + vpc.make(gateway, body.formatted(rest)).get("id").asString();
  }

  private int status(String gateway, String body, String rest) {
    return vpc.post(gateway, body.formatted(rest)).status();
  }

  private Set<String> kept() {
    return vpc.office.secrets().names().stream()
        .filter(it -> it.startsWith("vpn-psk."))
        .collect(Collectors.toSet());
  }

  @Test
  void areDownAndSayWhy() {
    String path = made(routed, ROUTED, ",'name':'a','distribute_traffic':true");
    Answer answer = vpc.get(path);
    assertThat(answer.at("/status")).isEqualTo("down");
    assertThat(answer.at("/status_reasons/0/code")).isEqualTo("internal_error");
    assertThat(answer.at("/tunnels/1/status")).isEqualTo("down");
    assertThat(answer.at("/routing_protocol")).isEqualTo("none");
    assertThat(answer.at("/dead_peer_detection/timeout")).isEqualTo("10");
    assertThat(answer.at("/peer/ike_identity/value")).isEqualTo("192.0.2.1");
    assertThat(answer.json().at("/local/ike_identities")).hasSize(2);
    String shut = made(routed, ROUTED, ",'admin_state_up':false");
    assertThat(vpc.get(shut).json().get("status_reasons")).isEmpty();
    String gateway = routed.replace("/connections", "");
    assertThat(vpc.get(gateway).at("/connections/0/name")).isEqualTo("a");
    assertThat(vpc.all(routed + "?limit=1", "connections")).hasSize(2);
    assertThat(vpc.get(routed + "?status=up").at("/total_count")).isEqualTo("0");
    assertThat(vpc.trail("is.vpn.vpn-connection.create")).isEqualTo(2);
  }

  @Test
  void keepTheirKeyToThemselves() {
    String path = made(routed, ROUTED, "");
    Set<String> first = kept();
    assertThat(first).hasSize(1);
    String secret = first.iterator().next();
    assertThat(vpc.office.secrets().read(secret)).hasValue(KEY.getBytes(StandardCharsets.UTF_8));
    Answer answer = vpc.get(path);
    assertThat(answer.at("/psk")).isEqualTo("********");
    String all = vpc.get(routed).toString() + vpc.get(routed.replace("/connections", ""));
    String trail =
        vpc.office.send(vpc.office.operator, "GET", "/sekisho/v1/audit", "").toString()
            + vpc.office.send(vpc.office.operator, "GET", "/sekisho/v1/changes", "");
    assertThat(all + trail + vpc.office.faults()).doesNotContain(KEY);
    assertThat(vpc.patch(path, "{'psk':'********','name':'b'}").status()).isEqualTo(200);
    assertThat(kept()).isEqualTo(first);
    assertThat(vpc.patch(path, "{'psk':'another-key'}").status()).isEqualTo(200);
    assertThat(kept()).hasSize(1).doesNotContain(secret);
    assertThat(vpc.patch(path, "{'psk':'short'}").status()).isEqualTo(400);
    assertThat(vpc.patch(path, "{'psk':'good-enough','name':'-'}").status()).isEqualTo(400);
    assertThat(kept()).hasSize(1);
    for (String wrong : new String[] {"short", "0xabcdef", "has space", "********"}) {
      assertThat(vpc.post(routed, ROUTED.formatted("").replace(KEY, wrong)).status())
          .isEqualTo(400);
    }
    assertThat(kept()).hasSize(1);
    assertThat(vpc.delete(path).status()).isEqualTo(202);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(kept()).isEmpty();
  }

  @Test
  void forgetTheirKeysWithTheirGateway() {
    made(routed, ROUTED, "");
    assertThat(vpc.delete(routed.replace("/connections", "")).status()).isEqualTo(202);
    assertThat(kept()).isEmpty();
  }

  @Test
  void forgetTheKeysThatACrashLeftBehind() {
    made(routed, ROUTED, "");
    Set<String> own = kept();
    SealedSecrets secrets = vpc.office.secrets();
    Instant now = Instant.now();
    secrets.write("vpn-psk.%d.left".formatted(now.getEpochSecond()), new byte[] {1});
    PresharedKeys soon = new PresharedKeys(secrets, InstantSource.fixed(now.plusSeconds(60)));
    soon.sweep(vpc.office.office.ledger());
    assertThat(kept()).hasSize(2);
    PresharedKeys late = new PresharedKeys(secrets, InstantSource.fixed(now.plusSeconds(7200)));
    late.sweep(vpc.office.office.ledger());
    assertThat(kept()).isEqualTo(own);
  }

  @Test
  void areFoundOutToBeDeadAsTheySay() {
    String dpd = ",'dead_peer_detection':{'action':'hold','interval':3,'timeout':5}";
    String path = made(routed, ROUTED, dpd + ",'establish_mode':'peer_only'");
    assertThat(vpc.get(path).at("/dead_peer_detection/action")).isEqualTo("hold");
    assertThat(vpc.get(path).at("/establish_mode")).isEqualTo("peer_only");
    String longer = "{'dead_peer_detection':{'interval':6}}";
    assertThat(vpc.patch(path, longer).status()).isEqualTo(400);
    String both = "{'dead_peer_detection':{'timeout':30}}";
    assertThat(vpc.patch(path, both).at("/dead_peer_detection/interval")).isEqualTo("3");
    assertThat(status(routed, ROUTED, ",'dead_peer_detection':{'action':'wait'}")).isEqualTo(400);
    assertThat(status(routed, ROUTED, ",'establish_mode':'never'")).isEqualTo(400);
  }

  @Test
  void haveAPeerThatIsKnownInOneWay() {
    String path = made(routed, ROUTED, "");
    Answer moved = vpc.patch(path, "{'peer':{'address':'192.0.2.2'}}");
    assertThat(moved.at("/peer/ike_identity/value")).isEqualTo("192.0.2.2");
    assertThat(vpc.patch(path, "{'peer':{'fqdn':'peer.example.com'}}").status()).isEqualTo(400);
    assertThat(vpc.patch(path, "{'peer':{'asn':65001}}").status()).isEqualTo(400);
    assertThat(peer("'address':'192.0.2.1','fqdn':'peer.example.com'")).isEqualTo(400);
    assertThat(peer("")).isEqualTo(400);
    assertThat(peer("'address':'2001:db8::1'")).isEqualTo(400);
    assertThat(peer("'fqdn':'peer'")).isEqualTo(400);
    String identity = "'address':'192.0.2.1','ike_identity':{'type':'%s','value':'%s'}";
    assertThat(peer(identity.formatted("key_id", "not base64"))).isEqualTo(400);
    assertThat(peer(identity.formatted("ipv4_address", "ten"))).isEqualTo(400);
    assertThat(peer(identity.formatted("email", "a@b"))).isEqualTo(400);
    assertThat(peer(identity.formatted("key_id", "a2V5"))).isEqualTo(201);
    assertThat(peer(identity.formatted("hostname", "peer"))).isEqualTo(201);
  }

  private int peer(String said) {
    return vpc.post(routed, "{'psk':'" + KEY + "','peer':{" + said + "}}").status();
  }

  @Test
  void speakBgpWithTwoTunnels() {
    String path = made(routed, BGP, ",'name':'a'");
    Answer answer = vpc.get(path);
    assertThat(answer.at("/peer/asn")).isEqualTo("65001");
    assertThat(answer.at("/tunnels/1/neighbor_ip/address")).isEqualTo("169.254.0.5");
    assertThat(answer.at("/tunnels/0/protocol_state")).isEqualTo("idle");
    String tunnels = "{'tunnels':[" + TUNNEL.formatted(9, 10) + "," + TUNNEL.formatted(5, 6) + "]}";
    assertThat(vpc.patch(path, tunnels).status()).isEqualTo(400);
    Answer changed = vpc.sendSeen("PATCH", path, tunnels, answer.etag());
    assertThat(changed.at("/tunnels/0/neighbor_ip/address")).isEqualTo("169.254.0.9");
    assertThat(vpc.sendSeen("PATCH", path, tunnels, answer.etag()).status()).isEqualTo(412);
    assertThat(vpc.sendSeen("DELETE", path, "", answer.etag()).status()).isEqualTo(412);
    assertThat(vpc.patch(path, "{'peer':{'asn':64512}}").status()).isEqualTo(400);
    assertThat(vpc.patch(path, "{'routing_protocol':'none'}").has("/peer/asn")).isFalse();
    assertThat(vpc.patch(path, "{'routing_protocol':'bgp'}").status()).isEqualTo(400);
    assertThat(status(routed, ROUTED, ",'routing_protocol':'bgp'")).isEqualTo(400);
    assertThat(status(routed, ROUTED, ",'routing_protocol':'rip'")).isEqualTo(400);
    assertThat(status(routed, ROUTED, "," + TUNNELS)).isEqualTo(400);
    String one = BGP.formatted("").replace("," + TUNNEL.formatted(5, 6), "");
    assertThat(vpc.post(routed, one).status()).isEqualTo(400);
  }

  @Test
  void carryWhatIsBetweenBlocksInPolicyMode() {
    String path = made(policy, BLOCKS, ",'name':'a'");
    Answer answer = vpc.get(path);
    assertThat(answer.at("/mode")).isEqualTo("policy");
    assertThat(answer.at("/peer/type")).isEqualTo("fqdn");
    assertThat(answer.json().at("/local/ike_identities")).hasSize(1);
    assertThat(answer.has("/tunnels")).isFalse();
    String peers = path + "/peer/cidrs";
    assertThat(vpc.send("PUT", peers + "/10.6.0.0%2F24", "").status()).isEqualTo(201);
    assertThat(vpc.send("PUT", peers + "/10.6.0.0%2F24", "").status()).isEqualTo(204);
    assertThat(vpc.get(peers).json().get("cidrs")).hasSize(2);
    assertThat(vpc.get(peers + "/10.6.0.0%2F24").status()).isEqualTo(204);
    assertThat(vpc.delete(peers + "/10.5.0.0%2F24").status()).isEqualTo(204);
    assertThat(vpc.delete(peers + "/10.5.0.0%2F24").status()).isEqualTo(404);
    assertThat(vpc.delete(peers + "/10.6.0.0%2F24").status()).isEqualTo(409);
    String own = path + "/local/cidrs";
    assertThat(vpc.send("PUT", own + "/10.240.1.0%2F24", "").status()).isEqualTo(201);
    assertThat(vpc.get(own + "/10.9.0.0%2F24").status()).isEqualTo(404);
    assertThat(vpc.send("PUT", own + "/10.6.0.0%2F16", "").status()).isEqualTo(409);
    assertThat(vpc.delete(own + "/10.240.0.0%2F24").status()).isEqualTo(204);
    assertThat(vpc.trail("is.vpn.vpn-connection_peer-cidr.create")).isEqualTo(1);
    assertThat(vpc.trail("is.vpn.vpn-connection_local-cidr.delete")).isEqualTo(1);
    String other = made(routed, ROUTED, "");
    assertThat(vpc.get(other + "/local/cidrs").status()).isEqualTo(409);
    assertThat(vpc.send("PUT", other + "/peer/cidrs/10.6.0.0%2F24", "").status()).isEqualTo(409);
  }

  @Test
  void areRefusedWhatIsOfTheOtherMode() {
    made(policy, BLOCKS, "");
    assertThat(status(policy, BLOCKS, "")).as("the same peer CIDR").isEqualTo(409);
    String apart = BLOCKS.replace("10.5.0.0", "10.7.0.0");
    assertThat(status(policy, apart, ",'distribute_traffic':true")).isEqualTo(400);
    assertThat(status(policy, apart, "," + TUNNELS)).isEqualTo(400);
    assertThat(status(policy, apart, ",'routing_protocol':'none'")).isEqualTo(400);
    assertThat(status(policy, ROUTED, "")).isEqualTo(400);
    assertThat(status(routed, BLOCKS, "")).isEqualTo(400);
    assertThat(status(policy, apart.replace("10.7.0.0/24", "10.240.0.0/16"), "")).isEqualTo(409);
    assertThat(status(policy, apart.replace("'10.240.0.0/24'", ""), "")).isEqualTo(400);
    for (int i = 0; i < 9; i++) {
      made(policy, BLOCKS.replace("10.5.0", "10.8." + i), "");
    }
    assertThat(status(policy, apart, "")).as("the eleventh").isEqualTo(409);
  }

  @Test
  void usePoliciesThatStayAsLongAsTheyDo() {
    String ike =
        vpc.make(
                "/ike_policies",
                "{'authentication_algorithm':'sha256','dh_group':14,'encryption_algorithm':'aes128','ike_version':2}")
            .get("id")
            .asString();
    String ipsec =
        vpc.make(
                "/ipsec_policies",
                "{'authentication_algorithm':'sha256','encryption_algorithm':'aes128','pfs':'disabled'}")
            .get("id")
            .asString();
    String uses = ",'ike_policy':{'id':'%s'},'ipsec_policy':{'id':'%s'}".formatted(ike, ipsec);
    String path = made(routed, ROUTED, uses);
    assertThat(vpc.get(path).at("/ike_policy/id")).isEqualTo(ike);
    assertThat(vpc.get("/ike_policies/" + ike).json().get("connections")).hasSize(1);
    assertThat(vpc.all("/ike_policies/" + ike + "/connections", "connections")).hasSize(1);
    assertThat(vpc.all("/ipsec_policies/" + ipsec + "/connections", "connections")).hasSize(1);
    assertThat(vpc.delete("/ike_policies/" + ike).status()).isEqualTo(409);
    assertThat(vpc.delete("/ipsec_policies/" + ipsec).status()).isEqualTo(409);
    assertThat(vpc.patch(path, "{'ike_policy':null}").has("/ike_policy")).isFalse();
    assertThat(vpc.delete("/ike_policies/" + ike).status()).isEqualTo(204);
    assertThat(status(routed, ROUTED, ",'ike_policy':{'id':'none'}")).isEqualTo(400);
  }

  @Test
  void areNextHopsOfRoutes() {
    String path = made(routed, ROUTED, ",'name':'a'");
    String id = vpc.get(path).at("/id");
    String own = vpc.get(routed.replace("/connections", "")).at("/vpc/id");
    String tables = "/vpcs/" + own + "/routing_tables";
    String routes = tables + "/" + vpc.get(tables).at("/routing_tables/0/id") + "/routes";
    String body =
        "{'destination':'10.9.0.0/24','zone':{'name':'us-south-1'},'next_hop':{'id':'%s'}}";
    String route = routes + "/" + vpc.make(routes, body.formatted(id)).get("id").asString();
    assertThat(vpc.get(route).at("/next_hop/name")).isEqualTo("a");
    assertThat(vpc.get(route).at("/next_hop/href")).endsWith(path);
    assertThat(vpc.post(routes, body.formatted(id)).status()).as("the same again").isEqualTo(409);
    String other = made(policy, BLOCKS, "");
    String policed = vpc.get(other).at("/id");
    assertThat(vpc.post(routes, body.formatted(policed)).status()).isEqualTo(400);
    assertThat(vpc.post(routes, body.formatted("none")).status()).isEqualTo(400);
    String both = body.formatted(id + "','address':'10.240.0.9");
    assertThat(vpc.post(routes, both).status()).isEqualTo(400);
    assertThat(vpc.delete(path).status()).isEqualTo(409);
    assertThat(vpc.delete(routed.replace("/connections", "")).status()).isEqualTo(409);
    String address = "{'next_hop':{'address':'10.240.0.9'}}";
    assertThat(vpc.patch(route, address).at("/next_hop/address")).isEqualTo("10.240.0.9");
    assertThat(vpc.delete(path).status()).isEqualTo(202);
  }
}
