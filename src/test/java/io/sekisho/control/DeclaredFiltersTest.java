package io.sekisho.control;

import static io.sekisho.control.FilterDesk.ALL;
import static io.sekisho.control.FilterDesk.IN;
import static io.sekisho.control.FilterDesk.NONE;
import static io.sekisho.control.FilterDesk.PING;
import static io.sekisho.control.FilterDesk.SSH;
import static io.sekisho.control.FilterDesk.WEB;
import static io.sekisho.control.FilterDesk.group;
import static io.sekisho.control.FilterDesk.inventory;
import static io.sekisho.control.FilterDesk.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.firewall.NetworkAclRule;
import io.sekisho.firewall.Remote.Block;
import io.sekisho.firewall.Remote.Members;
import io.sekisho.firewall.SecurityGroup;
import io.sekisho.firewall.SecurityGroupRule;
import io.sekisho.vpc.Resource;
import io.sekisho.wire.Applied;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Security groups and network ACLs that an inventory declares.
class DeclaredFiltersTest {
  private final FilterDesk filters = new FilterDesk();
  private final Desk desk = filters.desk;

  @Nested
  class Once {
    @Test
    void areThere() {
      assertThat(Desk.done(desk.apply(inventory(group("web", WEB), group("tight", ALL)))))
          .containsExactly(
              "created account acme",
              "created vpc blue",
              "created security_group web",
              "created network_acl tight",
              "created subnet a",
              "created instance web-1");
      SecurityGroup web = filters.found("web");
      assertThat(web.byDefault()).isFalse();
      assertThat(web.id()).matches("r\\d{3}-[0-9a-f-]{36}");
      assertThat(web.rules())
          .singleElement()
          .extracting(SecurityGroupRule::local)
          .isEqualTo(Block.ALL);
      assertThat(filters.acl("tight").rules().getFirst().name()).matches("([a-z]+-){3}[a-z]+");
    }

    @Test
    void changeNothingTheSecondTime() {
      String all = inventory(group("web", WEB, SSH, PING, to("web")), group("tight", NONE, ALL));
      long revision = desk.apply(all).revision();
      desk.now = desk.now.plusSeconds(9);
      Applied again = desk.apply(all);
      assertThat(again.revision()).isEqualTo(revision);
      assertThat(again.changes())
          .extracting(Applied.Change::kind)
          .contains("security_group", "network_acl");
      assertThat(Desk.done(desk.prune(all))).isEmpty();
    }

    @Test
    void nameEachOtherInCircles() {
      desk.apply(
          inventory(
              group("a", to("b"))
                  + ", "
                  + group("b", to("c"))
                  + ", "
                  + group("c", to("a"), to("c")),
              ""));
      assertThat(filters.found("a").rules().getFirst().remote())
          .isEqualTo(new Members(filters.found("b").id()));
      assertThat(filters.found("b").rules().getFirst().remote())
          .isEqualTo(new Members(filters.found("c").id()));
      assertThat(filters.found("c").rules())
          .extracting(SecurityGroupRule::remote)
          .containsExactly(
              new Members(filters.found("a").id()), new Members(filters.found("c").id()));
    }

    @Test
    void areAboutIpv6IfTheirRangesAre() {
      desk.apply(
          inventory(
              group(
                  "web",
                  "{%s, local: 'fd00::/8'}".formatted(IN + "icmp"),
                  "{%s, remote: 'fd00::7'}".formatted(IN + "icmp"),
                  "{%s, local: '::/0', remote: {security_group: web}}".formatted(IN + "udp")),
              group("tight", ALL.replace("0.0.0.0/0", "'::/0'"))));
      assertThat(filters.found("web").rules())
          .extracting(it -> it.local().text())
          .containsExactly("fd00::/8", "::/0", "::/0");
      assertThat(filters.found("web").rules().getFirst().remote()).isEqualTo(Block.ALL_V6);
      assertThat(filters.acl("tight").rules().getFirst().source()).isEqualTo(Block.ALL_V6);
    }

    @Test
    void haveNamesOfTheirVpc() {
      String green =
          "      - {name: green, security_groups: [%s], network_acls: [%s]}\n"
              .formatted(group("web", SSH), group("tight", NONE));
      String both = inventory(group("web", WEB), group("tight", ALL));
      desk.apply(both.replace("    instances", green + "    instances"));
      assertThat(filters.all(SecurityGroup.class))
          .filteredOn(it -> it.name().equals("web"))
          .hasSize(2);
      assertThat(Desk.done(desk.apply(both))).isEmpty();
    }

    @Test
    void changeNothingIfOnlyTried() {
      desk.apply(inventory(group("web", WEB), ""));
      Application dry = desk.send(inventory(group("db", SSH), group("tight")), true, true);
      assertThat(Desk.done(((Application.Accepted) dry).result()))
          .containsExactly(
              "created security_group db",
              "created network_acl tight",
              "deleted security_group web");
      assertThat(filters.all(SecurityGroup.class))
          .extracting(Resource::name)
          .contains("web")
          .hasSize(2);
    }
  }

  @Nested
  class Rules {
    @Test
    void keepTheirIdsWhenOthersComeAndGo() {
      desk.apply(inventory(group("web", SSH, PING, WEB), ""));
      List<SecurityGroupRule> before = filters.found("web").rules();
      desk.apply(inventory(group("web", "{" + IN + "gre}", PING, WEB), ""));
      List<SecurityGroupRule> after = filters.found("web").rules();
      assertThat(after)
          .hasSize(3)
          .contains(before.get(1), before.get(2))
          .doesNotContain(before.get(0));
    }

    @Test
    void keepTheirIdsByTheirNames() {
      desk.apply(inventory(group("web", WEB, SSH), ""));
      SecurityGroupRule before = filters.found("web").rules().getFirst();
      assertThat(filters.words(inventory(group("web", WEB.replace("80", "443"), SSH), "")))
          .isEqualTo("[web: rules.http.port_min: 80 -> 443, rules.http.port_max: 80 -> 443]");
      SecurityGroupRule after = filters.found("web").rules().getFirst();
      assertThat(after.id()).isEqualTo(before.id());
      assertThat(after).isNotEqualTo(before);
    }

    @Test
    void keepTheirIdsWhenTheyGetAName() {
      desk.apply(inventory(group("web", SSH), ""));
      String id = filters.found("web").rules().getFirst().id();
      desk.apply(inventory(group("web", SSH.replace("{", "{name: ssh, ")), ""));
      assertThat(filters.found("web").rules())
          .singleElement()
          .extracting(SecurityGroupRule::id)
          .isEqualTo(id);
      assertThat(filters.found("web").rules().getFirst().name()).isEqualTo("ssh");
    }

    @Test
    void goWhenTheyAreNotListed() {
      desk.apply(inventory(group("web", WEB, SSH), group("tight", NONE)));
      String id = filters.found("web").id();
      assertThat(filters.words(inventory(group("web", SSH), group("tight"))))
          .contains("web: rules: - http");
      assertThat(filters.found("web").id()).isEqualTo(id);
      assertThat(filters.found("web").rules()).hasSize(1);
      assertThat(filters.acl("tight").rules()).isEmpty();
    }

    @Test
    void ofAnAclStandInTheirOrder() {
      desk.apply(inventory("", group("tight", NONE, ALL)));
      List<NetworkAclRule> before = filters.acl("tight").rules();
      assertThat(filters.words(inventory("", group("tight", ALL, NONE))))
          .isEqualTo("[tight: rules]");
      assertThat(filters.acl("tight").rules()).containsExactly(before.get(1), before.get(0));
    }

    @Test
    void ofAnAclKeepTheTimeWhenTheyWereMade() {
      desk.apply(inventory("", group("tight", ALL)));
      NetworkAclRule before = filters.acl("tight").rules().getFirst();
      desk.now = desk.now.plusSeconds(9);
      desk.apply(inventory("", group("tight", NONE, ALL)));
      assertThat(filters.acl("tight").rules().getLast()).isEqualTo(before);
      assertThat(filters.acl("tight").rules().getFirst().createdAt()).isEqualTo(desk.now);
    }

    @Test
    void thatSayAllPortsSayNone() {
      desk.apply(inventory(group("web", "{" + IN + "tcp, port_min: 1, port_max: 65535}"), ""));
      SecurityGroup before = filters.found("web");
      desk.apply(inventory(group("web", "{" + IN + "tcp}"), ""));
      assertThat(filters.found("web")).isEqualTo(before);
    }

    @Test
    void areOnlySoMany() {
      List<String> many =
          IntStream.rangeClosed(1, 251)
              .mapToObj(i -> "{" + IN + "tcp, port_min: %1$d, port_max: %1$d}".formatted(i))
              .toList();
      String[] some = many.subList(0, 250).toArray(String[]::new);
      desk.apply(inventory(group("web", some), ""));
      assertThat(desk.refusal(inventory(group("web", many.toArray(String[]::new)), "")))
          .singleElement()
          .asString()
          .contains("security_groups[0].rules has 251 items; at most 250 are allowed.");
      String one = "{action: deny, %s, source: 10.0.0.%d, destination: 0.0.0.0/0}";
      String[] denied =
          IntStream.rangeClosed(0, 200)
              .mapToObj(i -> one.formatted(IN + "any", i))
              .toArray(String[]::new);
      assertThat(desk.refusal(inventory("", group("tight", denied))))
          .singleElement()
          .asString()
          .contains("network_acls[0].rules has 201 items; at most 200 are allowed.");
      assertThat(filters.found("web").rules()).hasSize(250);
    }
  }
}
