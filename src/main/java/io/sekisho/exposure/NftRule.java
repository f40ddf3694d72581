package io.sekisho.exposure;

import io.sekisho.exposure.Rule.Act;
import io.sekisho.exposure.Rule.Mentions;
import io.sekisho.exposure.Rule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One rule of nftables.
final class NftRule {
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "counter",
          "log",
          "notrack",
          "comment",
          "set",
          "map",
          "flow",
          "secmark",
          "dup",
          "last",
          "ct helper",
          "ct timeout",
          "ct expectation");
  private static final long ALL = 0xffff_ffffL;

  private final NftMatch matches;
  private final JsonNode rule;
  private final List<Step> steps = new ArrayList<>();
  private final List<Span> users = new ArrayList<>();
  private final List<Span> groups = new ArrayList<>();
  private final List<String> cgroups = new ArrayList<>();
  private final List<Span> destinations = new ArrayList<>();

  NftRule(NftMatch matches, JsonNode rule) {
    this.matches = matches;
    this.rule = rule;
  }

  Rule read() {
    for (JsonNode statement : rule.path("expr")) {
      statement.properties().forEach(it -> statement(it.getKey(), it.getValue()));
    }
    return new Rule(text(), steps, new Mentions(users, groups, cgroups, destinations));
  }

  private void statement(String name, JsonNode body) {
    implied(name, body);
    switch (name) {
      case "match" -> match(body);
      case "vmap" -> choose(body);
      case "limit", "quota", "ct count", "meter", "synproxy", "queue", "connlimit" ->
          steps.add(
              name.equals("queue") || name.equals("synproxy")
                  ? new Step.Do(new Act.Unknown())
                  : new Step.When(Match.UNCLEAR));
      case "mangle" -> mangle(body);
      case "dnat" -> steps.add(new Step.Do(new Act.Divert(host(body.path("addr")))));
      case "redirect", "tproxy" -> steps.add(new Step.Do(new Act.Divert("this machine")));
      case "snat", "masquerade" -> steps.add(new Step.Do(new Act.Accept()));
      case "xt" -> foreign(body);
      default -> {
        if (!WITHOUT_EFFECT.contains(name)) {
          steps.add(new Step.Do(verdict(name, body)));
        }
      }
    }
  }

  /// Conditions that nft leaves out of its listing where a statement can't do without.
  private void implied(String name, JsonNode body) {
    String sort =
        switch (name) {
          case "reject" -> body.path("type").asString("");
          case "dnat", "snat" -> body.path("family").asString("");
          default -> "";
        };
    switch (sort) {
      case "icmp", "ip" -> steps.add(new Step.When(Match.that(it -> !it.v6())));
      case "icmpv6", "ip6" -> steps.add(new Step.When(Match.that(Packet::v6)));
      case "tcp reset" -> steps.add(new Step.When(Match.that(it -> it.protocol() == Packet.TCP)));
      default -> {}
    }
  }

  private static String host(JsonNode address) {
    return address.isString() ? address.asString() : "another address";
  }

  /// What iptables' own tables have, and what nft can't show.
  private void foreign(JsonNode body) {
    if (body.path("type").asString().equals("target")) {
      steps.add(new Step.Do(new Act.Unknown()));
    } else {
      steps.add(new Step.When(Match.UNCLEAR));
    }
  }

  private static Act verdict(String name, JsonNode body) {
    return switch (name) {
      case "accept" -> new Act.Accept();
      case "drop", "reject" -> new Act.Stop();
      case "return" -> new Act.Return();
      case "continue" -> new Act.Nothing();
      case "jump" -> new Act.Jump(body.path("target").asString());
      case "goto" -> new Act.Goto(body.path("target").asString());
      default -> new Act.Unknown();
    };
  }

  private static Act verdict(JsonNode verdict) {
    return verdict.properties().stream()
        .findFirst()
        .map(it -> verdict(it.getKey(), it.getValue()))
        .orElse(new Act.Unknown());
  }

  private void match(JsonNode body) {
    String op = body.path("op").asString("==");
    JsonNode left = body.path("left");
    JsonNode right = body.path("right");
    steps.add(new Step.When(matches.of(left, op, right)));
    mention(left, op, right);
  }

  private void choose(JsonNode body) {
    JsonNode key = body.path("key");
    List<Step.Case> cases = new ArrayList<>();
    for (JsonNode each : matches.elements(body.path("data"))) {
      cases.add(new Step.Case(matches.of(key, "==", each.path(0)), verdict(each.path(1))));
      mention(key, "==", each.path(0));
    }
    steps.add(new Step.Choose(cases));
  }

  private void mention(JsonNode left, String op, JsonNode right) {
    String meta = left.path("meta").path("key").asString("");
    String field = left.path("payload").path("field").asString("");
    try {
      if (meta.equals("skuid")) {
        users.addAll(NftMatch.compared(op, matches.numbers(right), ALL));
      } else if (meta.equals("skgid")) {
        groups.addAll(NftMatch.compared(op, matches.numbers(right), ALL));
      } else if (left.has("socket")) {
        matches.strings(right).forEach(it -> cgroups.add(matches.cgroup(it)));
      } else if (field.equals("daddr") && !op.equals("!=")) {
        destinations.addAll(matches.addresses(right));
      }
    } catch (IllegalArgumentException unreadable) {
      // Then it names nobody that is known.
    }
  }

  private void mangle(JsonNode body) {
    if (body.path("key").path("meta").path("key").asString("").equals("mark")) {
      JsonNode value = body.path("value");
      steps.add(
          new Step.Do(
              value.isIntegralNumber()
                  ? new Act.Mark(0, value.asLong())
                  : value.path("|").path(1).isIntegralNumber()
                      ? or(value.path("|").path(1).asLong())
                      : new Act.Blur()));
    }
  }

  private static Act or(long bits) {
    return new Act.Mark(~bits & ALL, bits);
  }

  /// As short as it can be told.
  private String text() {
    StringBuilder text = new StringBuilder(rule.path("chain").asString());
    for (JsonNode statement : rule.path("expr")) {
      statement
          .properties()
          .forEach(it -> text.append(' ').append(NftText.of(it.getKey(), it.getValue())));
    }
    String comment = rule.path("comment").asString("");
    return text + (comment.isEmpty() ? "" : " comment \"" + comment + "\"");
  }
}
