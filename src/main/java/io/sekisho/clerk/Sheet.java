package io.sekisho.clerk;

import io.sekisho.cli.Printer;
import io.sekisho.cli.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Documents for people: as rows of a table, or told member by member.
final class Sheet {
  private static final int LAST_PORT = 65_535;

  /// In place of a pointer: no document has it.
  private static final String ACCOUNT = "account";

  /// What is told of something elsewhere.
  private static final Set<String> REFERENCE =
      Set.of("crn", "deleted", "href", "id", "name", "primary_ip", "resource_type", "subnet");

  private Sheet() {}

  static Table table(Thing thing, List<Registry.Entry> all, boolean wide) {
    List<String[]> shown = new ArrayList<>();
    thing.columns().stream()
        .filter(column -> wide || !column.startsWith("+"))
        .map(column -> column.replaceFirst("^\\+", "").split("=", 2))
        .forEach(shown::add);
    if (all.stream().anyMatch(it -> it.account().isPresent())) {
      shown.add(1, new String[] {"ACCOUNT", ACCOUNT});
    }
    return new Table(
        shown.stream().map(column -> column[0]).toList(),
        all.stream()
            .map(each -> shown.stream().map(column -> cell(each, column[1])).toList())
            .toList());
  }

  private static String cell(Registry.Entry entry, String pointer) {
    return switch (pointer) {
      case "/id" -> entry.id();
      case ACCOUNT -> entry.account().orElse("");
      // By whom it is asked is clear, and so is the account.
      case "/subject/attributes" -> cell(entry.document().at(pointer)).replaceAll("[a-z_]+=", "");
      case "/resource/attributes" ->
          cell(entry.document().at(pointer)).replaceFirst("^accountId=[0-9a-f]{32} ?", "");
      default ->
          pointer.startsWith("#")
              ? Integer.toString(entry.document().at(pointer.substring(1)).size())
              : cell(entry.document().at(pointer));
    };
  }

  /// Conditions as they would be read, roles by their names, and anything else as it is.
  private static String cell(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(it -> named(it).orElseGet(() -> item(it)))
          .collect(Collectors.joining(" "));
    }
    return value.isObject() ? required(value) : value.asString("");
  }

  /// Of what a table refers to, people know the name; of what comes of something, what it is.
  private static Optional<String> named(JsonNode item) {
    return Stream.of("name", "action")
        .map(item::path)
        .filter(JsonNode::isString)
        .findFirst()
        .map(JsonNode::asString);
  }

  /// A guardrail's condition, as it would be said.
  private static String required(JsonNode condition) {
    for (String word : List.of("or", "and")) {
      if (condition.has(word)) {
        return StreamSupport.stream(condition.path(word).spliterator(), false)
            .map(it -> it.has("property") ? required(it) : "(" + required(it) + ")")
            .collect(Collectors.joining(" " + word + " "));
      }
    }
    return Stream.of("property", "operator", "value")
        .map(it -> condition.path(it).asString(""))
        .collect(Collectors.joining(" "))
        .strip();
  }

  private static String item(JsonNode item) {
    if (item.has("role_id")) {
      String crn = item.path("role_id").asString("");
      return crn.substring(crn.lastIndexOf(':') + 1);
    }
    if (item.has("claim")) {
      return "%s %s %s"
          .formatted(
              item.path("claim").asString(""),
              item.path("operator").asString(""),
              item.path("value").asString(""));
    }
    if (item.has("key")) {
      String operator = item.path("operator").asString("");
      return item.path("key").asString("")
          + (operator.matches("stringEquals|stringMatch") ? "=" : " " + operator + " ")
          + cell(item.path("value"));
    }
    if (item.has("property")) {
      return required(item);
    }
    if (item.has("direction") && item.has("protocol")) {
      return rule(item);
    }
    if (item.has("name") && item.has("href") && REFERENCE.containsAll(item.propertyNames())) {
      return reference(item);
    }
    return item.isValueNode() ? item.asString("") : item.toString();
  }

  private static String reference(JsonNode item) {
    String more =
        Stream.of("/id", "/primary_ip/address")
            .map(item::at)
            .filter(JsonNode::isString)
            .map(JsonNode::asString)
            .collect(Collectors.joining(", "));
    return "%s (%s)".formatted(item.path("name").asString(""), more);
  }

  /// One of a security group or a network ACL, in the words of `explain packet`.
  private static String rule(JsonNode rule) {
    String direction = rule.path("direction").asString("");
    String local = end(rule.path("local"));
    String ends =
        rule.has("action")
            ? "from %s to %s"
                .formatted(rule.path("source").asString(""), rule.path("destination").asString(""))
            : "%s %s%s"
                .formatted(
                    direction.equals("outbound") ? "to" : "from",
                    end(rule.path("remote")),
                    local.matches("0\\.0\\.0\\.0/0|::/0") ? "" : ", at " + local);
    String what =
        Stream.of(
                rule.path("action").asString(""),
                rule.path("protocol").asString(""),
                ports(rule, "source_port").replaceFirst("^(?=.)", "from port "),
                ports(rule, "destination_port"),
                ports(rule, "port"),
                number(rule, "type"),
                number(rule, "code"),
                ends)
            .filter(it -> !it.isEmpty())
            .collect(Collectors.joining(" "));
    return "%-8s  %s  (%s)".formatted(direction, what, rule.path("name").asString(""));
  }

  private static String end(JsonNode end) {
    return end.has("name")
        ? "group " + end.path("name").asString("")
        : end.path("cidr_block").asString(end.path("address").asString(""));
  }

  /// Nothing, if all are meant.
  private static String ports(JsonNode rule, String which) {
    int least = rule.path(which + "_min").asInt(1);
    int most = rule.path(which + "_max").asInt(LAST_PORT);
    if (least == 1 && most == LAST_PORT) {
      return "";
    }
    return least == most ? Integer.toString(least) : least + "-" + most;
  }

  private static String number(JsonNode rule, String what) {
    return rule.has(what) ? what + " " + rule.path(what).asInt(0) : "";
  }

  /// A document, one member on a line.
  static void tell(Printer printer, JsonNode document) {
    tell(printer, document, "");
  }

  private static void tell(Printer printer, JsonNode document, String indent) {
    int width =
        document.properties().stream()
            .filter(each -> isShort(each.getValue()))
            .mapToInt(each -> each.getKey().length())
            .max()
            .orElse(0);
    for (Map.Entry<String, JsonNode> each : document.properties()) {
      String label = label(each.getKey()) + ":";
      JsonNode value = each.getValue();
      if (isShort(value)) {
        printer.say(indent + label + " ".repeat(width + 3 - label.length()) + shown(value));
      } else if (value.isObject()) {
        printer.say(indent + label);
        tell(printer, value, indent + "  ");
      } else {
        printer.say(indent + label);
        value.forEach(item -> printer.say(indent + "  " + item(item)));
      }
    }
  }

  private static boolean isShort(JsonNode value) {
    return value.isValueNode() || value.isEmpty();
  }

  private static String shown(JsonNode value) {
    String text = value.isEmpty() && !value.isValueNode() ? "" : value.asString("");
    return text.isEmpty() ? "-" : text;
  }

  static String label(String member) {
    String words = member.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }
}
