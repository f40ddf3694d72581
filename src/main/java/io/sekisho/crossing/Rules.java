package io.sekisho.crossing;

import io.sekisho.explanation.PacketExplanation.Rule;
import io.sekisho.firewall.Direction;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Icmp;
import io.sekisho.firewall.Protocol.Transport;
import io.sekisho.firewall.Remote;
import io.sekisho.firewall.Remote.Block;
import io.sekisho.firewall.Remote.Members;
import io.sekisho.firewall.Remote.Range;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.snapshot.Contents;
import java.util.Optional;

/// Says what stands in rules.
final class Rules {
  private final Contents contents;

  Rules(Contents contents) {
    this.contents = contents;
  }

  Rule ofGroup(String group, String rule) {
    SecurityGroup in = contents.find(SecurityGroup.class, group).orElseThrow();
    SecurityGroupRule it = in.rule(rule).orElseThrow();
    return new Rule(it.id(), it.name(), in.id(), in.name(), in.byDefault(), content(it));
  }

  Rule ofAcl(String acl, String rule) {
    NetworkAcl in = contents.find(NetworkAcl.class, acl).orElseThrow();
    NetworkAclRule it = in.rule(rule).orElseThrow();
    return new Rule(it.id(), it.name(), in.id(), in.name(), in.byDefault(), content(it));
  }

  String group(String id) {
    return contents
        .find(SecurityGroup.class, id)
        .map(it -> marked(it.name(), it.byDefault()))
        .orElse(id);
  }

  String acl(String id) {
    return contents
        .find(NetworkAcl.class, id)
        .map(it -> marked(it.name(), it.byDefault()))
        .orElse(id);
  }

  /// The name of a group or an ACL. That of a default one is often made up, and tells nobody that
  /// it is in force for whatever names no other.
  static String marked(String name, boolean byDefault) {
    return byDefault ? name + " (default)" : name;
  }

  private String content(SecurityGroupRule it) {
    return "%s %s %s%s"
        .formatted(
            words(it.protocol()),
            it.direction() == Direction.OUTBOUND ? "to" : "from",
            remote(it.remote()),
            isAll(it.local()) ? "" : ", at " + it.local().text());
  }

  private String remote(Remote remote) {
    return switch (remote) {
      case Members(String id) -> "group " + group(id);
      case Range range -> range.text();
    };
  }

  private static boolean isAll(Range range) {
    return range.prefix().equals(Block.ALL.prefix())
        || range.prefix().equals(Block.ALL_V6.prefix());
  }

  private static String content(NetworkAclRule it) {
    return "%s %s from %s to %s"
        .formatted(
            it.action() == NetworkAclRule.Action.ALLOW ? "allow" : "deny",
            words(it.protocol()),
            it.source().text(),
            it.destination().text());
  }

  private static String words(Protocol protocol) {
    return switch (protocol) {
      case Transport(_, var source, var destination) ->
          protocol.word()
              + source.map(it -> " from port " + ports(it)).orElse("")
              + destination.map(it -> " " + ports(it)).orElse("");
      case Icmp(var type, var code) ->
          protocol.word() + number(" type ", type) + number(" code ", code);
      default -> protocol.word();
    };
  }

  private static String number(String what, Optional<Integer> number) {
    return number.map(it -> what + it).orElse("");
  }

  private static String ports(Ports ports) {
    return ports.min() == ports.max()
        ? Integer.toString(ports.min())
        : ports.min() + "-" + ports.max();
  }
}
