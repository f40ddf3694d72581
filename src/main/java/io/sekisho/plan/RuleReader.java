package io.sekisho.plan;

import io.sekisho.firewall.Direction;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.NetworkAclRule.Action;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Any;
import io.sekisho.firewall.Protocol.Icmp;
import io.sekisho.firewall.Protocol.IcmpTcpUdp;
import io.sekisho.firewall.Protocol.Other;
import io.sekisho.firewall.Protocol.Transport;
import io.sekisho.firewall.Remote;
import io.sekisho.firewall.Remote.Block;
import io.sekisho.firewall.Remote.Range;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.problem.Nearest;
import io.sekisho.wire.Inventory.NetworkAclRuleSpec;
import io.sekisho.wire.Inventory.RemoteSpec;
import io.sekisho.wire.Inventory.SecurityGroupRuleSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Reads what a declared rule says; it has no id, name and time then.
final class RuleReader {
  private static final List<String> PROTOCOLS =
      List.of("any", "icmp_tcp_udp", "icmp", "tcp", "udp");

  private final Scope scope;
  private final BiFunction<String, String, Optional<Remote>> members;

  /// @param members the interfaces of a group, by its name and the path where it is named
  RuleReader(Scope scope, BiFunction<String, String, Optional<Remote>> members) {
    this.scope = scope;
    this.members = members;
  }

  Optional<SecurityGroupRule> rule(SecurityGroupRuleSpec spec, String path) {
    Header header =
        new Header(
            path,
            spec.type(),
            spec.code(),
            new Bounds("source_port", Optional.empty(), Optional.empty()),
            new Bounds("port", spec.portMin(), spec.portMax()));
    Optional<Protocol> protocol = protocol(spec.protocol(), header);
    Optional<Range> local = spec.local().flatMap(text -> range(text, path + ".local"));
    Optional<Remote> remote = spec.remote().flatMap(it -> remote(it, path + ".remote"));
    if (protocol.isEmpty()
        || local.isPresent() != spec.local().isPresent()
        || remote.isPresent() != spec.remote().isPresent()) {
      return Optional.empty();
    }
    boolean v6 =
        local
            .or(() -> remote.filter(Range.class::isInstance).map(Range.class::cast))
            .filter(Range::v6)
            .isPresent();
    Range everyone = v6 ? Block.ALL_V6 : Block.ALL;
    return scope.made(
        path,
        () ->
            bare(
                new SecurityGroupRule(
                    "",
                    "",
                    direction(spec.direction()),
                    local.orElse(everyone),
                    remote.orElse(everyone),
                    protocol.get())));
  }

  Optional<NetworkAclRule> rule(NetworkAclRuleSpec spec, String path) {
    Header header =
        new Header(
            path,
            spec.type(),
            spec.code(),
            new Bounds("source_port", spec.sourcePortMin(), spec.sourcePortMax()),
            new Bounds("destination_port", spec.destinationPortMin(), spec.destinationPortMax()));
    Optional<Protocol> protocol = protocol(spec.protocol(), header);
    Optional<Range> source = range(spec.source(), path + ".source");
    Optional<Range> destination = range(spec.destination(), path + ".destination");
    if (protocol.isEmpty() || source.isEmpty() || destination.isEmpty()) {
      return Optional.empty();
    }
    return scope.made(
        path,
        () ->
            bare(
                new NetworkAclRule(
                    "",
                    "",
                    Instant.EPOCH,
                    Action.valueOf(spec.action().toUpperCase(Locale.ROOT)),
                    direction(spec.direction()),
                    source.get(),
                    destination.get(),
                    protocol.get())));
  }

  /// What a rule of a security group says.
  static SecurityGroupRule bare(SecurityGroupRule it) {
    return new SecurityGroupRule(
        "", "", it.direction(), it.local(), it.remote(), plain(it.protocol()));
  }

  /// What a rule of a network ACL says.
  static NetworkAclRule bare(NetworkAclRule it) {
    return new NetworkAclRule(
        "",
        "",
        Instant.EPOCH,
        it.action(),
        it.direction(),
        it.source(),
        it.destination(),
        plain(it.protocol()));
  }

  private static Protocol plain(Protocol protocol) {
    return protocol instanceof Transport it ? it.plain() : protocol;
  }

  private static Direction direction(String word) {
    return Direction.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private Optional<Range> range(String text, String path) {
    return scope.parse(text, path, Range::parse);
  }

  private Optional<Remote> remote(RemoteSpec spec, String path) {
    return spec.securityGroup()
        .map(name -> members.apply(name, path + ".security_group"))
        .orElseGet(() -> range(spec.addresses().orElse(""), path).map(it -> it));
  }

  /// What a rule says of a packet's header besides its protocol.
  private record Header(
      String path,
      Optional<Integer> type,
      Optional<Integer> code,
      Bounds source,
      Bounds destination) {
    Map<String, Optional<Integer>> icmp() {
      return Map.of("type", type, "code", code);
    }

    Map<String, Optional<Integer>> all() {
      Map<String, Optional<Integer>> all = new HashMap<>(icmp());
      all.putAll(ports());
      return all;
    }

    Map<String, Optional<Integer>> ports() {
      return Map.of(
          source.lower(), source.min,
          source.upper(), source.max,
          destination.lower(), destination.min,
          destination.upper(), destination.max);
    }
  }

  /// Both ends of a range of ports, or neither.
  ///
  /// @param name what the members' names begin with
  private record Bounds(String name, Optional<Integer> min, Optional<Integer> max) {
    String lower() {
      return name + "_min";
    }

    String upper() {
      return name + "_max";
    }

    boolean isSaid() {
      return min.isPresent() || max.isPresent();
    }
  }

  private Optional<Protocol> protocol(String word, Header header) {
    Optional<Protocol> named = Protocol.named(word);
    if (named.isEmpty()) {
      scope.wrong(
          header.path + ".protocol",
          "is %s; it has to be one of %s, the name of another one such as gre, or number_ and the number of one without a name.%s"
              .formatted(word, String.join(", ", PROTOCOLS), Nearest.question(word, PROTOCOLS)));
      return named;
    }
    Protocol protocol = named.get();
    return switch (protocol) {
      case Icmp _ ->
          only(protocol, header.path, header.ports())
              ? scope.made(
                  header.path + (header.code.isPresent() ? ".code" : ".type"),
                  () -> new Icmp(header.type, header.code))
              : Optional.empty();
      case Transport it ->
          only(protocol, header.path, header.icmp()) ? transport(it, header) : Optional.empty();
      case Any _, IcmpTcpUdp _, Other _ ->
          only(protocol, header.path, header.all()) ? named : Optional.empty();
    };
  }

  /// Whether nothing is said that a protocol has not; says so if something is.
  private boolean only(Protocol protocol, String path, Map<String, Optional<Integer>> foreign) {
    List<String> said =
        foreign.entrySet().stream()
            .filter(each -> each.getValue().isPresent())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    said.forEach(
        member ->
            scope.wrong(
                path + "." + member,
                "is nothing that a rule for %s can say; leave it out.".formatted(protocol.word())));
    return said.isEmpty();
  }

  private Optional<Protocol> transport(Transport all, Header header) {
    Optional<Ports> source = ports(header.source, header.path);
    Optional<Ports> destination = ports(header.destination, header.path);
    return source.isPresent() == header.source.isSaid()
            && destination.isPresent() == header.destination.isSaid()
        ? Optional.of(new Transport(all.layer(), source, destination).plain())
        : Optional.empty();
  }

  /// The ports, if they are said and good.
  private Optional<Ports> ports(Bounds said, String path) {
    if (said.min.isPresent() != said.max.isPresent()) {
      scope.wrong(
          path + "." + (said.min.isPresent() ? said.upper() : said.lower()),
          "is missing. Give both %s and %s, or neither for every port."
              .formatted(said.lower(), said.upper()));
      return Optional.empty();
    }
    return said.min.flatMap(
        min -> scope.made(path + "." + said.lower(), () -> new Ports(min, said.max.orElseThrow())));
  }
}
