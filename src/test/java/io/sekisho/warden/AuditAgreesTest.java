package io.sekisho.warden;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.cli.Cli;
import io.sekisho.client.Documents;
import io.sekisho.client.Environment;
import io.sekisho.guard.Identities;
import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Presets;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Subject;
import io.sekisho.inspection.GuardAuditCommand;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// What the audit says of rules is what becomes of real connections: for each user, group and
/// container, over IPv4 and IPv6.
@Tag("root")
@ExtendWith(Root.class)
class AuditAgreesTest {
  private static final String MD = "169.254.169.254";
  private static final int DRAWN = Integer.getInteger("sekisho.test.audits", 25);

  private static final Pattern RANGE = Pattern.compile("users (\\d+)-(\\d+) (.*)");

  /// How somebody becomes who they are, and whose row is theirs, the first that there is.
  private static final Map<String, List<String>> WHO = new LinkedHashMap<>();

  static {
    WHO.put("", List.of("root"));
    WHO.put("--reuid 2001 --regid 2001 --clear-groups", List.of("user 2001", "any other user"));
    WHO.put("--reuid 2002 --regid 2002 --clear-groups", List.of("user 2002", "any other user"));
    WHO.put(
        "--reuid 3000003 --regid 3001 --clear-groups",
        List.of("who runs as group 3001", "any other user"));
    WHO.put(
        "--reuid 3000003 --regid 3000003 --groups 3001",
        List.of("who is also in group 3001", "any other user"));
  }

  private static Machine machine;

  @BeforeAll
  static void make() {
    machine = new Machine();
  }

  @AfterAll
  static void close() {
    machine.close();
  }

  static Stream<String> rules() {
    return Stream.of(iptables(), nftables(), guards()).flatMap(it -> it);
  }

  private static Stream<String> iptables() {
    String reject = "-j REJECT --reject-with icmp-admin-prohibited";
    String allow = "-A OUTPUT -p tcp -d " + MD + " -m owner ! --uid-owner 2001 -j REJECT";
    return Stream.of(
        "true",
        ipt("-A OUTPUT -p tcp -d %s -m owner --uid-owner 2001 -j REJECT".formatted(MD)),
        ipt(allow),
        ipt("-A OUTPUT -j ACCEPT", allow),
        ipt("-A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT", allow),
        ipt("-A OUTPUT -d %s -m owner ! --gid-owner 3001 --suppl-groups %s".formatted(MD, reject)),
        ipt("-A OUTPUT -d %s -m owner --gid-owner 3001 %s".formatted(MD, reject)),
        ipt("-A FORWARD -d %s %s".formatted(MD, reject)),
        ipt(
            "-N DOCKER-USER",
            "-A FORWARD -j DOCKER-USER",
            "-A FORWARD -i docker0 -j ACCEPT",
            "-A DOCKER-USER -d %s -i docker+ %s".formatted(MD, reject),
            "-A DOCKER-USER -j RETURN"),
        ipt(
            "-N X",
            "-A OUTPUT -j X",
            "-A X -m owner --uid-owner 2001 -j RETURN",
            "-A X -d 169.254.0.0/16 -p tcp -m multiport --dports 80,443 -j REJECT"),
        ipt(
            "-A OUTPUT -m owner --uid-owner 2000-2001 -j MARK --set-xmark 0x8/0x8",
            "-A OUTPUT -m mark --mark 0x8/0x8 -d %s -j REJECT".formatted(MD)),
        ipt(
            "-P FORWARD DROP",
            "-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-A FORWARD -s 10.88.0.0/24 -o wan -j ACCEPT"),
        ipt("-A INPUT -s %s -j DROP".formatted(MD)),
        ipt(
            "-t nat -A OUTPUT -d %s -p tcp -m owner ! --uid-owner 2001 -j DNAT --to-destination 10.77.0.1:81"
                .formatted(MD)),
        ipt(
            "-t nat -A POSTROUTING -o wan -j MASQUERADE",
            "-t mangle -A POSTROUTING -d %s -m owner --uid-owner 2002 -j DROP".formatted(MD)));
  }

  private static Stream<String> nftables() {
    return Stream.of(
        "iptables-legacy -A OUTPUT -d %s -m owner --uid-owner 2001 -j REJECT; ".formatted(MD)
            + ipt("-I OUTPUT -j ACCEPT"),
        ip6t("-A OUTPUT -p tcp -d fd00:ec2::254 -m owner ! --uid-owner 2001 -j REJECT"),
        nft(
            "chain o { type filter hook output priority 0; meta skuid { 1-10, 2001 } ip daddr %s reject; meta skgid != 0 ip6 daddr fd00:ec2::254 tcp dport 80 reject; }"
                .formatted(MD)),
        nft(
            "set s { type ipv4_addr . inet_service; elements = { %s . 80 }; }\nchain o { type filter hook output priority 0; policy accept; ct state vmap { established : accept, invalid : drop }; ip daddr . tcp dport @s goto w; }\nchain w { meta skuid vmap { 0 : accept, 2001 : return }; reject with tcp reset; }"
                .formatted(MD)
                .replace("chain o", "chain w { }\nchain o")),
        nft(
            "chain p { type filter hook prerouting priority -160; iifname \"docker*\" ip daddr 169.254.0.0/16 reject; }"),
        nft(
            "chain f { type filter hook forward priority 0; policy drop; ct state established,related accept; meta nfproto ipv6 oifname \"wan\" accept; }"),
        nft(
            "chain o { type filter hook output priority 0; tcp flags & (syn|ack) == syn meta skuid >= 2001 meta mark set 5; meta mark 5 meta l4proto tcp reject; }"),
        nft(
            "chain o { type nat hook output priority -100; tcp dport 80 meta skuid 2002 redirect to :1; }"));
  }

  private static Stream<String> guards() {
    Presets preset = Presets.IBM_ALLOW_USER;
    Ruling ruling =
        new Ruling(
            preset.policy("2001"),
            new Identities(Map.of(new Subject(Subject.Kind.USER, "2001"), new Found.User(2001))));
    return Stream.of(
        "nft -f - <<'E'\n" + ruling.nft() + "E\n",
        "iptables-restore --noflush <<'E'\n%sE\nip6tables-restore --noflush <<'E'\n%sE\n"
            .formatted(ruling.iptables(), ruling.ip6tables()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void saysWhatConnectionsDo(String rules) {
    assertThat(compare(rules)).as(rules).isZero();
  }

  /// Rules that were drawn by lot; a disagreement names them.
  @Test
  void saysWhatConnectionsDoWithAnyRules() {
    int unclear = 0;
    for (long seed : IntStream.range(0, DRAWN).asLongStream().toArray()) {
      unclear += compare(new Drawn(new Random(seed)).rules());
    }
    assertThat(unclear).isZero();
  }

  /// How often the audit did not know; it has to be right where it does.
  private static int compare(String rules) {
    machine.run("nft flush ruleset; iptables-legacy -F; iptables-legacy -P OUTPUT ACCEPT");
    machine.run(rules);
    Map<String, String> said = audit();
    int unclear = 0;
    List<String> wrong = new ArrayList<>();
    for (String address : List.of(Machine.METADATA, Machine.METADATA_6)) {
      for (Map.Entry<String, List<String>> who : WHO.entrySet()) {
        String way = way(said, who.getValue(), address + " TCP 80");
        unclear +=
            check(who.getValue() + " " + address, way, machine.ask(who.getKey(), address), wrong);
      }
      String pod = said.getOrDefault("containers: docker0 " + address + " TCP 80", "missing");
      unclear += check("container " + address, pod, machine.askFromPod(address), wrong);
      String udp = said.getOrDefault("any other user " + address + " UDP 80", "missing");
      unclear +=
          check(
              "UDP " + address,
              udp,
              machine.ask("--reuid 2009 --regid 2009 --clear-groups", "udp", address, 80),
              wrong);
    }
    assertThat(wrong).as(rules).isEmpty();
    return unclear;
  }

  /// Of the first row that is about somebody; one with a range is about those in it.
  private static String way(Map<String, String> said, List<String> names, String service) {
    for (String name : names) {
      for (Map.Entry<String, String> each : said.entrySet()) {
        Matcher range = RANGE.matcher(each.getKey());
        boolean within =
            name.matches("user \\d+")
                && range.matches()
                && range.group(3).equals(service)
                && Long.parseLong(name.substring(5)) >= Long.parseLong(range.group(1))
                && Long.parseLong(name.substring(5)) <= Long.parseLong(range.group(2));
        if (within || each.getKey().equals(name + " " + service)) {
          return each.getValue();
        }
      }
    }
    return "missing";
  }

  private static int check(String who, String said, String got, List<String> wrong) {
    boolean reached = got.equals("got it");
    boolean right =
        switch (said) {
          case "reaches" -> reached;
          case "stopped", "diverted", "no_route" -> !reached;
          default -> said.equals("unclear");
        };
    if (!right) {
      wrong.add("%s: %s, but %s".formatted(who, said, got));
    }
    return said.equals("unclear") ? 1 : 0;
  }

  private static Map<String, String> audit() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            Map.of(),
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            System.err,
            Path.of("/"));
    int exit =
        machine.inside(
            () ->
                Cli.equip(new CommandLine(new GuardAuditCommand(environment)), environment)
                    .execute("-o", "json", "--fail-on", "never", "--target", "aws"));
    assertThat(exit).as(out.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode tree = Documents.parse(out.toByteArray());
    Map<String, String> said = new LinkedHashMap<>();
    for (JsonNode each : tree.path("reach")) {
      said.put(
          "%s %s %s"
              .formatted(
                  each.path("who").asString(),
                  each.path("address").asString(),
                  each.path("service").asString()),
          each.path("way").asString());
    }
    return said;
  }

  private static String ipt(String... lines) {
    return Stream.of(lines).map(it -> "iptables " + it + "\n").reduce("set -e\n", String::concat);
  }

  private static String ip6t(String... lines) {
    return ipt(lines).replace("iptables ", "ip6tables ");
  }

  private static String nft(String body) {
    return "nft -f - <<'E'\ntable inet t {\n" + body + "\n}\nE\n";
  }
}
