package io.sekisho.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.firewall.Direction;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.NetworkAclRule.Action;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Any;
import io.sekisho.firewall.Protocol.Icmp;
import io.sekisho.firewall.Protocol.IcmpTcpUdp;
import io.sekisho.firewall.Protocol.Layer;
import io.sekisho.firewall.Protocol.Other;
import io.sekisho.firewall.Protocol.Transport;
import io.sekisho.firewall.Remote.Address;
import io.sekisho.firewall.Remote.Block;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Security groups and network ACLs survive being written and read, whatever their rules are.
class FirewallRecordsTest {
  private static final String VPC = "r006-4727d842-f94f-4a2d-824a-9bc9b02c523b";
  private static final Instant AT = Instant.parse("2026-03-01T08:15:30Z");
  private static final AccountId ACCOUNT = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");

  private static final List<Protocol> PROTOCOLS =
      List.of(
          new Any(),
          new IcmpTcpUdp(),
          new Icmp(Optional.empty(), Optional.empty()),
          new Icmp(Optional.of(8), Optional.of(0)),
          new Transport(Layer.TCP, Optional.empty(), Optional.of(new Ports(22, 22))),
          new Transport(Layer.UDP, Optional.of(Ports.ALL), Optional.empty()),
          new Other(88));

  private final Codec codec = new Codec();

  private static Identity identity(String type) {
    String id = "r006-be5df5ca-12a0-494b-907e-aa6ec2bfa271";
    return new Identity(
        id, new Crn("is", "us-south", ACCOUNT, type, id), "mine", ACCOUNT, ACCOUNT.value(), AT);
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  @Test
  void securityGroupsAreReadAsTheyWereWritten() {
    SecurityGroup written =
        SecurityGroup.byDefault(identity("security-group"), VPC, FirewallRecordsTest::id);
    String document = Codec.write(written);
    assertThat(document)
        .contains("\"remote\":{\"Members\":{\"id\":\"" + written.id() + "\"}}")
        .contains("\"protocol\":{\"IcmpTcpUdp\":{}}");
    assertThat(codec.read(SecurityGroup.class, document)).isEqualTo(written);
  }

  @Test
  void networkAclsAreReadAsTheyWereWritten() {
    NetworkAcl empty = NetworkAcl.byDefault(identity("network-acl"), VPC, FirewallRecordsTest::id);
    NetworkAcl written = empty.with(PROTOCOLS.stream().map(FirewallRecordsTest::rule).toList());
    assertThat(codec.read(NetworkAcl.class, Codec.write(written))).isEqualTo(written);
  }

  private static NetworkAclRule rule(Protocol protocol) {
    return new NetworkAclRule(
        id(),
        "rule-" + PROTOCOLS.indexOf(protocol),
        AT,
        Action.ALLOW,
        Direction.INBOUND,
        new Address(Ip.parse("10.0.0.5")),
        new Block(Prefix.parse("10.1.0.0/16")),
        protocol);
  }
}
