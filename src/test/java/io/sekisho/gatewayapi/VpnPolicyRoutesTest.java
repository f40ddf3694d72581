package io.sekisho.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// IKE and IPsec policies over IBM's API.
class VpnPolicyRoutesTest {
  private static final String IKE = "/ike_policies";
  private static final String IPSEC = "/ipsec_policies";
  private static final String IKE_BODY =
      "{'authentication_algorithm':'sha256','dh_group':14,'encryption_algorithm':'aes128','ike_version':2%s}";
  private static final String IPSEC_BODY =
      "{'authentication_algorithm':'sha256','encryption_algorithm':'aes128','pfs':'disabled'%s}";

  private final LiveVpc vpc = new LiveVpc();

  @AfterEach
  void close() {
    vpc.close();
  }

  private int ike(String from, String to) {
    return vpc.post(IKE, IKE_BODY.formatted("").replace(from, to)).status();
  }

  private int ipsec(String from, String to) {
    return vpc.post(IPSEC, IPSEC_BODY.formatted("").replace(from, to)).status();
  }

  @Test
  void ofIkeAreMadeChangedAndDeleted() {
    String path = IKE + "/" + vpc.make(IKE, IKE_BODY.formatted(",'name':'a'")).get("id").asString();
    Answer answer = vpc.get(path);
    assertThat(answer.at("/key_lifetime")).isEqualTo("28800");
    assertThat(answer.at("/negotiation_mode")).isEqualTo("main");
    assertThat(answer.json().get("connections")).isEmpty();
    Answer changed = vpc.patch(path, "{'name':'b','dh_group':31,'key_lifetime':1800}");
    assertThat(changed.at("/dh_group")).isEqualTo("31");
    assertThat(changed.at("/encryption_algorithm")).isEqualTo("aes128");
    assertThat(vpc.patch(path, "{'ike_version':3}").status()).isEqualTo(400);
    vpc.make(IKE, IKE_BODY.formatted(""));
    assertThat(vpc.all(IKE + "?limit=1", "ike_policies")).hasSize(2);
    assertThat(vpc.get(IKE + "?resource_group.id=other").at("/total_count")).isEqualTo("0");
    assertThat(vpc.get(path + "/connections").at("/total_count")).isEqualTo("0");
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.trail("is.vpn.ike-policy.create")).isEqualTo(2);
    assertThat(vpc.trail("is.vpn.ike-policy.update")).isEqualTo(1);
    assertThat(vpc.trail("is.vpn.ike-policy.delete")).isEqualTo(1);
  }

  @Test
  void ofIkeTakeWhatIsGoodEnough() {
    assertThat(ike("sha256", "md5")).isEqualTo(400);
    assertThat(ike("aes128", "triple_des")).isEqualTo(400);
    assertThat(ike("14", "5")).isEqualTo(400);
    assertThat(ike("14", "25")).isEqualTo(400);
    assertThat(ike(":2", ":0")).isEqualTo(400);
    assertThat(ike(":2", ":2,'key_lifetime':60")).isEqualTo(400);
    assertThat(ike("'dh_group':14,", "")).isEqualTo(400);
    assertThat(ike(":2", ":2,'name':'a'")).isEqualTo(201);
    assertThat(ike(":2", ":2,'name':'a'")).isEqualTo(409);
  }

  @Test
  void ofIpsecAreMadeChangedAndDeleted() {
    String path =
        IPSEC + "/" + vpc.make(IPSEC, IPSEC_BODY.formatted(",'name':'a'")).get("id").asString();
    Answer answer = vpc.get(path);
    assertThat(answer.at("/key_lifetime")).isEqualTo("3600");
    assertThat(answer.at("/encapsulation_mode")).isEqualTo("tunnel");
    assertThat(answer.at("/transform_protocol")).isEqualTo("esp");
    Answer changed =
        vpc.patch(
            path,
            "{'pfs':'group_31','authentication_algorithm':'disabled','encryption_algorithm':'aes256gcm16'}");
    assertThat(changed.at("/pfs")).isEqualTo("group_31");
    assertThat(vpc.patch(path, "{'authentication_algorithm':'sha512'}").status()).isEqualTo(400);
    vpc.make(IPSEC, IPSEC_BODY.formatted(""));
    assertThat(vpc.all(IPSEC + "?limit=1", "ipsec_policies")).hasSize(2);
    assertThat(vpc.get(path + "/connections").at("/total_count")).isEqualTo("0");
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.trail("is.vpn.ipsec-policy.create")).isEqualTo(2);
    assertThat(vpc.trail("is.vpn.ipsec-policy.delete")).isEqualTo(1);
  }

  @Test
  void ofIpsecTakeWhatIsGoodEnough() {
    assertThat(ipsec("sha256", "disabled")).isEqualTo(400);
    assertThat(ipsec("aes128", "aes128gcm16")).isEqualTo(400);
    assertThat(ipsec("'disabled'", "'group_5'")).isEqualTo(400);
    assertThat(ipsec("sha256", "sha1")).isEqualTo(400);
    assertThat(ipsec("'pfs'", "'key_lifetime':99,'pfs'")).isEqualTo(400);
    assertThat(ipsec(",'pfs':'disabled'", "")).isEqualTo(400);
  }

  @Test
  void areTwentyAtMost() {
    for (int i = 0; i < 20; i++) {
      vpc.make(IKE, IKE_BODY.formatted(""));
      vpc.make(IPSEC, IPSEC_BODY.formatted(""));
    }
    assertThat(ike("", "")).isEqualTo(409);
    assertThat(ipsec("", "")).isEqualTo(409);
  }

  @Test
  void areForThoseWhoMay() {
    String path = IKE + "/" + vpc.make(IKE, IKE_BODY.formatted("")).get("id").asString();
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", IKE, "").json().get("ike_policies")).hasSize(1);
    assertThat(vpc.sendAs(viewer, "GET", path, "").status()).isEqualTo(200);
    assertThat(vpc.sendAs(viewer, "PATCH", path, "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "DELETE", path, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", IPSEC, "").status()).isEqualTo(403);
  }
}
