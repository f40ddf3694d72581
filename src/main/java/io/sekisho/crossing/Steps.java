package io.sekisho.crossing;

import io.sekisho.address.Ip;
import io.sekisho.explanation.PacketExplanation.Rule;
import io.sekisho.explanation.PacketExplanation.Step;
import io.sekisho.policy.Checkpoint;
import io.sekisho.policy.Checkpoint.Stand;
import io.sekisho.policy.Place;
import io.sekisho.policy.Reason;
import io.sekisho.snapshot.Contents;
import io.sekisho.vpc.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says what checkpoints said, with names in place of ids.
final class Steps {
  private final Contents contents;
  private final Rules rules;
  private final String vpc;
  private final Map<Integer, String> names;

  /// @param vpc `account/name`
  /// @param names of the interfaces of the VPC, by their marks
  Steps(Contents contents, String vpc, Map<Integer, String> names) {
    this.contents = contents;
    this.rules = new Rules(contents);
    this.vpc = vpc;
    this.names = Map.copyOf(names);
  }

  /// @param inwards whether the packet comes from outside
  List<Step> of(List<Checkpoint> all, boolean inwards) {
    return all.stream().map(it -> step(it, inwards)).toList();
  }

  private Step step(Checkpoint it, boolean inwards) {
    Optional<Rule> rule =
        switch (it.reason()) {
          case Reason.GroupRule(String group, String id) -> Optional.of(rules.ofGroup(group, id));
          case Reason.AclRule(String acl, String id, _) -> Optional.of(rules.ofAcl(acl, id));
          default -> Optional.empty();
        };
    return new Step(
        it.stand().name().toLowerCase(Locale.ROOT),
        it.passes(),
        it.at().map(place -> before(it.stand(), place)).orElse(""),
        words(it, rule, inwards),
        rule);
  }

  /// Before what it stands.
  private String before(Stand stand, Place place) {
    return stand == Stand.ACL_OUT || stand == Stand.ACL_IN
        ? "subnet " + named(place.segment())
        : name(place.mark());
  }

  private String name(int mark) {
    return names.getOrDefault(mark, "an interface");
  }

  private String named(String id) {
    return contents.find(Resource.class, id).map(Resource::name).orElse(id);
  }

  private String words(Checkpoint it, Optional<Rule> rule, boolean inwards) {
    String who = it.at().map(place -> name(place.mark())).orElse("");
    return switch (it.reason()) {
      case Reason.OwnAddress() -> "it comes from an address of " + who;
      case Reason.SpoofingAllowed() -> who + " may send from any address";
      case Reason.Outside() -> "it comes from outside the VPC";
      case Reason.Spoofed(Ip ip) ->
          inwards
              ? "%s is an address inside, and can't come from outside".formatted(ip)
              : "%s is no address of %s".formatted(ip, who);
      case Reason.NobodysSource(Ip ip) -> "%s can't be a sender's address".formatted(ip);
      case Reason.SourceRouted() -> "it says itself which way it takes";
      case Reason.GroupRule _ -> said("rule %s of group %s: %s", rule);
      case Reason.NoGroupRule() -> noRule(it.at().orElseThrow(), it.stand(), who);
      case Reason.Connected() -> "it belongs to what was let begin";
      case Reason.Stray() -> "it belongs to no connection, and begins none";
      case Reason.AclRule _ -> said("rule %s of ACL %s: %s", rule);
      case Reason.NoAclRule(String acl) -> "no rule of ACL %s matches".formatted(rules.acl(acl));
      case Reason.NoAcl(String segment) ->
          "subnet %s has no ACL, so nothing passes: give it one".formatted(named(segment));
      case Reason.SameSubnet(String segment) ->
          "both are in subnet %s: no ACL is asked".formatted(named(segment));
      case Reason.Delivered(int mark) -> "to " + name(mark);
      case Reason.FloatingIp(Ip ip) ->
          (inwards ? "in by floating IP %s" : "out by floating IP %s").formatted(ip);
      case Reason.PublicGateway(Ip ip) -> "out by the public gateway, as " + ip;
      case Reason.NoWayOut() -> "no floating IP and no public gateway leads there";
      case Reason.NotAskedFor(Ip ip) ->
          "public gateway %s lets in nothing that was not asked for".formatted(ip);
      case Reason.NoSuchAddress(Ip ip) ->
          inwards
              ? "nothing outside reaches %s: only a floating IP would lead in".formatted(ip)
              : "no interface of VPC %s has %s".formatted(vpc, ip);
      case Reason.Metadata(boolean passes) ->
          passes
              ? "to the metadata service: no group or ACL is asked"
              : "the metadata service takes TCP to port 80 or 443, and nothing else";
      case Reason.Router(boolean passes) ->
          passes
              ? "to a subnet's router: no group or ACL is asked"
              : "a subnet's router answers echo requests, and nothing else";
    };
  }

  private static String said(String form, Optional<Rule> rule) {
    return rule.map(
            it -> form.formatted(it.name(), Rules.marked(it.of(), it.ofDefault()), it.content()))
        .orElse("");
  }

  private String noRule(Place place, Stand stand, String who) {
    return place.groups().isEmpty()
        ? who + " is in no security group"
        : "no rule of %s lets it %s"
            .formatted(
                place.groups().stream().map(rules::group).collect(Collectors.joining(", ")),
                stand == Stand.GROUPS_OUT ? "out" : "in");
  }
}
