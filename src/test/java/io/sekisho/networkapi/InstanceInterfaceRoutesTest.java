package io.sekisho.networkapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.Subject;
import io.sekisho.vpcapi.LiveVpc;
import io.sekisho.web.Https.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The network attachments and the older network interfaces of instances over IBM's API.
class InstanceInterfaceRoutesTest {
  private static final String VNIS = "/virtual_network_interfaces";
  private static final String INVENTORY =
      """
      accounts:
        - name: acme
          vpcs:
            - name: main
              region: us-south
              subnets:
                - {name: one, zone: us-south-1, ipv4_cidr_block: 10.240.0.0/24}
                - {name: two, zone: us-south-2, ipv4_cidr_block: 10.240.64.0/24}
            - name: other
              region: us-south
              subnets: [{name: far, zone: us-south-1, ipv4_cidr_block: 10.241.0.0/24}]
      """;

  private final LiveVpc vpc = new LiveVpc();
  private String subnet = "";

  @BeforeEach
  void begin() {
    vpc.office.apply(INVENTORY);
    subnet = vpc.id("subnets", "one");
  }

  @AfterEach
  void close() {
    vpc.close();
  }

  private String subnet() {
    return "{'subnet':{'id':'" + subnet + "'}}";
  }

  /// The path of a new instance.
  private String instance(String primary) {
    String body =
        "{'zone':{'name':'us-south-1'},'image':{'id':'r006-abc'},'profile':{'name':'bx2-2x8'},%s}";
    return "/instances/" + id(vpc.make("/instances", body.formatted(primary)));
  }

  private String attached() {
    return instance("'primary_network_attachment':{'virtual_network_interface':" + subnet() + "}");
  }

  private String older() {
    return instance("'primary_network_interface':" + subnet());
  }

  private static String id(JsonNode it) {
    return it.get("id").asString();
  }

  private Subject guest(String path) {
    String id = path.substring(path.lastIndexOf('/') + 1);
    return vpc.office.office.controller().snapshot().subject(id).orElseThrow();
  }

  private List<String> addresses(String path) {
    return guest(path).compute().interfaces().stream()
        .flatMap(nic -> nic.addresses().stream())
        .map(Ip::toString)
        .toList();
  }

  @Nested
  class OfAnInstanceWithAttachments {
    private String attach(String instance, String vni) {
      String all = instance + "/network_attachments";
      return all + "/" + id(vpc.make(all, "{'virtual_network_interface':" + vni + "}"));
    }

    @Test
    void comeAndGoWithTheirVirtualNetworkInterfaces() {
      String instance = attached();
      String one = attach(instance, "{'subnet':{'id':'%s'},'name':'mine'}".formatted(subnet));
      JsonNode it = vpc.get(one).json();
      assertThat(it.propertyNames())
          .containsExactlyInAnyOrder(
              "created_at",
              "href",
              "id",
              "lifecycle_state",
              "name",
              "port_speed",
              "primary_ip",
              "resource_type",
              "subnet",
              "type",
              "virtual_network_interface");
      assertThat(it.get("type").asString()).isEqualTo("secondary");
      String vni = VNIS + "/" + it.at("/virtual_network_interface/id").asString();
      assertThat(vpc.get(vni).at("/target/id")).isEqualTo(id(it));
      String address = it.at("/primary_ip/address").asString();
      assertThat(addresses(instance)).hasSize(2).contains(address);
      assertThat(vpc.patch(one, "{'name':'second'}").at("/name")).isEqualTo("second");
      assertThat(vpc.delete(one).status()).isEqualTo(202);
      assertThat(vpc.get(one).status()).isEqualTo(404);
      assertThat(vpc.get(vni).status()).isEqualTo(404);
      assertThat(addresses(instance)).hasSize(1).doesNotContain(address);
      assertThat(vpc.trail("is.instance.network-attachment.create")).isEqualTo(1);
      assertThat(vpc.trail("is.instance.network-attachment.delete")).isEqualTo(1);
      assertThat(vpc.trail("is.virtual-network-interface.virtual-network-interface.delete"))
          .isEqualTo(1);
    }

    @Test
    void moveAVirtualNetworkInterfaceFromServerToServer() {
      JsonNode vni = vpc.make(VNIS, "{'subnet':{'id':'%s'},'name':'mine'}".formatted(subnet));
      String address = vni.at("/primary_ip/address").asString();
      String mac = vni.get("mac_address").asString();
      String named = "{'id':'" + id(vni) + "'}";
      String first = attached();
      String second = attached();
      String one = attach(first, named);
      Answer again =
          vpc.post(second + "/network_attachments", "{'virtual_network_interface':" + named + "}");
      assertThat(again.status()).isEqualTo(409);
      assertThat(addresses(first)).contains(address);
      vpc.delete(one);
      assertThat(addresses(first)).doesNotContain(address);
      assertThat(vpc.get(VNIS + "/" + id(vni)).json().has("target")).isFalse();
      attach(second, named);
      assertThat(addresses(second)).contains(address);
      assertThat(guest(second).compute().interfaces().getLast().mac()).hasToString(mac);
      assertThat(vpc.trail("is.virtual-network-interface.virtual-network-interface.attach"))
          .isEqualTo(2);
      assertThat(vpc.trail("is.virtual-network-interface.virtual-network-interface.detach"))
          .isEqualTo(1);
    }

    @Test
    void stayWhereTheServerIs() {
      String all = attached() + "/network_attachments";
      assertRefused(all, vpc.id("subnets", "two"));
      assertRefused(all, vpc.id("subnets", "far"));
      assertThat(vpc.post(all, "{}").code()).isEqualTo("missing_field");
    }

    private void assertRefused(String all, String elsewhere) {
      String body = "{'virtual_network_interface':{'subnet':{'id':'%s'}}}".formatted(elsewhere);
      assertThat(vpc.post(all, body).at("/errors/0/target/name"))
          .isEqualTo("virtual_network_interface.subnet");
    }

    @Test
    void areAtMostFiveOfASmallInstance() {
      String instance = attached();
      for (int i = 0; i < 4; i++) {
        attach(instance, subnet());
      }
      String all = instance + "/network_attachments";
      assertThat(vpc.get(all).json().get("network_attachments")).hasSize(5);
      assertThat(vpc.post(all, "{'virtual_network_interface':" + subnet() + "}").status())
          .isEqualTo(409);
    }

    @Test
    void keepThePrimaryOne() {
      String all = attached() + "/network_attachments";
      String primary = id(vpc.get(all).json().at("/network_attachments/0"));
      assertThat(vpc.delete(all + "/" + primary).status()).isEqualTo(409);
    }

    @Test
    void areOnlyShownInTheOlderForm() {
      String instance = attached();
      String all = instance + "/network_interfaces";
      JsonNode shown = vpc.get(all).json().at("/network_interfaces/0");
      String one = all + "/" + id(shown);
      assertThat(vpc.get(one).json()).isEqualTo(shown);
      assertThat(vpc.get(instance + "/network_attachments/" + id(shown)).status()).isEqualTo(200);
      assertThat(vpc.post(all, subnet()).status()).isEqualTo(409);
      assertThat(vpc.patch(one, "{'name':'mine'}").status()).isEqualTo(409);
      assertThat(vpc.delete(one).status()).isEqualTo(409);
      String ip = id(vpc.make("/floating_ips", "{'zone':{'name':'us-south-1'}}"));
      assertThat(vpc.send("PUT", one + "/floating_ips/" + ip, "").status()).isEqualTo(409);
      String target = vpc.get(one + "/ips").at("/ips/0/target/resource_type");
      assertThat(target).isEqualTo("virtual_network_interface");
    }

    @Test
    void leaveWhatIsNotTheirsAlone() {
      String kept = "{'auto_delete':false,'subnet':{'id':'%s'},'name':'kept'}".formatted(subnet);
      String ip = "{'auto_delete':false,'name':'spare'}";
      String gone = "{'subnet':{'id':'%s'},'primary_ip':%s}".formatted(subnet, ip);
      String instance = attached();
      attach(instance, kept);
      attach(instance, gone);
      assertThat(vpc.delete(instance).status()).isEqualTo(204);
      assertThat(vpc.all(VNIS, "virtual_network_interfaces"))
          .extracting(it -> it.get("name").asString())
          .containsExactly("kept");
      JsonNode again = vpc.make(VNIS, "{'primary_ip':{'id':'%s'}}".formatted(reserved("spare")));
      assertThat(again.at("/primary_ip/name").asString()).isEqualTo("spare");
    }

    private String reserved(String name) {
      return vpc.office.office.ledger().edition().contents().all(ReservedIp.class).stream()
          .filter(it -> it.name().equals(name))
          .findFirst()
          .orElseThrow()
          .id();
    }
  }

  @Nested
  class OfAnInstanceInTheOlderForm {
    @Test
    void comeAndGo() {
      String instance = older();
      String all = instance + "/network_interfaces";
      JsonNode it = vpc.make(all, "{'subnet':{'id':'%s'},'name':'second'}".formatted(subnet));
      assertThat(it.propertyNames())
          .containsExactlyInAnyOrder(
              "allow_ip_spoofing",
              "created_at",
              "floating_ips",
              "href",
              "id",
              "name",
              "port_speed",
              "primary_ip",
              "resource_type",
              "security_groups",
              "status",
              "subnet",
              "type");
      assertThat(it.get("security_groups")).hasSize(1);
      String one = all + "/" + id(it);
      Answer changed = vpc.patch(one, "{'name':'third','allow_ip_spoofing':true}");
      assertThat(changed.at("/name")).isEqualTo("third");
      assertThat(changed.at("/allow_ip_spoofing")).isEqualTo("true");
      assertThat(vpc.get(all).json().get("network_interfaces")).hasSize(2);
      assertThat(addresses(instance)).hasSize(2);
      assertThat(vpc.delete(one).status()).isEqualTo(204);
      assertThat(addresses(instance)).hasSize(1);
      String primary = id(vpc.get(all).json().at("/network_interfaces/0"));
      assertThat(vpc.delete(all + "/" + primary).status()).isEqualTo(409);
    }

    @Test
    void areNoAttachments() {
      String instance = older();
      String nic = id(vpc.get(instance + "/network_interfaces").json().at("/network_interfaces/0"));
      String all = instance + "/network_attachments";
      assertThat(vpc.get(all).json().get("network_attachments")).isEmpty();
      assertThat(vpc.get(all + "/" + nic).status()).isEqualTo(404);
      assertThat(vpc.post(all, "{'virtual_network_interface':" + subnet() + "}").status())
          .isEqualTo(409);
      assertThat(vpc.get(VNIS).json().get("virtual_network_interfaces")).isEmpty();
      assertThat(vpc.get(VNIS + "/" + nic).status()).isEqualTo(404);
      assertThat(vpc.get(VNIS + "/" + nic + "/ips").status()).isEqualTo(404);
    }

    @Test
    void haveAFloatingIpInPlaceOfAnother() {
      String instance = older();
      String nic =
          instance
              + "/network_interfaces/"
              + id(vpc.get(instance + "/network_interfaces").json().at("/network_interfaces/0"));
      String first = id(vpc.make("/floating_ips", "{'zone':{'name':'us-south-1'}}"));
      String second = id(vpc.make("/floating_ips", "{'zone':{'name':'us-south-1'}}"));
      assertThat(vpc.send("PUT", nic + "/floating_ips/" + first, "").at("/target/resource_type"))
          .isEqualTo("network_interface");
      assertThat(vpc.send("PUT", nic + "/floating_ips/" + second, "").status()).isEqualTo(201);
      assertThat(vpc.get(nic + "/floating_ips").json().get("floating_ips"))
          .extracting(InstanceInterfaceRoutesTest::id)
          .containsExactly(second);
      assertThat(vpc.get(nic + "/floating_ips/" + first).status()).isEqualTo(404);
      assertThat(vpc.get("/floating_ips/" + first).json().has("target")).isFalse();
      assertThat(vpc.delete(nic + "/floating_ips/" + second).status()).isEqualTo(204);
      assertThat(vpc.get(nic + "/floating_ips").json().get("floating_ips")).isEmpty();
      String ips = nic + "/ips";
      JsonNode ip = vpc.get(ips).json().at("/ips/0");
      assertThat(ip.at("/target/resource_type").asString()).isEqualTo("network_interface");
      assertThat(vpc.get(ips + "/" + id(ip)).json()).isEqualTo(ip);
    }

    @Test
    void lookOlderToTheGuest() {
      assertThat(guest(older()).compute().interfaces()).allMatch(nic -> nic.older());
    }
  }

  @Test
  void areForThoseWhoMay() {
    String instance = attached();
    String all = instance + "/network_attachments";
    String viewer = vpc.token("Viewer");
    assertThat(vpc.sendAs(viewer, "GET", all, "").status()).isEqualTo(200);
    String body = "{\"virtual_network_interface\":" + subnet().replace('\'', '"') + "}";
    assertThat(vpc.sendAs(viewer, "POST", all, body).status()).isEqualTo(403);
    assertThat(vpc.sendAs(vpc.token(""), "GET", all, "").status()).isEqualTo(403);
    assertThat(vpc.sendIn(vpc.rival, "GET", all, "").status()).isEqualTo(404);
    assertThat(vpc.sendAs(vpc.token("Editor"), "POST", all, body).status()).isEqualTo(201);
  }
}
