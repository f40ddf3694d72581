package io.sekisho.policy;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.firewall.Ports;
import io.sekisho.firewall.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Reads an envelope as people write it down, one thing a line; what follows a `#` is for them:
///
/// ```
/// place 1 front web,db 10.0.0.5 2001:db8::5 spoofing stateless floating=203.0.113.5
/// segment front acl-front 10.0.0.0/24 2001:db8::/64 gateway=203.0.113.1
/// group web
/// in tcp/80-90 10.0.0.0/8
/// out any db 10.0.0.5/32          # to the group db, and only from this one of its addresses
/// acl acl-front
/// in allow tcp/1024-65535>80 0.0.0.0/0 10.0.0.0/24
/// in deny icmp/8/0 0.0.0.0/0 0.0.0.0/0
/// ```
public final class EnvelopeText {
  private final List<Place> places = new ArrayList<>();
  private final List<Segment> segments = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final List<Acl> acls = new ArrayList<>();

  private EnvelopeText() {}

  public static Envelope read(String text) {
    EnvelopeText all = new EnvelopeText();
    text.lines()
        .map(line -> line.replaceAll("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(line -> all.line(line.split("\\s+")));
    return new Envelope(all.places, all.segments, all.groups, all.acls);
  }

  private void line(String... word) {
    switch (word[0]) {
      case "place" -> places.add(place(word));
      case "segment" -> segments.add(segment(word));
      case "group" -> groups.add(new Group(word[1], List.of(), List.of()));
      case "acl" -> acls.add(new Acl(word[1], List.of(), List.of()));
      case "in", "out" -> {
        boolean in = word[0].equals("in");
        if (word[1].equals("allow") || word[1].equals("deny")) {
          aclRule(in, word);
        } else {
          groupRule(in, word);
        }
      }
      default -> throw new IllegalArgumentException(String.join(" ", word));
    }
  }

  private static Segment segment(String... word) {
    return new Segment(
        word[1],
        Arrays.stream(word).skip(3).filter(it -> !it.contains("=")).map(Prefix::parse).toList(),
        Optional.of(word[2]).filter(it -> !it.equals("-")),
        address("gateway=", word));
  }

  private static Place place(String... word) {
    List<String> rest = Arrays.asList(word).subList(4, word.length);
    return new Place(
        Integer.parseInt(word[1]),
        rest.stream().filter(it -> it.matches("[^=]*[.:].*")).map(Ip::parse).toList(),
        word[2],
        word[3].equals("-") ? List.of() : List.of(word[3].split(",")),
        rest.contains("spoofing"),
        !rest.contains("stateless"),
        address("floating=", word));
  }

  private static Optional<Ip> address(String name, String... word) {
    return Arrays.stream(word)
        .filter(it -> it.startsWith(name))
        .findFirst()
        .map(it -> Ip.parse(it.substring(name.length())));
  }

  private void groupRule(boolean in, String... word) {
    Group last = groups.removeLast();
    List<Group.Rule> rules = new ArrayList<>(in ? last.inbound() : last.outbound());
    boolean block = word[2].indexOf('/') > 0;
    Optional<Prefix> remote = block ? Optional.of(Prefix.parse(word[2])) : Optional.empty();
    Prefix local =
        Prefix.parse(
            word.length > 3
                ? word[3]
                : remote.filter(it -> it.first().v6()).isPresent() ? "::/0" : "0.0.0.0/0");
    rules.add(
        new Group.Rule(
            "%s-%s-%d".formatted(last.id(), word[0], rules.size() + 1),
            local,
            remote,
            block ? Optional.empty() : Optional.of(word[2]),
            traffic(word[1], local.first().v6())));
    groups.add(
        in
            ? new Group(last.id(), last.outbound(), rules)
            : new Group(last.id(), rules, last.inbound()));
  }

  private void aclRule(boolean in, String... word) {
    Acl last = acls.removeLast();
    List<Acl.Rule> rules = new ArrayList<>(in ? last.inbound() : last.outbound());
    Prefix source = Prefix.parse(word[3]);
    rules.add(
        new Acl.Rule(
            "%s-%s-%d".formatted(last.id(), word[0], rules.size() + 1),
            word[1].equals("allow"),
            source,
            Prefix.parse(word[4]),
            traffic(word[2], source.first().v6())));
    acls.add(
        in
            ? new Acl(last.id(), last.outbound(), rules)
            : new Acl(last.id(), rules, last.inbound()));
  }

  /// `any`, `tcp`, `tcp/80`, `udp/1-9>53`, `icmp/8/0`, `esp`.
  private static Traffic traffic(String word, boolean v6) {
    String[] part = word.split("/");
    Protocol whole = Protocol.named(part[0]).orElseThrow();
    return Traffic.of(
        switch (whole) {
          case Protocol.Icmp _ when part.length > 1 ->
              new Protocol.Icmp(
                  Optional.of(Integer.parseInt(part[1])),
                  part.length > 2 ? Optional.of(Integer.parseInt(part[2])) : Optional.empty());
          case Protocol.Transport it when part.length > 1 -> {
            int both = part[1].indexOf('>');
            yield new Protocol.Transport(
                it.layer(),
                ports(part[1].substring(0, Math.max(both, 0))),
                ports(part[1].substring(both + 1)));
          }
          default -> whole;
        },
        v6);
  }

  private static Optional<Ports> ports(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String[] end = text.split("-");
    return Optional.of(new Ports(Integer.parseInt(end[0]), Integer.parseInt(end[end.length - 1])));
  }
}
