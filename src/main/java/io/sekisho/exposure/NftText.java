package io.sekisho.exposure;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Statements of nftables as a person writes them, or nearly.
final class NftText {
  private NftText() {}

  static String of(String name, JsonNode body) {
    return switch (name) {
      case "match" -> match(body);
      case "jump", "goto" -> name + " " + body.path("target").asString();
      case "accept", "drop", "return", "continue", "masquerade", "counter" -> name;
      case "reject" ->
          ("reject " + (body.isNull() ? "" : "with " + value(body.path("type")))).strip();
      case "log", "limit" -> name;
      case "vmap" -> value(body.path("key")) + " vmap " + value(body.path("data"));
      case "dnat" -> "dnat to " + value(body.path("addr"));
      case "xt" -> "xt " + body.path("name").asString("");
      default -> name + (body.isNull() ? "" : " " + value(body));
    };
  }

  private static String match(JsonNode body) {
    String op = body.path("op").asString("==");
    String between = op.equals("==") || op.equals("in") ? " " : " " + op + " ";
    return value(body.path("left")) + between + value(body.path("right"));
  }

  private static String value(JsonNode node) {
    if (node.isValueNode()) {
      return node.asString("");
    }
    if (node.isArray()) {
      return list(node, ",");
    }
    return node.properties().stream()
        .map(it -> member(it.getKey(), it.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String member(String name, JsonNode body) {
    return switch (name) {
      case "meta" -> "meta " + body.path("key").asString();
      case "payload" -> body.path("protocol").asString("") + " " + body.path("field").asString("");
      case "ct" -> "ct " + body.path("key").asString();
      case "socket" -> "socket " + body.path("key").asString();
      case "fib" -> "fib " + list(body.path("flags"), " . ") + " " + body.path("result").asString();
      case "set" -> "{ " + (body.isArray() ? list(body, ", ") : value(body)) + " }";
      case "prefix" -> body.path("addr").asString() + "/" + body.path("len").asInt();
      case "range" -> value(body.path(0)) + "-" + value(body.path(1));
      case "concat" -> list(body, " . ");
      case "&", "|" -> list(body, " " + name + " ");
      case "elem" -> value(body.path("val"));
      default -> name + (body.isNull() ? "" : " " + value(body));
    };
  }

  private static String list(JsonNode array, String between) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(NftText::value)
        .collect(Collectors.joining(between));
  }
}
