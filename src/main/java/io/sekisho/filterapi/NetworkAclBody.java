package io.sekisho.filterapi;

import io.sekisho.estate.Holdings;
import io.sekisho.filter.Dialect;
import io.sekisho.filter.NetworkAcls;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Icmp;
import io.sekisho.firewall.Protocol.Transport;
import io.sekisho.vpc.Vpc;
import io.sekisho.vpcapi.Named;
import io.sekisho.vpcapi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A network ACL as IBM shows one.
record NetworkAclBody(
    Instant createdAt,
    String crn,
    String href,
    String id,
    String name,
    Named.Group resourceGroup,
    List<Rule> rules,
    List<Named> subnets,
    Named vpc) {

  static NetworkAclBody of(Request request, Holdings holdings, NetworkAcl it) {
    return new NetworkAclBody(
        it.identity().createdAt(),
        it.identity().crn().toString(),
        request.href(NetworkAclRoutes.ALL + "/" + it.id()),
        it.id(),
        it.name(),
        Named.Group.of(request, holdings, it),
        it.rules().stream().map(rule -> Rule.of(request, it, rule)).toList(),
        NetworkAcls.subnets(holdings, it).stream()
            .map(subnet -> Named.of(request, "/subnets", subnet).typed("subnet"))
            .toList(),
        Named.of(request, "/vpcs", holdings.get(Vpc.class, it.vpc())).typed("vpc"));
  }

  /// The rule before which another one stands.
  record Next(String href, String id, String name) {}

  /// One of its rules. Of the members, those are there that its protocol has.
  ///
  /// @param before the rule that comes after it; absent of the last one
  record Rule(
      String action,
      Optional<Next> before,
      Optional<Integer> code,
      Instant createdAt,
      String destination,
      Optional<Integer> destinationPortMax,
      Optional<Integer> destinationPortMin,
      String direction,
      String href,
      String id,
      String ipVersion,
      String name,
      String protocol,
      String source,
      Optional<Integer> sourcePortMax,
      Optional<Integer> sourcePortMin,
      Optional<Integer> type) {

    static Rule of(Request request, NetworkAcl acl, NetworkAclRule it) {
      Optional<Icmp> icmp =
          it.protocol() instanceof Icmp known ? Optional.of(known) : Optional.empty();
      Optional<Ports> source = ports(it.protocol(), Transport::source);
      Optional<Ports> destination = ports(it.protocol(), Transport::destination);
      return new Rule(
          it.action().name().toLowerCase(Locale.ROOT),
          next(request, acl, it),
          icmp.flatMap(Icmp::code),
          it.createdAt(),
          it.destination().text(),
          destination.map(Ports::max),
          destination.map(Ports::min),
          it.direction().name().toLowerCase(Locale.ROOT),
          href(request, acl, it),
          it.id(),
          it.source().v6() ? "ipv6" : "ipv4",
          it.name(),
          Dialect.at(request.version()).word(it.protocol(), it.action()),
          it.source().text(),
          source.map(Ports::max),
          source.map(Ports::min),
          icmp.flatMap(Icmp::type));
    }

    /// Those of a protocol that has ports: all of them, if none are told.
    private static Optional<Ports> ports(
        Protocol protocol, Function<Transport, Optional<Ports>> which) {
      return protocol instanceof Transport transport
          ? which.apply(transport).or(() -> Optional.of(Ports.ALL))
          : Optional.empty();
    }

    private static Optional<Next> next(Request request, NetworkAcl acl, NetworkAclRule it) {
      int at = acl.rules().indexOf(it) + 1;
      if (at == acl.rules().size()) {
        return Optional.empty();
      }
      NetworkAclRule next = acl.rules().get(at);
      return Optional.of(new Next(href(request, acl, next), next.id(), next.name()));
    }

    private static String href(Request request, NetworkAcl acl, NetworkAclRule it) {
      return request.href(NetworkAclRoutes.ALL + "/" + acl.id() + "/rules/" + it.id());
    }
  }
}
