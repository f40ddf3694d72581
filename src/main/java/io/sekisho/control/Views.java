package io.sekisho.control;

import io.sekisho.address.Ip;
import io.sekisho.firewall.NetworkAcl;
import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import io.sekisho.firewall.Protocol.Any;
import io.sekisho.firewall.Protocol.Icmp;
import io.sekisho.firewall.Protocol.IcmpTcpUdp;
import io.sekisho.firewall.Protocol.Other;
import io.sekisho.firewall.Protocol.Transport;
import io.sekisho.firewall.Remote.Members;
import io.sekisho.firewall.Remote.Range;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.iam.Account;
import io.sekisho.iam.ClaimRule;
import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.Key;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.PlacementGroup;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.Subject;
import io.sekisho.vpc.Subnet;
import io.sekisho.vpc.Vpc;
import io.sekisho.wire.AccountView;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.KeyView;
import io.sekisho.wire.PlacementGroupView;
import io.sekisho.wire.ProfileView;
import io.sekisho.wire.SubnetView;
import io.sekisho.wire.View;
import io.sekisho.wire.VpcView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// How resources are shown to operators: references by name, secrets of guests left out.
final class Views {
  private final Function<String, Optional<Item>> items;
  private final Predicate<String> served;

  Views(Edition edition) {
    this(edition::item, id -> edition.snapshot().subject(id).filter(Subject::served).isPresent());
  }

  /// @param items what has an id, if anything has
  /// @param served whether a guest of this id gets answers
  Views(Function<String, Optional<Item>> items, Predicate<String> served) {
    this.items = items;
    this.served = served;
  }

  View of(Item item) {
    return switch (item.value()) {
      case Account it -> account(it);
      case TrustedProfile it -> profile(it);
      case Vpc it -> vpc(it);
      case Subnet it -> subnet(it);
      case Key it -> key(it);
      case PlacementGroup it -> placementGroup(it);
      case Compute it -> compute(it);
      default -> throw new IllegalStateException("no view of " + item.value().getClass());
    };
  }

  /// What is told of its changes: the view, or of what has none its rules, in an inventory's words.
  Object shown(Item item) {
    return switch (item.value()) {
      case SecurityGroup it -> rules(it.name(), it.rules().stream().map(this::rule).toList());
      case NetworkAcl it -> rules(it.name(), it.rules().stream().map(Views::rule).toList());
      default -> of(item);
    };
  }

  private static Map<String, Object> rules(String name, List<Map<String, Object>> rules) {
    return Map.of("name", name, "rules", rules);
  }

  private Map<String, Object> rule(SecurityGroupRule it) {
    Map<String, Object> all = new LinkedHashMap<>(Map.of("id", it.id(), "name", it.name()));
    all.put("direction", word(it.direction()));
    packets(all, it.protocol(), "port");
    all.put("local", it.local().text());
    all.put(
        "remote",
        switch (it.remote()) {
          case Range range -> range.text();
          case Members(String group) -> nameOf(group);
        });
    return all;
  }

  private static Map<String, Object> rule(NetworkAclRule it) {
    Map<String, Object> all = new LinkedHashMap<>(Map.of("id", it.id(), "name", it.name()));
    all.put("action", word(it.action()));
    all.put("direction", word(it.direction()));
    packets(all, it.protocol(), "destination_port");
    all.put("source", it.source().text());
    all.put("destination", it.destination().text());
    return all;
  }

  private static void packets(Map<String, Object> all, Protocol protocol, String port) {
    all.put("protocol", protocol.word());
    switch (protocol) {
      case Icmp(Optional<Integer> type, Optional<Integer> code) -> {
        type.ifPresent(it -> all.put("type", it));
        code.ifPresent(it -> all.put("code", it));
      }
      case Transport(_, Optional<Ports> source, Optional<Ports> destination) -> {
        source.ifPresent(it -> ports(all, "source_port", it));
        destination.ifPresent(it -> ports(all, port, it));
      }
      case Any _, IcmpTcpUdp _, Other _ -> {}
    }
  }

  private static void ports(Map<String, Object> all, String name, Ports ports) {
    all.put(name + "_min", ports.min());
    all.put(name + "_max", ports.max());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  AccountView account(Account it) {
    return new AccountView(
        it.id().value(),
        it.name(),
        new AccountView.Switch(it.metadataServiceEnabled()),
        it.createdAt());
  }

  ProfileView profile(TrustedProfile it) {
    return new ProfileView(
        it.id(),
        it.crn().toString(),
        it.name(),
        nameOf(it.account().value()),
        it.description(),
        it.links().stream().map(this::link).toList(),
        it.rules().stream().map(Views::rule).toList(),
        it.createdAt(),
        it.modifiedAt());
  }

  private ProfileView.Link link(Link it) {
    return new ProfileView.Link(
        it.id(),
        it.name(),
        nameOf(it.target().id()),
        it.type().name(),
        it.target().toString(),
        it.createdAt());
  }

  private static ProfileView.Rule rule(ClaimRule it) {
    return new ProfileView.Rule(
        it.id(),
        it.name(),
        it.type().name(),
        it.conditions().stream()
            .map(
                each ->
                    new ProfileView.Condition(each.claim(), each.operator().name(), each.value()))
            .toList());
  }

  private VpcView vpc(Vpc it) {
    Identity who = it.identity();
    return new VpcView(
        who.id(),
        who.crn().toString(),
        who.name(),
        account(who),
        it.region(),
        it.index(),
        who.createdAt());
  }

  private SubnetView subnet(Subnet it) {
    Identity who = it.identity();
    return new SubnetView(
        who.id(),
        who.crn().toString(),
        who.name(),
        account(who),
        nameOf(it.vpc()),
        it.zone(),
        it.ipv4CidrBlock().toString(),
        it.ipv6CidrBlock().map(Object::toString),
        it.networkAcl().map(this::nameOf),
        who.createdAt());
  }

  private KeyView key(Key it) {
    Identity who = it.identity();
    return new KeyView(
        who.id(),
        who.crn().toString(),
        who.name(),
        account(who),
        it.type(),
        it.length(),
        it.fingerprint(),
        it.publicKey(),
        who.createdAt());
  }

  private PlacementGroupView placementGroup(PlacementGroup it) {
    Identity who = it.identity();
    return new PlacementGroupView(
        who.id(), who.crn().toString(), who.name(), account(who), it.strategy(), who.createdAt());
  }

  ComputeView compute(Compute it) {
    Identity who = it.identity();
    return new ComputeView(
        who.id(),
        who.crn().toString(),
        who.name(),
        account(who),
        nameOf(it.vpc()),
        it.zone(),
        it.profile(),
        it instanceof Instance instance ? instance.lifecycle().status() : "running",
        service(it),
        new ComputeView.CloudInit(it.initialization().seedSecret().isPresent()),
        served.test(it.id()),
        it.tokenGeneration(),
        it.initialization().keys().stream().map(this::nameOf).toList(),
        it.initialization().defaultTrustedProfile().map(each -> each.target().name()),
        it instanceof Instance instance
            ? instance.scheduling().placementGroup().map(this::nameOf)
            : Optional.empty(),
        it.interfaces().stream().map(this::nic).toList(),
        who.createdAt());
  }

  private static ComputeView.MetadataService service(Compute it) {
    return new ComputeView.MetadataService(
        it.metadataService().enabled(),
        it.metadataService().protocol().name().toLowerCase(Locale.ROOT),
        it.metadataService().responseHopLimit());
  }

  private ComputeView.Interface nic(NetworkInterface it) {
    List<String> floating =
        it.virtualNetworkInterface().floatingIps().stream()
            .map(ip -> ip.address().toString())
            .toList();
    return new ComputeView.Interface(
        it.id(),
        it.name(),
        nameOf(it.subnet()),
        it.mac().toString(),
        it.addresses().stream().map(Ip::toString).toList(),
        floating,
        it.virtualNetworkInterface().securityGroups().stream().map(Reference::name).toList(),
        it.mark());
  }

  private String account(Identity who) {
    return nameOf(who.account().value());
  }

  /// The name of a resource; its id if it is gone.
  private String nameOf(String id) {
    return items.apply(id).map(Item::name).orElse(id);
  }
}
