package io.sekisho.filterapi;

import io.sekisho.estate.Holdings;
import io.sekisho.filter.Dialect;
import io.sekisho.filter.SecurityGroups;
import io.sekisho.firewall.NetworkAclRule.Action;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol.Icmp;
import io.sekisho.firewall.Protocol.Transport;
import io.sekisho.firewall.Remote;
import io.sekisho.firewall.Remote.Address;
import io.sekisho.firewall.Remote.Block;
import io.sekisho.firewall.Remote.Members;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.networkapi.Target;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A security group as IBM shows one.
record SecurityGroupBody(
    Instant createdAt,
    String crn,
    String href,
    String id,
    String name,
    Named.Group resourceGroup,
    List<Rule> rules,
    List<Target> targets,
    Named vpc) {

  static SecurityGroupBody of(Request request, Holdings holdings, SecurityGroup it) {
    return new SecurityGroupBody(
        it.identity().createdAt(),
        it.identity().crn().toString(),
        request.href(SecurityGroupRoutes.ALL + "/" + it.id()),
        it.id(),
        it.name(),
        Named.Group.of(request, holdings, it),
        it.rules().stream().map(rule -> Rule.of(request, holdings, it, rule)).toList(),
        SecurityGroups.targets(holdings, it.id()).stream()
            .map(place -> Target.guarded(request, holdings, place))
            .toList(),
        Named.of(request, "/vpcs", holdings.get(Vpc.class, it.vpc())).typed("vpc"));
  }

  /// One of its rules. Of the members, those are there that its protocol has.
  record Rule(
      Optional<Integer> code,
      String direction,
      String href,
      String id,
      String ipVersion,
      End local,
      String name,
      Optional<Integer> portMax,
      Optional<Integer> portMin,
      String protocol,
      End remote,
      String resourceType,
      Optional<Integer> type) {

    static Rule of(Request request, Holdings holdings, SecurityGroup group, SecurityGroupRule it) {
      Optional<Icmp> icmp =
          it.protocol() instanceof Icmp known ? Optional.of(known) : Optional.empty();
      Optional<Ports> ports =
          it.protocol() instanceof Transport transport ? transport.destination() : Optional.empty();
      return new Rule(
          icmp.flatMap(Icmp::code),
          it.direction().name().toLowerCase(Locale.ROOT),
          request.href(SecurityGroupRoutes.ALL + "/" + group.id() + "/rules/" + it.id()),
          it.id(),
          it.local().v6() ? "ipv6" : "ipv4",
          End.of(request, holdings, it.local()),
          it.name(),
          ports.map(Ports::max),
          ports.map(Ports::min),
          Dialect.at(request.version()).word(it.protocol(), Action.ALLOW),
          End.of(request, holdings, it.remote()),
          "security_group_rule",
          icmp.flatMap(Icmp::type));
    }
  }

  /// One side of what a rule lets pass: told in one of three ways.
  record End(
      Optional<String> address,
      Optional<String> cidrBlock,
      Optional<String> crn,
      Optional<String> href,
      Optional<String> id,
      Optional<String> name) {
    private static final Optional<String> NONE = Optional.empty();

    static End of(Request request, Holdings holdings, Remote it) {
      return switch (it) {
        case Address range -> new End(Optional.of(range.text()), NONE, NONE, NONE, NONE, NONE);
        case Block range -> new End(NONE, Optional.of(range.text()), NONE, NONE, NONE, NONE);
        case Members(String group) -> group(request, holdings.get(SecurityGroup.class, group));
      };
    }

    private static End group(Request request, SecurityGroup group) {
      Named it = Named.of(request, SecurityGroupRoutes.ALL, group);
      return new End(
          NONE,
          NONE,
          it.crn(),
          Optional.of(it.href()),
          Optional.of(it.id()),
          Optional.of(it.name()));
    }
  }
}
