package io.sekisho.computeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.host.HostPlans;
import io.sekisho.host.Names;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.nftables.GuestPorts.Port;
import io.sekisho.vpcapi.LiveVpc;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the VPC API does to interfaces, as guests and hosts see it.
class GuestInterfacesTest {
  private final LiveInstances live = new LiveInstances();
  private final LiveVpc vpc = live.vpc;

  @AfterEach
  void close() {
    live.close();
  }

  /// What a host is to let pass, interface by interface.
  private List<Port> ports() {
    return new HostPlans(new Names("nic"), Limits.DEFAULT)
        .of(vpc.office.office.controller().snapshot()).vpcs().stream()
            .flatMap(it -> it.guests().ports().stream())
            .toList();
  }

  @Test
  void comeAndGoOnTheHost() {
    String id = live.id("");
    JsonNode vni =
        vpc.make("/virtual_network_interfaces", "{'subnet':{'id':'%s'}}".formatted(live.subnet));
    assertThat(ports()).hasSize(1);
    String all = "/instances/" + id + "/network_attachments";
    JsonNode made =
        vpc.make(
            all, "{'virtual_network_interface':{'id':'%s'}}".formatted(vni.get("id").asString()));
    assertThat(ports()).hasSize(2);
    Port port = ports().getLast();
    assertThat(port.mac()).hasToString(vni.get("mac_address").asString());
    assertThat(port.addresses())
        .containsExactly(Ip.parse(vni.at("/primary_ip/address").asString()));
    vpc.delete(all + "/" + made.get("id").asString());
    assertThat(ports()).hasSize(1);
  }

  @Test
  void speakFromTheAddressesThatTheyHave() {
    JsonNode made = live.make("");
    String id = made.get("id").asString();
    String vni = made.at("/primary_network_attachment/virtual_network_interface/id").asString();
    JsonNode ip =
        vpc.make(
            "/subnets/" + live.subnet + "/reserved_ips", "{'name':'more','auto_delete':false}");
    String bound = "/virtual_network_interfaces/" + vni + "/ips/" + ip.get("id").asString();
    assertThat(vpc.send("PUT", bound, "").status()).isEqualTo(201);
    Ip address = Ip.parse(ip.get("address").asString());
    assertThat(ports().getFirst().addresses()).contains(address);
    assertThat(live.seen(id, "/virtual_network_interfaces/" + vni).at("/ips/1/name").asString())
        .isEqualTo("more");
    assertThat(vpc.delete(bound).status()).isEqualTo(204);
    assertThat(ports().getFirst().addresses()).doesNotContain(address);
  }

  @Test
  void areNoAttachmentsInTheOlderForm() {
    String body =
        LiveInstances.body("", "{}")
            .replace(
                "'primary_network_attachment':{}",
                "'primary_network_interface':{'subnet':{'id':'%s'}}".formatted(live.subnet));
    String id = vpc.make("/instances", body).get("id").asString();
    JsonNode seen = live.seen(id, "/instance");
    assertThat(seen.get("network_interfaces")).hasSize(1);
    assertThat(seen.get("network_attachments")).isEmpty();
    assertThat(seen.has("primary_network_attachment")).isFalse();
    assertThat(live.seen(id, "/virtual_network_interfaces").at("/virtual_network_interfaces"))
        .isEmpty();
  }
}
