package io.sekisho.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.control.Initiator;
import io.sekisho.document.Codec;
import io.sekisho.fleet.Document;
import io.sekisho.fleet.Document.Ref;
import io.sekisho.fleet.Line;
import io.sekisho.fleet.Sort;
import io.sekisho.policy.Envelope;
import io.sekisho.policy.Envelopes;
import io.sekisho.policy.Inhabitants;
import io.sekisho.snapshot.Contents;
import io.sekisho.snapshot.Snapshot;
import io.sekisho.station.GuestSide;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What filters packets of a node's guests is known there, and what filters those of others is not.
class FiltersOnNodesTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final byte[] WORLD =
      """
      accounts:
        - name: acme
          vpcs:
            - name: prod
              region: us-south
              subnets:
                - {name: front, zone: us-south-1, ipv4_cidr_block: 10.0.0.0/24}
                - {name: back, zone: us-south-1, ipv4_cidr_block: 10.0.1.0/24}
            - name: test
              region: us-south
              subnets:
                - {name: bench, zone: us-south-1, ipv4_cidr_block: 10.0.0.0/24}
          instances:
            - name: web
              vpc: prod
              network_interfaces: [{name: eth0, subnet: front}]
            - name: db
              vpc: prod
              network_interfaces: [{name: eth0, subnet: back}]
            - name: trial
              vpc: test
              network_interfaces: [{name: eth0, subnet: bench}]
      """
          .getBytes(UTF_8);

  @TempDir private Path folder;
  private House house;
  private Wire wire;
  private Wire.Joined node;
  private final Map<Ref, Document> told = new LinkedHashMap<>();

  @BeforeEach
  void start() throws Exception {
    house =
        House.open(
            FleetScene.settings(
                new Place(folder, Optional.empty(), Optional.empty()),
                Settings.Guests.NONE,
                0,
                Optional.of(
                    new Settings.NodesPort(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        GuestSide.LOCAL_NAMES))));
    house.controller().apply(WORLD, false, false, new Initiator("test", "0"));
    wire = new Wire(house);
    node = wire.join("one");
    wire.place("web", "one");
    make("public_gateways", "{'vpc':{'name':'prod'},'zone':{'name':'us-south-1'},'name':'way'}");
  }

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void aNodeMakesTheSameEnvelopeAsItsController() throws Exception {
    try (Wire.Stream stream = wire.watch(node.tls(), Optional.empty())) {
      begin(stream);
      assertThat(envelope()).isEqualTo(envelopeAtTheController());
      assertThat(envelope().groups()).hasSize(1);
      assertThat(envelope().acls()).hasSize(1);

      // A rule, a member, a way out, another ACL: each changes what filters, and each is told.
      String group = group("web");
      make("security_groups/" + group + "/rules", "{'direction':'inbound','protocol':'tcp'}");
      assertThat(refs(follow(stream))).containsExactly(new Ref("security_group", group));
      assertThat(envelope()).isEqualTo(envelopeAtTheController());

      String subnet = wire.subject("web").compute().interfaces().getFirst().subnet();
      send("PUT", "subnets/" + subnet + "/public_gateway", "{'name':'way'}");
      assertThat(refs(follow(stream)))
          .extracting(Ref::kind)
          .containsExactlyInAnyOrder("public_gateway", "subnet");
      assertThat(envelope()).isEqualTo(envelopeAtTheController());
      assertThat(envelope().segments()).anyMatch(it -> it.publicGateway().isPresent());

      String acl = make("network_acls", "{'vpc':{'name':'prod'},'name':'strict'}");
      send("PUT", "subnets/" + subnet + "/network_acl", "{'id':'" + acl + "'}");
      assertThat(refs(follow(stream))).contains(new Ref("network_acl", acl));
      assertThat(envelope()).isEqualTo(envelopeAtTheController());

      String db = make("security_groups", "{'vpc':{'name':'prod'},'name':'db'}");
      String vni = interfaceOf("web").id();
      send("PUT", "security_groups/" + db + "/targets/" + vni, "");
      assertThat(refs(follow(stream))).contains(new Ref("security_group", db));
      assertThat(envelope()).isEqualTo(envelopeAtTheController());
      assertThat(envelope().groups()).hasSize(2);
      send("DELETE", "security_groups/" + db + "/targets/" + vni, "");
      assertThat(follow(stream).delete()).containsExactly(new Ref("security_group", db));
      assertThat(envelope()).isEqualTo(envelopeAtTheController());
    }
  }

  @Test
  void whatFiltersForOthersIsNotTold() throws Exception {
    Wire.Joined two = wire.join("two");
    wire.place("trial", "two");
    String db = make("security_groups", "{'vpc':{'name':'prod'},'name':'db'}");
    send("PUT", "security_groups/" + db + "/targets/" + interfaceOf("db").id(), "");
    String group = group("web");
    try (Wire.Stream stream = wire.watch(node.tls(), Optional.empty());
        Wire.Stream other = wire.watch(two.tls(), Optional.empty())) {
      begin(stream);
      assertThat(other.next()).isInstanceOf(Line.Everything.class);
      assertThat(told).doesNotContainKey(new Ref("security_group", db));
      assertThat(told.toString()).doesNotContain(wire.subject("trial").vpc().id());

      // Named by a rule, a group is what its members are: its own rules are theirs.
      make(
          "security_groups/" + group + "/rules",
          "{'direction':'inbound','protocol':'tcp','remote':{'id':'" + db + "'}}");
      assertThat(refs(follow(stream))).containsExactly(new Ref("security_group", group));
      make("security_groups/" + db + "/rules", "{'direction':'inbound','protocol':'udp'}");
      make("network_acls", "{'vpc':{'name':'prod'},'name':'unused'}");
      make("security_groups/" + group + "/rules", "{'direction':'inbound','protocol':'udp'}");
      assertThat(refs(follow(stream))).containsExactly(new Ref("security_group", group));

      // The first that the other node hears is what is its own.
      String bench = group("trial");
      make("security_groups/" + bench + "/rules", "{'direction':'inbound','protocol':'udp'}");
      assertThat(refs(other.change())).containsExactly(new Ref("security_group", bench));
    }
  }

  /// No address of a subnet is on the internet, whoever is in it.
  @Test
  void ofItsVpcsEverySubnetIsTold() throws Exception {
    long revision;
    String more;
    make(
        "vpcs/" + wire.subject("web").vpc().id() + "/address_prefixes",
        "{'cidr':'10.0.2.0/24','zone':{'name':'us-south-1'}}");
    try (Wire.Stream stream = wire.watch(node.tls(), Optional.empty())) {
      begin(stream);
      assertThat(envelope().segments()).hasSize(2);
      more = make("subnets", "{'vpc':{'name':'prod'},'ipv4_cidr_block':'10.0.2.0/24'}");
      assertThat(refs(follow(stream))).contains(new Ref("subnet", more));
      assertThat(envelope()).isEqualTo(envelopeAtTheController());
      revision = house.controller().snapshot().revision();
    }
    // Gone while nobody watched: resuming would keep it.
    send("DELETE", "subnets/" + more, "");
    try (Wire.Stream stream = wire.watch(node.tls(), Optional.of(revision))) {
      begin(stream);
      assertThat(told).doesNotContainKey(new Ref("subnet", more));
      assertThat(envelope()).isEqualTo(envelopeAtTheController());
    }
  }

  private void begin(Wire.Stream stream) throws IOException {
    told.clear();
    ((Line.Everything) stream.next()).documents().forEach(it -> told.put(it.ref(), it));
  }

  /// Takes the next change as the node would.
  private Line.Change follow(Wire.Stream stream) throws IOException {
    Line.Change change = stream.change();
    change.delete().forEach(told::remove);
    change.put().forEach(it -> told.put(it.ref(), it));
    return change;
  }

  private static List<Ref> refs(Line.Change change) {
    return change.put().stream().map(Document::ref).toList();
  }

  private Envelope envelope() {
    Codec codec = new Codec();
    Contents contents =
        Contents.of(
            told.values().stream()
                .map(it -> Sort.named(it.kind()).orElseThrow().read(it, codec))
                .toList());
    Snapshot snapshot = Snapshot.EMPTY.next(1, contents);
    return Envelopes.of(contents, Inhabitants.of(snapshot, wire.subject("web").vpc().id()));
  }

  private Envelope envelopeAtTheController() {
    Subject web = wire.subject("web");
    Snapshot all = house.controller().snapshot();
    return Envelopes.of(
        all.contents(),
        new Inhabitants(List.of(web), Inhabitants.of(all, web.vpc().id()).subnets()));
  }

  private VirtualNetworkInterface interfaceOf(String guest) {
    return wire.subject(guest).compute().interfaces().getFirst().virtualNetworkInterface();
  }

  /// The first one that it is in.
  private String group(String guest) {
    return interfaceOf(guest).securityGroups().getFirst().id();
  }

  private String make(String path, String body) throws Exception {
    JsonNode made = JSON.readTree(send("POST", path, body));
    return made.get("id").asString();
  }

  private String send(String method, String path, String body) throws Exception {
    return wire.ibm(method, path, wire.subject("web").account().id().value(), body);
  }
}
