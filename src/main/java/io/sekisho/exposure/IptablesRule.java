package io.sekisho.exposure;

import io.sekisho.exposure.Match.Truth;
import io.sekisho.exposure.Rule.Act;
import io.sekisho.exposure.Rule.Mentions;
import io.sekisho.exposure.Rule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// One rule of iptables, understood as far as it is: an option that is not makes it unclear.
final class IptablesRule {
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "LOG NFLOG ULOG AUDIT TRACE CT NOTRACK TCPMSS CLASSIFY CHECKSUM TTL HL DSCP TOS SECMARK"
              .split(" ", -1));
  private static final Set<String> WITHOUT_VALUE =
      Set.of("--suppl-groups", "--socket-exists", "--syn", "--invert", "--loose", "--validmark");

  private final List<String> words;
  private final boolean v6;
  private final List<Step> steps = new ArrayList<>();
  private final List<Span> users = new ArrayList<>();
  private final List<Span> groups = new ArrayList<>();
  private final List<String> cgroups = new ArrayList<>();
  private final List<Span> destinations = new ArrayList<>();
  private String module = "";
  private int at;

  private IptablesRule(List<String> words, boolean v6) {
    this.words = words;
    this.v6 = v6;
  }

  static Rule read(String text, List<String> words, boolean v6) {
    return new IptablesRule(words, v6).read(text);
  }

  private Rule read(String text) {
    Act act = new Act.Nothing();
    while (at < words.size() && act instanceof Act.Nothing) {
      boolean negated = words.get(at).equals("!");
      String option = words.get(at + (negated ? 1 : 0));
      at += negated ? 2 : 1;
      if (option.equals("-j") || option.equals("--jump")) {
        act = target(value(), false);
        at = words.size();
      } else if (option.equals("-g") || option.equals("--goto")) {
        act = target(value(), true);
        at = words.size();
      } else if (option.equals("-m")) {
        module = value();
        if (module.equals("socket")) {
          steps.add(new Step.When(Match.UNCLEAR));
        }
      } else {
        steps.add(new Step.When(condition(option, negated)));
      }
    }
    steps.add(new Step.Do(act));
    return new Rule(text, steps, new Mentions(users, groups, cgroups, destinations));
  }

  private String value() {
    return at < words.size() ? words.get(at++) : "";
  }

  private Match condition(String option, boolean negated) {
    if (WITHOUT_VALUE.contains(option)) {
      return bare(option).not(negated);
    }
    if (option.equals("--comment")) {
      value();
      return Match.ALWAYS;
    }
    if (!option.startsWith("-")) {
      return Match.UNCLEAR;
    }
    String value = value();
    try {
      return switch (option) {
        case "--uid-owner", "--gid-owner" -> owner(option, value, negated);
        case "--tcp-flags" -> flags(value, value()).not(negated);
        case "-d", "--ctorigdst" -> {
          List<Span> spans = addresses(value);
          if (!negated) {
            destinations.addAll(spans);
          }
          yield option.equals("-d")
              ? Match.among(Packet::destination, spans).not(negated)
              : Match.among(it -> Span.of(it.target()), spans).not(negated);
        }
        default -> plain(option, value).not(negated);
      };
    } catch (IllegalArgumentException unreadable) {
      return Match.UNCLEAR;
    }
  }

  private Match plain(String option, String value) {
    return switch (option) {
      case "-s" -> Match.among(Packet::source, addresses(value));
      case "-p" -> protocol(value);
      case "-i" -> Match.device(Packet::in, value, '+');
      case "-o" -> Match.device(Packet::out, value, '+');
      case "--dport", "--dports" -> Match.among(Packet::port, spans(value));
      case "--sport", "--sports" -> Match.among(Packet::sourcePort, spans(value));
      case "--ctorigdstport" ->
          packet -> (packet.asks() ? packet.port() : packet.sourcePort()).among(spans(value));
      case "--ctstate", "--state" -> states(value);
      case "--ctdir" -> Match.that(it -> it.asks() == value.equals("ORIGINAL"));
      case "--path" -> cgroup(value);
      case "--mark" -> module.equals("mark") ? mark(value) : Match.UNCLEAR;
      case "--icmp-type", "--icmpv6-type" -> Match.NEVER;
      case "--dst-type" -> type(value);
      case "--dst-range" -> Match.among(Packet::destination, range(value));
      case "--src-range" -> Match.among(Packet::source, range(value));
      default -> Match.UNCLEAR;
    };
  }

  private Match bare(String option) {
    return switch (option) {
      case "--syn" -> Match.that(Packet::begins);
      case "--socket-exists" -> Match.that(it -> it.owner().isPresent());
      case "--suppl-groups", "--loose", "--validmark" -> Match.ALWAYS;
      // What packets of this machine and its neighbours come by is the way back to them.
      case "--invert" -> module.equals("rpfilter") ? Match.NEVER : Match.UNCLEAR;
      default -> Match.UNCLEAR;
    };
  }

  /// Without an owner, it is what is negated that matches.
  private Match owner(String option, String value, boolean negated) {
    List<Span> numbers = spans(value.replace('-', ':'));
    boolean user = option.equals("--uid-owner");
    (user ? users : groups).addAll(numbers);
    boolean all = words.contains("--suppl-groups");
    return packet ->
        packet
            .owner()
            .map(
                it -> {
                  Stream<Long> tested =
                      user
                          ? Stream.of(it.uid())
                          : all
                              ? Stream.concat(Stream.of(it.gid()), it.groups().stream())
                              : Stream.of(it.gid());
                  boolean found =
                      tested.anyMatch(number -> Span.of(number).among(numbers) == Truth.YES);
                  return Truth.of(found != negated);
                })
            .orElse(Truth.of(negated));
  }

  private Match cgroup(String path) {
    String plain = path.replaceFirst("^/+", "");
    cgroups.add(plain);
    return Match.cgroup(plain);
  }

  private Match flags(String mask, String set) {
    Set<String> looked = Set.of(mask.split(",", -1));
    if (looked.contains("ALL") || looked.contains("PSH") || looked.contains("URG")) {
      return Match.that(it -> it.protocol() == Packet.TCP).and(Match.UNCLEAR);
    }
    Set<String> wanted = Set.of(set.split(",", -1));
    return Match.that(
        packet ->
            packet.protocol() == Packet.TCP
                && Set.of("FIN", "SYN", "RST", "ACK").stream()
                    .filter(looked::contains)
                    .allMatch(it -> wanted.contains(it) == packet.flags().contains(it)));
  }

  private static Match states(String value) {
    List<String> states = List.of(value.split(",", -1));
    return Match.that(it -> states.contains(it.begins() ? "NEW" : "ESTABLISHED"));
  }

  private static Match type(String value) {
    List<String> types = List.of(value.split(",", -1));
    return Match.that(it -> types.contains(it.local() ? "LOCAL" : "UNICAST"));
  }

  private static Match mark(String value) {
    String[] parts = value.split("/", -1);
    long wanted = Long.decode(parts[0]);
    long mask = parts.length > 1 ? Long.decode(parts[1]) : 0xffff_ffffL;
    return packet -> packet.mark().map(it -> Truth.of((it & mask) == wanted)).orElse(Truth.UNCLEAR);
  }

  private static Match protocol(String value) {
    return switch (value) {
      case "all", "0" -> Match.ALWAYS;
      case "tcp", "6" -> Match.that(it -> it.protocol() == Packet.TCP);
      case "udp", "17" -> Match.that(it -> it.protocol() == Packet.UDP);
      default -> Match.NEVER;
    };
  }

  private static List<Span> addresses(String value) {
    return Stream.of(value.split(",", -1))
        .map(it -> it.split("/", -1))
        .map(it -> it.length > 1 ? Span.of(it[0], Integer.parseInt(it[1])) : Span.of(it[0]))
        .toList();
  }

  private static List<Span> range(String value) {
    String[] ends = value.split("-", -1);
    return List.of(new Span(Span.of(ends[0]).low(), Span.of(ends[ends.length - 1]).low()));
  }

  private static List<Span> spans(String value) {
    return Stream.of(value.split(",", -1))
        .map(it -> it.split(":", -1))
        .map(
            it ->
                Span.of(
                    Long.parseLong(it[0].isEmpty() ? "0" : it[0]),
                    Long.parseLong(it[it.length - 1].isEmpty() ? "65535" : it[it.length - 1])))
        .toList();
  }

  private Act target(String name, boolean go) {
    return switch (name) {
      case "ACCEPT", "SNAT", "MASQUERADE" -> new Act.Accept();
      case "DROP", "REJECT", "TARPIT", "STEAL" -> new Act.Stop();
      case "RETURN" -> new Act.Return();
      case "MARK" -> set();
      case "CONNMARK" -> words.contains("--restore-mark") ? new Act.Blur() : new Act.Nothing();
      case "DNAT" -> new Act.Divert(host(option("--to-destination").orElse("another address")));
      case "REDIRECT", "TPROXY" -> new Act.Divert("this machine");
      case "QUEUE", "NFQUEUE", "NETMAP", "SYNPROXY" -> new Act.Unknown();
      default ->
          WITHOUT_EFFECT.contains(name)
              ? new Act.Nothing()
              : go ? new Act.Goto(name) : new Act.Jump(name);
    };
  }

  private Act set() {
    return option("--set-xmark")
        .map(it -> it.split("/", -1))
        .<Act>map(
            it ->
                new Act.Mark(
                    ~(it.length > 1 ? Long.decode(it[1]) : 0xffff_ffffL) & 0xffff_ffffL,
                    Long.decode(it[0])))
        .orElse(new Act.Blur());
  }

  private Optional<String> option(String name) {
    int index = words.indexOf(name);
    return index < 0 || index + 1 >= words.size()
        ? Optional.empty()
        : Optional.of(words.get(index + 1));
  }

  /// Without the port.
  private String host(String text) {
    return v6 ? text.replaceFirst("^\\[([^]]*)].*$", "$1") : text.replaceFirst(":.*$", "");
  }
}
