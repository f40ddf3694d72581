package io.sekisho.control;

import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Resource;
import java.util.List;

/// An operator who declares security groups and network ACLs.
final class FilterDesk {
  static final String VPC =
      """
      accounts:
        - name: acme
          vpcs:
            - name: blue
              security_groups: [%s]
              network_acls: [%s]
              subnets: [{name: a, ipv4_cidr_block: 10.0.0.0/24%s}]
          instances: [{name: web-1, network_interfaces: [{subnet: a%s}]}]
      """;
  static final String IN = "direction: inbound, protocol: ";
  static final String SSH = "{" + IN + "tcp, port_min: 22, port_max: 22}";
  static final String PING = "{" + IN + "icmp, type: 8}";
  static final String WEB = "{name: http, " + IN + "tcp, port_min: 80, port_max: 80}";
  static final String ALL =
      "{action: allow, %s, source: 0.0.0.0/0, destination: 0.0.0.0/0}".formatted(IN + "any");
  static final String NONE = ALL.replace("allow", "deny");

  final Desk desk = new Desk();

  static String inventory(String groups, String acls) {
    return VPC.formatted(groups, acls, "", "");
  }

  static String group(String name, String... rules) {
    return "{name: %s, rules: [%s]}".formatted(name, String.join(", ", rules));
  }

  static String to(String group) {
    return "{%s, remote: {security_group: %s}}".formatted(IN + "tcp", group);
  }

  SecurityGroup found(String name) {
    return named(SecurityGroup.class, name);
  }

  NetworkAcl acl(String name) {
    return named(NetworkAcl.class, name);
  }

  <T extends Resource> T named(Class<T> type, String name) {
    return all(type).stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  <T extends Resource> List<T> all(Class<T> type) {
    return desk.ledger.edition().contents().all(type);
  }

  List<String> groupsOf(String compute) {
    return desk
        .subject(compute)
        .compute()
        .interfaces()
        .getFirst()
        .virtualNetworkInterface()
        .securityGroups()
        .stream()
        .map(Reference::name)
        .toList();
  }

  <T extends Resource> T byDefault(Class<T> type) {
    return all(type).stream()
        .filter(
            it ->
                (it instanceof SecurityGroup group && group.byDefault())
                    || (it instanceof NetworkAcl acl && acl.byDefault()))
        .findFirst()
        .orElseThrow();
  }

  String words(String inventory) {
    return desk.apply(inventory).changes().stream()
        .filter(change -> change.action().equals("updated"))
        .map(change -> change.name() + ": " + change.words())
        .toList()
        .toString();
  }
}
