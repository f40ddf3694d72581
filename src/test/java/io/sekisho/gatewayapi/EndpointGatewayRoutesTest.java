package io.sekisho.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Endpoint gateways over IBM's API.
class EndpointGatewayRoutesTest {
  private static final String ALL = "/endpoint_gateways";
  private static final String COS = "crn:v1:bluemix:public:cloud-object-storage:global:::";
  private static final String EARLIER = "?version=2025-11-17";
  private static final String NTP =
      "'target':{'resource_type':'provider_infrastructure_service','name':'ibm-ntp-server'}";
  private static final String STORE =
      "'target':{'resource_type':'provider_cloud_service','crn':'" + COS + "endpoint:s3'}";
  private static final String SERVICES =
      """
      catalog:
        services:
          - {name: ibm-ntp-server, endpoints: [time.example.com], addresses: [192.0.2.4]}
          - {name: ibm-dns-server, endpoints: [dns.example.com]}
          - name: store
            crn: "%1$sendpoint:s3"
            endpoints: [s3.example.com, "*.s3.example.com"]
            resource_endpoint: "*.s3.example.com"
          - {name: other, crn: "%1$sendpoint:s4", endpoints: [a.s3.example.com]}
      accounts: []
      """
          .formatted(COS);

  private final LiveVpc vpc = new LiveVpc();
  private String blue = "";
  private String one = "";
  private String two = "";

  @BeforeEach
  void begin() {
    vpc.office.apply(SERVICES);
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
    return "{'vpc':{'id':'%s'},%s}".formatted(blue, rest);
  }

  private String gateway(String rest) {
    return ALL + "/" + vpc.make(ALL, body(rest)).get("id").asString();
  }

  private int status(String rest) {
    return vpc.post(ALL, body(rest)).status();
  }

  private String reserved(String subnet, String rest) {
    return vpc.make("/subnets/" + subnet + "/reserved_ips", "{" + rest + "}").get("id").asString();
  }

  private static String wish(String subnet, String rest) {
    return "{'subnet':{'id':'%s'}%s}".formatted(subnet, rest);
  }

  @Test
  void leadToServicesOfTheCatalogue() {
    String path = gateway(NTP + ",'name':'time'");
    Answer answer = vpc.get(path);
    assertThat(answer.at("/target/name")).isEqualTo("ibm-ntp-server");
    assertThat(answer.at("/service_endpoint")).isEqualTo("time.example.com");
    assertThat(answer.at("/dns_resolution_binding_mode")).isEqualTo("primary");
    assertThat(answer.json().get("security_groups")).hasSize(1);
    assertThat(vpc.get(gateway(STORE)).json().get("service_endpoints")).hasSize(2);
    assertThat(vpc.all(ALL + "?limit=1", "endpoint_gateways")).hasSize(2);
    assertThat(vpc.patch(path, "{'name':'clock'}").at("/name")).isEqualTo("clock");
    assertThat(vpc.delete("/vpcs/" + blue).status()).isEqualTo(409);
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get(path).status()).isEqualTo(404);
    assertThat(vpc.trail("is.endpoint-gateway.endpoint-gateway.create")).isEqualTo(2);
    assertThat(vpc.trail("is.endpoint-gateway.endpoint-gateway.update")).isEqualTo(1);
    assertThat(vpc.trail("is.endpoint-gateway.endpoint-gateway.delete")).isEqualTo(1);
  }

  @Test
  void leadToOneServiceEachAndToNoOther() {
    gateway(STORE + ",'name':'a'");
    assertThat(status(STORE)).isEqualTo(409);
    assertThat(status(NTP + ",'name':'a'")).isEqualTo(409);
    assertThat(status(STORE.replace(":s3", ":s4"))).isEqualTo(409);
    assertThat(status(STORE.replace(":s3", ":s5"))).isEqualTo(400);
    assertThat(status(STORE.replace("provider_cloud", "private_path"))).isEqualTo(400);
    String wanted = STORE.replace("provider_cloud_service", "private_path_service_gateway");
    assertThat(status(wanted)).isEqualTo(400);
    assertThat(status(NTP.replace("ntp-server", "time-server"))).isEqualTo(400);
    assertThat(status(NTP.replace("infrastructure", "cloud"))).isEqualTo(400);
    assertThat(status(NTP.replace("}", ",'crn':'x'}"))).isEqualTo(400);
    assertThat(status("'target':{'name':'ibm-ntp-server'}")).isEqualTo(400);
    assertThat(status(NTP + ",'security_groups':[]")).isEqualTo(400);
    assertThat(status(NTP + ",'dns_resolution_binding_mode':'secondary'")).isEqualTo(400);
  }

  @Test
  void areFaultyWhenTheirServiceIsGone() {
    String path = gateway(STORE);
    assertThat(vpc.get(path).at("/health_state")).isEqualTo("inapplicable");
    vpc.office.apply("catalog: {services: [{name: ibm-dns-server}]}\naccounts: []\n");
    assertThat(vpc.get(path).at("/health_state")).isEqualTo("faulted");
    assertThat(vpc.get(path).has("/service_endpoint")).isFalse();
  }

  @Test
  void haveOneReservedIpInAZone() {
    String there = reserved(two, "");
    String path = gateway(NTP + ",'ips':[" + wish(one, ",'name':'a'") + ",{'id':'" + there + "'}]");
    String ips = path + "/ips";
    assertThat(vpc.get(path).json().get("ips")).hasSize(2);
    String made = vpc.get(path).at("/ips/0/id");
    Answer bound = vpc.get("/subnets/" + one + "/reserved_ips/" + made);
    assertThat(bound.at("/target/resource_type")).isEqualTo("endpoint_gateway");
    assertThat(vpc.get(ips + "/" + made).json()).isEqualTo(bound.json());
    assertThat(vpc.all(ips + "?limit=1&sort=name", "ips")).hasSize(2);
    String third = reserved(one, "");
    assertThat(vpc.send("PUT", ips + "/" + third, "").status()).isEqualTo(409);
    assertThat(vpc.delete("/subnets/" + one).status()).isEqualTo(409);
    assertThat(vpc.delete(ips + "/" + made).status()).isEqualTo(204);
    assertThat(vpc.get(ips + "/" + made).status()).isEqualTo(404);
    assertThat(vpc.get("/subnets/" + one + "/reserved_ips/" + made).status()).isEqualTo(404);
    assertThat(vpc.send("PUT", ips + "/" + third, "").at("/target/name"))
        .isEqualTo(vpc.get(path).at("/name"));
    assertThat(vpc.send("PUT", ips + "/" + third, "").status()).isEqualTo(201);
    assertThat(vpc.delete(path).status()).isEqualTo(204);
    assertThat(vpc.get("/subnets/" + two + "/reserved_ips/" + there).has("/target")).isFalse();
    assertThat(vpc.trail("is.subnet.reserved-ip.attach")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void takeReservedIpsThatCanBeHad() {
    String again = wish(one, "");
    assertThat(status(NTP + ",'ips':[" + again + "," + again + "]")).isEqualTo(409);
    assertThat(status(NTP + ",'ips':[{'id':'none'}]")).isEqualTo(400);
    assertThat(status(NTP + ",'ips':[{'name':'a'}]")).isEqualTo(400);
    assertThat(status(NTP + ",'ips':[{'id':'x','subnet':{'id':'" + one + "'}}]")).isEqualTo(400);
    String path = gateway(NTP);
    String bound =
        reserved(one, "'target':{'id':'%s'}".formatted(path.substring(ALL.length() + 1)));
    assertThat(vpc.get(path).at("/ips/0/id")).isEqualTo(bound);
    String at = "/subnets/" + one + "/reserved_ips/" + bound;
    assertThat(vpc.patch(at, "{'name':'here'}").status()).isEqualTo(200);
    assertThat(vpc.get(path).at("/ips/0/name")).isEqualTo("here");
    assertThat(vpc.delete(at).status()).isEqualTo(204);
    assertThat(vpc.get(path).json().get("ips")).isEmpty();
    String nic =
        vpc.make("/virtual_network_interfaces", wish(one, "")).at("/primary_ip/id").asString();
    assertThat(vpc.send("PUT", path + "/ips/" + nic, "").status()).isEqualTo(409);
    blue = vpc.make("/vpcs", "{'name':'green'}").get("id").asString();
    assertThat(status(NTP + ",'ips':[" + again + "]")).isEqualTo(400);
  }

  @Test
  void takeAnAddressFromAnInterfaceThatDoesWithoutIt() {
    String path = gateway(NTP);
    String nic = vpc.make("/virtual_network_interfaces", wish(one, "")).get("id").asString();
    String at = "/virtual_network_interfaces/" + nic;
    String more = reserved(one, "'target':{'id':'" + nic + "'}");
    assertThat(vpc.send("PUT", path + "/ips/" + more, "").status()).isEqualTo(201);
    assertThat(vpc.get(at).json().get("ips")).hasSize(1);
    assertThat(vpc.get(path).at("/ips/0/id")).isEqualTo(more);
  }

  @Test
  void areInSecurityGroups() {
    String path = gateway(NTP);
    String id = vpc.get(path).at("/id");
    String group =
        vpc.make("/security_groups", "{'vpc':{'id':'" + blue + "'}}").get("id").asString();
    String target = "/security_groups/" + group + "/targets/" + id;
    assertThat(vpc.send("PUT", target, "").at("/resource_type")).isEqualTo("endpoint_gateway");
    assertThat(vpc.get(path).json().get("security_groups")).hasSize(2);
    assertThat(vpc.delete("/security_groups/" + group).status()).isEqualTo(409);
    assertThat(vpc.delete(target).status()).isEqualTo(204);
    assertThat(vpc.get(path).json().get("security_groups")).hasSize(1);
  }

  @Test
  void bindResourcesThatHaveNames() {
    String path = gateway(STORE + ",'dns_resolution_binding_mode':'per_resource_binding'");
    String bindings = path + "/resource_bindings";
    String bucket = COS.replace(":::", ":a/x:y:") + "bucket:pail";
    String body = "{'name':'a','target':{'crn':'" + bucket + "'}}";
    String at = bindings + "/" + vpc.make(bindings, body).get("id").asString();
    assertThat(vpc.get(at).at("/service_endpoint")).isEqualTo("pail.s3.example.com");
    assertThat(vpc.post(bindings, body).status()).isEqualTo(409);
    assertThat(vpc.post(bindings, body.replace("pail", "can")).status()).isEqualTo(409);
    assertThat(vpc.post(bindings, body.replace("cloud-object-storage", "kms")).status())
        .isEqualTo(400);
    assertThat(vpc.post(bindings, "{'target':{'crn':'pail'}}").status()).isEqualTo(400);
    assertThat(vpc.patch(at, "{'name':'b'}").at("/name")).isEqualTo("b");
    assertThat(vpc.all(bindings, "resource_bindings")).hasSize(1);
    assertThat(vpc.delete(at).status()).isEqualTo(204);
    assertThat(vpc.get(at).status()).isEqualTo(404);
    String bare = NTP + ",'dns_resolution_binding_mode':'per_resource_binding'";
    assertThat(status(bare)).isEqualTo(400);
    assertThat(vpc.trail("is.endpoint-gateway.resource-binding.create")).isEqualTo(1);
  }

  @Test
  void speakOfTheirModeAsTheVersionDoes() {
    String path = gateway(STORE);
    Answer before = vpc.get(path + EARLIER);
    assertThat(before.at("/allow_dns_resolution_binding")).isEqualTo("true");
    assertThat(before.at("/allow_resource_binding")).isEqualTo("false");
    assertThat(before.has("/dns_resolution_binding_mode")).isFalse();
    assertThat(mode(path, EARLIER, "'allow_resource_binding':true"))
        .isEqualTo("per_resource_binding");
    String off = "'allow_dns_resolution_binding':false";
    assertThat(vpc.patch(path + EARLIER, "{" + off + "}").status()).isEqualTo(400);
    assertThat(mode(path, EARLIER, off + ",'allow_resource_binding':false")).isEqualTo("disabled");
    assertThat(mode(path, "", "'dns_resolution_binding_mode':'primary'")).isEqualTo("primary");
    assertThat(vpc.patch(path, "{" + off + "}").status()).isEqualTo(400);
    assertThat(vpc.patch(path + EARLIER, "{'dns_resolution_binding_mode':'primary'}").status())
        .isEqualTo(400);
  }

  private String mode(String path, String version, String said) {
    assertThat(vpc.patch(path + version, "{" + said + "}").status()).isEqualTo(200);
    return vpc.get(path).at("/dns_resolution_binding_mode");
  }

  @Test
  void areFoundByWhatIsAskedFor() {
    String id = vpc.make(ALL, body(NTP + ",'name':'a'")).get("id").asString();
    gateway(STORE + ",'dns_resolution_binding_mode':'disabled'");
    for (String filter :
        List.of("name=a", "dns_resolution_binding_mode=primary,per_resource_binding")) {
      assertThat(vpc.get(ALL + "?" + filter).at("/endpoint_gateways/0/id")).isEqualTo(id);
      assertThat(vpc.get(ALL + "?" + filter).at("/total_count")).isEqualTo("1");
    }
    assertThat(vpc.get(ALL + "?vpc.name=blue").at("/total_count")).isEqualTo("2");
    assertThat(vpc.get(ALL + "?lifecycle_state=failed").at("/total_count")).isEqualTo("0");
  }

  @Test
  void areForThoseWhoMay() {
    String path = gateway(NTP);
    assertThat(vpc.sendIn(vpc.rival, "GET", path, "").status()).isEqualTo(404);
    String foreign = body(STORE).replace('\'', '"');
    assertThat(vpc.sendIn(vpc.rival, "POST", ALL, foreign).status()).isEqualTo(400);
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", ALL, "").json().get("endpoint_gateways")).hasSize(1);
    assertThat(vpc.sendAs(viewer, "PATCH", path, "{}").status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "POST", ALL, foreign).status()).isEqualTo(403);
    assertThat(vpc.sendAs(viewer, "DELETE", path, "").status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", ALL, "").status()).isEqualTo(403);
  }
}
