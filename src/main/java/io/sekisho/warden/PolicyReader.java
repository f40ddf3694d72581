package io.sekisho.warden;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.guard.Forwarding;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Policy.Mode;
import io.sekisho.guard.Policy.Way;
import io.sekisho.guard.Subject;
import io.sekisho.guard.Subject.Kind;
import io.sekisho.guard.Target;
import io.sekisho.guard.Target.Scope;
import io.sekisho.guard.Targets;
import io.sekisho.inventory.Findings;
import io.sekisho.inventory.Mistake;
import io.sekisho.inventory.StrictReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Turns the text of a policy file into a policy, or into a list of what is wrong with it.
final class PolicyReader {
  /// Where the schema lies on the class path.
  static final String SCHEMA = "/io/sekisho/warden/policy.schema.json";

  private static final StrictReader READER = new StrictReader(SCHEMA);

  private final JsonNode tree;
  private final Findings findings = new Findings();

  private PolicyReader(JsonNode tree) {
    this.tree = tree;
  }

  /// What came of reading.
  sealed interface Reading {
    /// The file says something; whether all whom it names are there is another question.
    record Read(Policy policy) implements Reading {}

    /// The file can't be understood.
    record Unreadable(List<Mistake> mistakes) implements Reading {
      public Unreadable {
        mistakes = List.copyOf(mistakes);
      }
    }
  }

  /// Reads YAML, or JSON if the text begins with a brace.
  static Reading read(byte[] document) {
    return switch (READER.read(document)) {
      case StrictReader.Reading.Unreadable(var mistakes) -> new Reading.Unreadable(mistakes);
      case StrictReader.Reading.Read(var tree) -> {
        PolicyReader reader = new PolicyReader(tree);
        Optional<Policy> policy = reader.policy();
        yield policy.isPresent() && reader.findings.isEmpty()
            ? new Reading.Read(policy.get())
            : new Reading.Unreadable(StrictReader.locate(document, reader.findings));
      }
    };
  }

  private Optional<Policy> policy() {
    if (tree.has("allow") == tree.has("deny")) {
      String advice =
          tree.has("allow")
              ? "is there beside allow; keep one of them: allow lets only those it names through,"
                  + " deny everybody else."
              : "has neither allow nor deny; write whom it is about under one of them.";
      findings.add(tree.has("allow") ? "deny" : "", advice);
      return Optional.empty();
    }
    Way way = tree.has("allow") ? Way.ALLOW : Way.DENY;
    Mode mode = Mode.valueOf(tree.path("mode").asString("enforce").toUpperCase(Locale.ROOT));
    List<Target> targets = targets();
    List<Subject> subjects = subjects(way.toString());
    Forwarding forwarded = forwarded();
    int perMinute = tree.at("/log/per_minute").asInt(Policy.LOG_PER_MINUTE);
    return findings.isEmpty()
        ? attempt("", () -> new Policy(mode, targets, way, subjects, forwarded, perMinute))
        : Optional.empty();
  }

  private List<Target> targets() {
    JsonNode list = tree.path("targets");
    if (list.isMissingNode()) {
      return List.of(Targets.named(Targets.METADATA).orElseThrow());
    }
    Set<Target> targets = new LinkedHashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.get(i);
      attempt("targets[" + i + "]", () -> target(item)).ifPresent(targets::add);
    }
    return List.copyOf(targets);
  }

  private static Target target(JsonNode item) {
    if (item.isObject()) {
      List<Integer> ports = item.path("tcp_ports").valueStream().map(JsonNode::asInt).toList();
      return Target.custom(item.path("address").asString(), new Scope.TcpPorts(ports));
    }
    String text = item.asString();
    return Targets.named(text).orElseGet(() -> Target.custom(text, new Scope.Everything()));
  }

  private List<Subject> subjects(String way) {
    JsonNode all = tree.path(way);
    if (all.has("executables")) {
      findings.add(
          way + ".executables",
          "is not possible: neither nftables nor iptables can tell which program a packet comes"
              + " from. Name the unit it runs in under units, a user of its own under users, or make"
              + " it setgid of a group of its own under groups.");
    }
    List<Subject> subjects = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      JsonNode names = all.path(kind + "s");
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i).asString();
        attempt("%s.%ss[%d]".formatted(way, kind, i), () -> new Subject(kind, name))
            .ifPresent(subjects::add);
      }
    }
    return subjects;
  }

  private Forwarding forwarded() {
    JsonNode list = tree.at("/forwarded/allow_from");
    List<String> devices = new ArrayList<>();
    List<Prefix> sources = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String text = list.get(i).asString();
      String path = "forwarded.allow_from[" + i + "]";
      if (text.contains("/") || text.contains(":") || text.matches("[\\d.]+")) {
        attempt(path, () -> source(text)).ifPresent(sources::add);
      } else {
        attempt(path, () -> new Forwarding(List.of(text), List.of()))
            .ifPresent(it -> devices.addAll(it.devices()));
      }
    }
    return new Forwarding(devices, sources);
  }

  private static Prefix source(String text) {
    return text.contains("/") ? Prefix.parse(text) : Prefix.of(Ip.parse(text));
  }

  private <T> Optional<T> attempt(String path, Supplier<T> part) {
    try {
      return Optional.of(part.get());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      findings.add(path, (path.isEmpty() ? "" : "is wrong: ") + message);
      return Optional.empty();
    }
  }
}
