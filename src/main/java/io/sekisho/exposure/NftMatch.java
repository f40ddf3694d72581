package io.sekisho.exposure;

import io.sekisho.exposure.Match.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Conditions of nftables.
///
/// @param sets by `@` and name
/// @param cgroups paths by number
record NftMatch(Function<String, Optional<JsonNode>> sets, Map<String, String> cgroups) {
  private static final long MOST = 0xffff_ffffL;
  private static final String ROOT_CGROUP = "1";

  /// What stands before the number of a control group that is gone.
  static final String GONE = "#";

  Match of(JsonNode left, String op, JsonNode right) {
    try {
      return understood(left, op, right);
    } catch (IllegalArgumentException unreadable) {
      return Match.UNCLEAR;
    }
  }

  private Match understood(JsonNode left, String op, JsonNode right) {
    if (left.has("concat")) {
      return concatenated(left.path("concat"), right).not(op.equals("!="));
    }
    if (left.has("&")) {
      return masked(left.path("&"), right).not(op.equals("!="));
    }
    if (left.has("meta")) {
      return meta(left.path("meta").path("key").asString(), op, right);
    }
    if (left.has("payload")) {
      return payload(left.path("payload"), op, right);
    }
    if (left.has("ct")) {
      return tracked(left.path("ct"), op, right);
    }
    if (left.has("socket")) {
      return socket(left.path("socket"), right).not(op.equals("!="));
    }
    return left.has("fib") ? fib(left.path("fib"), right).not(op.equals("!=")) : Match.UNCLEAR;
  }

  private Match meta(String key, String op, JsonNode right) {
    boolean not = op.equals("!=");
    return switch (key) {
      case "skuid" -> owned(Owner::uid, op, right);
      case "skgid" -> owned(Owner::gid, op, right);
      case "l4proto" -> protocol(right).not(not);
      case "nfproto", "protocol" -> family(right).not(not);
      case "iif", "iifname" -> device(Packet::in, right).not(not);
      case "oif", "oifname" -> device(Packet::out, right).not(not);
      case "mark" -> mark(MOST, op, right);
      case "pkttype" ->
          Match.any(
                  strings(right).stream()
                      .map(it -> Match.that(_ -> it.equals("host") || it.equals("unicast")))
                      .toList())
              .not(not);
      default -> Match.UNCLEAR;
    };
  }

  /// Without an owner, neither way matches.
  private Match owned(Function<Owner, Long> field, String op, JsonNode right) {
    List<Span> spans = compared(op, numbers(right), MOST);
    return packet ->
        packet
            .owner()
            .map(it -> Span.of(field.apply(it)).among(spans))
            .map(it -> op.equals("!=") ? it.not() : it)
            .orElse(Truth.NO);
  }

  private Match payload(JsonNode payload, String op, JsonNode right) {
    String protocol = payload.path("protocol").asString("");
    String field = payload.path("field").asString("");
    Match present =
        Match.that(
            packet ->
                switch (protocol) {
                  case "ip" -> !packet.v6();
                  case "ip6" -> packet.v6();
                  case "tcp" -> packet.protocol() == Packet.TCP;
                  case "udp" -> packet.protocol() == Packet.UDP;
                  case "th" -> true;
                  default -> false;
                });
    if (Set.of("icmp", "icmpv6", "arp", "ether", "vlan", "sctp", "dccp", "udplite")
        .contains(protocol)) {
      return protocol.equals("ether") || protocol.equals("vlan") ? Match.UNCLEAR : Match.NEVER;
    }
    Match about =
        switch (field) {
          case "daddr" -> Match.among(Packet::destination, addresses(right));
          case "saddr" -> Match.among(Packet::source, addresses(right));
          case "dport" -> Match.among(Packet::port, compared(op, numbers(right), 65_535));
          case "sport" -> Match.among(Packet::sourcePort, compared(op, numbers(right), 65_535));
          case "protocol", "nexthdr" -> protocol(right);
          case "flags" ->
              op.equals("in")
                  ? someFlag(strings(right))
                  : flags(List.of("fin", "syn", "rst", "ack", "psh", "urg"), strings(right));
          default -> Match.UNCLEAR;
        };
    return present.and(about.not(op.equals("!=")));
  }

  private Match tracked(JsonNode ct, String op, JsonNode right) {
    boolean not = op.equals("!=");
    return switch (ct.path("key").asString()) {
      case "state" -> {
        List<String> states = strings(right);
        yield Match.that(it -> states.contains(it.begins() ? "new" : "established")).not(not);
      }
      case "direction" -> {
        List<String> ways = strings(right);
        yield Match.that(it -> ways.contains(it.asks() ? "original" : "reply")).not(not);
      }
      case "status" -> {
        List<String> marks = strings(right);
        boolean known = Set.of("dnat", "snat", "expected").containsAll(marks);
        // What is translated to somewhere else is not followed further.
        Match match = it -> it.asks() || !marks.contains("snat") ? Truth.NO : Truth.UNCLEAR;
        yield known ? match.not(not) : Match.UNCLEAR;
      }
      case "daddr", "ip daddr", "ip6 daddr" ->
          ct.path("dir").asString("").equals("original")
              ? Match.among(it -> Span.of(it.target()), addresses(right)).not(not)
              : Match.UNCLEAR;
      default -> Match.UNCLEAR;
    };
  }

  private Match socket(JsonNode socket, JsonNode right) {
    return socket.path("key").asString("").equals("cgroupv2")
        ? Match.any(strings(right).stream().map(it -> Match.cgroup(cgroup(it))).toList())
        : Match.UNCLEAR;
  }

  /// Its path; `#` and a number for one that is gone, whose path nft can't tell.
  String cgroup(String listed) {
    if (listed.equals(ROOT_CGROUP)) {
      return "";
    }
    return listed.matches("\\d+")
        ? cgroups.getOrDefault(listed, GONE + listed)
        : listed.replaceFirst("^/?(unified/)?", "");
  }

  private Match fib(JsonNode fib, JsonNode right) {
    boolean type = fib.path("result").asString("").equals("type");
    boolean destination = fib.path("flags").toString().contains("daddr");
    if (type && destination) {
      List<String> types = strings(right);
      return Match.that(it -> types.contains(it.local() ? "local" : "unicast"));
    }
    // The way back is there: what comes by another one is not what is followed here.
    boolean missing = right.isBoolean() ? !right.asBoolean() : right.asString("").equals("0");
    return missing ? Match.NEVER : right.isBoolean() ? Match.ALWAYS : Match.UNCLEAR;
  }

  private Match concatenated(JsonNode fields, JsonNode right) {
    List<Match> rows = new ArrayList<>();
    for (JsonNode element : elements(right)) {
      Match row = Match.ALWAYS;
      JsonNode parts = element.has("concat") ? element.path("concat") : element;
      for (int i = 0; i < fields.size(); i++) {
        row = row.and(of(fields.path(i), "==", parts.path(i)));
      }
      rows.add(row);
    }
    return Match.any(rows);
  }

  private Match masked(JsonNode both, JsonNode right) {
    JsonNode field = both.path(0);
    if (field.path("meta").path("key").asString("").equals("mark")) {
      return mark(both.path(1).asLong(), "==", right);
    }
    boolean flags = field.path("payload").path("field").asString("").equals("flags");
    return flags ? flags(strings(both.path(1)), strings(right)) : Match.UNCLEAR;
  }

  private static Match flags(List<String> mask, List<String> wanted) {
    List<String> names =
        wanted.stream().filter(it -> !it.equals("0")).map(NftMatch::upper).toList();
    return Match.that(
        packet ->
            packet.protocol() == Packet.TCP
                && Stream.of("FIN", "SYN", "RST", "ACK")
                    .filter(it -> mask.stream().map(NftMatch::upper).anyMatch(it::equals))
                    .allMatch(it -> names.contains(it) == packet.flags().contains(it)));
  }

  private static Match someFlag(List<String> wanted) {
    return Match.that(
        packet -> wanted.stream().map(NftMatch::upper).anyMatch(packet.flags()::contains));
  }

  private static String upper(String text) {
    return text.toUpperCase(java.util.Locale.ROOT);
  }

  private Match mark(long mask, String op, JsonNode right) {
    List<Span> spans = compared(op, numbers(right), MOST);
    Match match =
        packet -> packet.mark().map(it -> Span.of(it & mask).among(spans)).orElse(Truth.UNCLEAR);
    return match.not(op.equals("!="));
  }

  private Match device(Function<Packet, Optional<String>> field, JsonNode right) {
    return Match.any(strings(right).stream().map(it -> Match.device(field, it, '*')).toList());
  }

  private Match protocol(JsonNode right) {
    List<String> names = strings(right);
    return Match.that(
        it ->
            names.contains(it.protocol() == Packet.TCP ? "tcp" : "udp")
                || names.contains("" + it.protocol()));
  }

  private Match family(JsonNode right) {
    List<String> names = strings(right);
    return Match.that(
        it ->
            it.v6()
                ? names.contains("ipv6") || names.contains("ip6")
                : names.contains("ipv4") || names.contains("ip"));
  }

  static List<Span> compared(String op, List<Span> spans, long most) {
    Span one = spans.size() == 1 ? spans.getFirst() : Span.of(0);
    long number = one.low().longValue();
    return switch (op) {
      case "<" -> List.of(Span.of(0, number - 1));
      case "<=" -> List.of(Span.of(0, number));
      case ">" -> List.of(Span.of(number + 1, most));
      case ">=" -> List.of(Span.of(number, most));
      default -> spans;
    };
  }

  /// The elements of a set, of a named set, or the one value that it is.
  List<JsonNode> elements(JsonNode right) {
    if (right.isString() && right.asString().startsWith("@")) {
      JsonNode set =
          sets.apply(right.asString())
              .orElseThrow(() -> new IllegalArgumentException("no set " + right.asString()));
      return set.path("elem").valueStream().map(NftMatch::bare).toList();
    }
    if (right.has("set")) {
      JsonNode inner = right.path("set");
      return (inner.isArray() ? inner.valueStream() : Stream.of(inner))
          .map(NftMatch::bare)
          .toList();
    }
    return right.isArray()
        ? right.valueStream().map(NftMatch::bare).toList()
        : List.of(bare(right));
  }

  private static JsonNode bare(JsonNode element) {
    return element.has("elem") ? element.path("elem").path("val") : element;
  }

  List<String> strings(JsonNode right) {
    return elements(right).stream().map(it -> it.asString("")).toList();
  }

  List<Span> numbers(JsonNode right) {
    return elements(right).stream().map(NftMatch::number).toList();
  }

  private static Span number(JsonNode node) {
    if (node.has("range")) {
      return new Span(
          number(node.path("range").path(0)).low(), number(node.path("range").path(1)).high());
    }
    if (!node.isIntegralNumber()) {
      throw new IllegalArgumentException("no number: " + node);
    }
    return Span.of(node.asLong());
  }

  List<Span> addresses(JsonNode right) {
    return elements(right).stream().map(NftMatch::address).toList();
  }

  private static Span address(JsonNode node) {
    if (node.has("prefix")) {
      JsonNode prefix = node.path("prefix");
      return Span.of(prefix.path("addr").asString(""), prefix.path("len").asInt());
    }
    if (node.has("range")) {
      JsonNode ends = node.path("range");
      return new Span(
          Span.of(ends.path(0).asString("")).low(), Span.of(ends.path(1).asString("")).low());
    }
    return Span.of(node.asString(""));
  }
}
