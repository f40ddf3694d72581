package io.sekisho.policy;

import static io.sekisho.firewall.Direction.INBOUND;
import static io.sekisho.firewall.Direction.OUTBOUND;
import static io.sekisho.policy.Scene.DB;
import static io.sekisho.policy.Scene.DB_6;
import static io.sekisho.policy.Scene.FLOATING;
import static io.sekisho.policy.Scene.NEIGHBOUR;
import static io.sekisho.policy.Scene.OUTSIDE;
import static io.sekisho.policy.Scene.POSTGRES;
import static io.sekisho.policy.Scene.WEB;
import static io.sekisho.policy.Scene.WEB_6;
import static io.sekisho.policy.Scene.acl;
import static io.sekisho.policy.Scene.members;
import static io.sekisho.policy.Scene.rule;
import static io.sekisho.policy.Scene.tcp;
import static io.sekisho.policy.Scene.tcpFrom;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
import io.sekisho.firewall.Protocol;
import io.sekisho.policy.Checkpoint.Stand;
import io.sekisho.policy.Packet.Content;
import io.sekisho.policy.Packet.Stage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  private static final Packet WEB_TO_DB = Packet.from(5, WEB, DB, POSTGRES);
  private static final Content ECHO = Content.icmp(8, 0);

  private final Scene scene = new Scene();

  private Verdict judged(Packet packet) {
    return scene.judge().judge(packet);
  }

  /// Why a packet does not pass; nothing, if it does.
  private Optional<Reason> refusal(Packet packet) {
    return judged(packet).refusal().map(Checkpoint::reason);
  }

  private Reason said(Stand stand, Packet packet) {
    return at(stand, judged(packet).checkpoints());
  }

  private static Reason at(Stand stand, List<Checkpoint> all) {
    return all.stream().filter(it -> it.stand() == stand).findFirst().orElseThrow().reason();
  }

  @Test
  void namesEveryCheckpointInOrder() {
    Verdict verdict = judged(WEB_TO_DB);

    assertThat(verdict.passes()).isTrue();
    assertThat(verdict.checkpoints())
        .extracting(Checkpoint::stand, Checkpoint::reason)
        .containsExactly(
            Tuple.tuple(Stand.ORIGIN, new Reason.OwnAddress()),
            Tuple.tuple(Stand.GROUPS_OUT, new Reason.GroupRule("web", "web-out")),
            Tuple.tuple(Stand.ACL_OUT, new Reason.AclRule("front-acl", "front-out", true)),
            Tuple.tuple(Stand.ROUTE, new Reason.Delivered(7)),
            Tuple.tuple(Stand.ACL_IN, new Reason.AclRule("back-acl", "back-in", true)),
            Tuple.tuple(Stand.GROUPS_IN, new Reason.GroupRule("db", "db-in")));
    assertThat(verdict.checkpoints())
        .extracting(it -> it.at().map(Place::mark).orElse(0))
        .containsExactly(5, 5, 5, 0, 7, 7);
  }

  @Test
  void saysWhatIsBehindOneThatRefuses() {
    scene.rules("web", OUTBOUND, rule("r", "0.0.0.0/0", "0.0.0.0/0", tcp(443)));
    scene.rules("back-acl", INBOUND, acl("no", false, "0.0.0.0/0", "0.0.0.0/0", tcp(5432)));

    Verdict verdict = judged(WEB_TO_DB);

    assertThat(verdict.passes()).isFalse();
    assertThat(verdict.refusal().map(Checkpoint::stand)).contains(Stand.GROUPS_OUT);
    assertThat(said(Stand.ACL_IN, WEB_TO_DB))
        .isEqualTo(new Reason.AclRule("back-acl", "no", false));
    assertThat(said(Stand.GROUPS_IN, WEB_TO_DB)).isEqualTo(new Reason.GroupRule("db", "db-in"));
  }

  @Nested
  class Origin {
    @Test
    void isAnAddressOfTheSender() {
      assertThat(refusal(Packet.from(6, WEB, DB, POSTGRES))).contains(new Reason.Spoofed(WEB));
      assertThat(refusal(Packet.from(9, WEB, DB, POSTGRES))).contains(new Reason.Spoofed(WEB));
    }

    @Test
    void mayBeAnyAddressWhereSpoofingIsAllowedButAnothersInterface() {
      scene.spoofing(6);

      assertThat(said(Stand.ORIGIN, Packet.from(6, OUTSIDE, DB, POSTGRES)))
          .isEqualTo(new Reason.SpoofingAllowed());
      assertThat(said(Stand.ORIGIN, Packet.from(6, WEB, DB, POSTGRES)))
          .isEqualTo(new Reason.Spoofed(WEB));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "0.1.2.3",
          "127.0.0.1",
          "169.254.169.254",
          "224.0.0.1",
          "255.255.255.255",
          "10.0.1.1"
        })
    void isNeverAnAddressThatNobodyHas(String source) {
      scene.spoofing(6);

      Ip ip = Ip.parse(source);
      assertThat(refusal(Packet.from(6, ip, DB, POSTGRES))).contains(new Reason.NobodysSource(ip));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "fe80::1", "ff02::1", "fd00:ec2::254"})
    void isNeverAnIpv6AddressThatNobodyHas(String source) {
      scene.spoofing(6);

      Ip ip = Ip.parse(source);
      assertThat(refusal(Packet.from(6, ip, DB_6, POSTGRES)))
          .contains(new Reason.NobodysSource(ip));
    }

    @Test
    void doesNotSayWhichWayToTake() {
      Packet packet = new Packet(OptionalInt.of(5), WEB, DB, POSTGRES, Stage.CONTINUES, true);

      assertThat(refusal(packet)).contains(new Reason.SourceRouted());
    }

    @Test
    void outsideIsNoAddressOfTheVpc() {
      scene.floating(5);

      assertThat(refusal(Packet.fromOutside(DB, FLOATING, POSTGRES)))
          .contains(new Reason.Spoofed(DB));
      Ip free = Ip.parse("10.0.2.200");
      assertThat(refusal(Packet.fromOutside(free, FLOATING, POSTGRES)))
          .contains(new Reason.Spoofed(free));
      Ip nobodys = Ip.parse("127.0.0.1");
      assertThat(refusal(Packet.fromOutside(nobodys, FLOATING, POSTGRES)))
          .contains(new Reason.NobodysSource(nobodys));
    }
  }

  @Nested
  class Groups {
    @Test
    void letNothingPassThatNoRuleLetsPass() {
      scene.rules("db", INBOUND, rule("r", "0.0.0.0/0", "0.0.0.0/0", tcp(5433)));

      assertThat(refusal(WEB_TO_DB)).contains(new Reason.NoGroupRule());
    }

    @Test
    void letPassWhatOneOfThemDoes() {
      scene.put(new Group("none", List.of(), List.of()));
      scene.in(5, "none", "gone", "web");

      assertThat(said(Stand.GROUPS_OUT, WEB_TO_DB))
          .isEqualTo(new Reason.GroupRule("web", "web-out"));
    }

    @Test
    void thatAreNoneLetNothingPass() {
      scene.in(5);
      assertThat(refusal(WEB_TO_DB)).contains(new Reason.NoGroupRule());

      scene.in(5, "gone");
      assertThat(refusal(WEB_TO_DB)).contains(new Reason.NoGroupRule());
    }

    @Test
    void knowTheMembersOfOthers() {
      scene.rules("db", INBOUND, members("r", "web", tcp(5432)));
      assertThat(refusal(WEB_TO_DB)).isEmpty();

      scene.put(scene.groups.get("web")).in(5, "other");
      scene.put(new Group("other", Scene.everything("o"), List.of()));
      assertThat(refusal(WEB_TO_DB)).contains(new Reason.NoGroupRule());
    }

    @Test
    void knowMembersByTheSourceAsItIs() {
      scene.rules("db", INBOUND, members("r", "web", tcp(5432)));
      scene.put(Scene.place(8, "front", "db", Ip.parse("10.0.1.8"))).spoofing(8).spoofing(5);

      assertThat(refusal(WEB_TO_DB)).isEmpty();
      assertThat(refusal(Packet.from(5, OUTSIDE, DB, POSTGRES))).contains(new Reason.NoGroupRule());
    }

    @Test
    void lookAtTheAddressAtTheirOwnEnd() {
      scene.rules("web", OUTBOUND, rule("r", "10.0.1.4/32", "0.0.0.0/0", tcp(5432)));
      assertThat(refusal(WEB_TO_DB)).isEmpty();

      scene.spoofing(5);
      assertThat(refusal(Packet.from(5, OUTSIDE, DB, POSTGRES))).contains(new Reason.NoGroupRule());
    }

    @Test
    void tellAddressesOfTheOtherEnd() {
      scene.rules("db", INBOUND, rule("r", "0.0.0.0/0", "10.0.1.4/32", tcp(5432)));

      assertThat(refusal(WEB_TO_DB)).isEmpty();
      assertThat(refusal(Packet.from(6, NEIGHBOUR, DB, POSTGRES)))
          .contains(new Reason.NoGroupRule());
    }

    @Test
    void tellIpVersionsApart() {
      scene.rules("db", INBOUND, rule("r", "0.0.0.0/0", "0.0.0.0/0", new Protocol.Any()));

      assertThat(refusal(Packet.from(5, WEB_6, DB_6, POSTGRES))).contains(new Reason.NoGroupRule());
    }

    @Test
    void tellIcmpOfBothIpVersions() {
      Protocol echo = new Protocol.Icmp(Optional.of(8), Optional.of(0));
      Protocol all = new Protocol.IcmpTcpUdp();
      scene.rules(
          "db",
          INBOUND,
          rule("r4", "0.0.0.0/0", "0.0.0.0/0", echo),
          rule("r6", "::/0", "::/0", all));

      assertThat(refusal(Packet.from(5, WEB, DB, ECHO))).isEmpty();
      assertThat(refusal(Packet.from(5, WEB, DB, Content.icmp(8, 1)))).isPresent();
      assertThat(refusal(Packet.from(5, WEB, DB, Content.icmp(13, 0)))).isPresent();
      assertThat(refusal(Packet.from(5, WEB_6, DB_6, Content.icmpv6(128, 0)))).isEmpty();
      assertThat(refusal(Packet.from(5, WEB_6, DB_6, Content.icmp(8, 0)))).isPresent();
      assertThat(refusal(Packet.from(5, WEB_6, DB_6, Content.of(47)))).isPresent();
    }

    @Test
    void areNotAskedAboutWhatGoesOn() {
      scene.rules("db", INBOUND, new Group.Rule[0]);

      Packet packet = WEB_TO_DB.at(Stage.CONTINUES);
      assertThat(said(Stand.GROUPS_IN, packet)).isEqualTo(new Reason.Connected());
      assertThat(refusal(packet)).isEmpty();
    }
  }

  @Nested
  class StateFiltering {
    private final Packet stray = WEB_TO_DB.at(Stage.STRAYS);

    @Test
    void dropsWhatBelongsToNothingAtEitherEnd() {
      assertThat(refusal(stray)).isEmpty();

      scene.stateful(7);
      assertThat(judged(stray).refusal().map(Checkpoint::stand)).contains(Stand.GROUPS_IN);
      assertThat(refusal(stray)).contains(new Reason.Stray());
      assertThat(refusal(WEB_TO_DB)).isEmpty();

      scene.stateful(5);
      assertThat(judged(stray).refusal().map(Checkpoint::stand)).contains(Stand.GROUPS_OUT);
    }

    @Test
    void isForTcpAlone() {
      scene.stateful(5).stateful(7);

      assertThat(refusal(Packet.from(5, WEB, DB, Content.udp(1, 2)).at(Stage.STRAYS))).isEmpty();
    }

    @Test
    void judgesAsIfItBeganWhereItIsOff() {
      scene.rules("db", INBOUND, rule("r", "0.0.0.0/0", "0.0.0.0/0", tcp(5433)));

      assertThat(refusal(stray)).contains(new Reason.NoGroupRule());
    }
  }

  @Nested
  class Acls {
    @Test
    void followTheFirstRuleThatMatches() {
      Acl.Rule deny = acl("deny", false, "10.0.1.0/24", "0.0.0.0/0", tcp(5432));
      Acl.Rule allow = acl("allow", true, "0.0.0.0/0", "0.0.0.0/0", new Protocol.Any());

      scene.rules("back-acl", INBOUND, deny, allow);
      assertThat(refusal(WEB_TO_DB)).contains(new Reason.AclRule("back-acl", "deny", false));

      scene.rules("back-acl", INBOUND, allow, deny);
      assertThat(refusal(WEB_TO_DB)).isEmpty();
    }

    @Test
    void letNothingPassThatNoRuleMatches() {
      scene.rules(
          "front-acl", OUTBOUND, acl("r", true, "0.0.0.0/0", "10.0.3.0/24", new Protocol.Any()));

      assertThat(refusal(WEB_TO_DB)).contains(new Reason.NoAclRule("front-acl"));
    }

    @Test
    void lookAtSourcePorts() {
      scene.rules("front-acl", OUTBOUND, acl("r", true, "0.0.0.0/0", "0.0.0.0/0", tcpFrom(40_000)));

      assertThat(refusal(WEB_TO_DB)).isEmpty();
      assertThat(refusal(Packet.from(5, WEB, DB, Content.tcp(40_001, 5432)))).isPresent();
    }

    @Test
    void thatAreMissingLetNothingPass() {
      scene.acls.remove("back-acl");
      assertThat(refusal(WEB_TO_DB)).contains(new Reason.NoAcl("back"));

      scene.segments.remove("front");
      assertThat(refusal(WEB_TO_DB)).contains(new Reason.NoAcl("front"));
    }

    @Test
    void areNotAskedWithinASubnet() {
      scene.acls.clear();

      Packet packet = Packet.from(5, WEB, NEIGHBOUR, POSTGRES);
      assertThat(refusal(packet)).isEmpty();
      assertThat(said(Stand.ACL_IN, packet)).isEqualTo(new Reason.SameSubnet("front"));
    }

    @Test
    void judgeEachPacketAnew() {
      scene.rules("back-acl", INBOUND, acl("r", true, "0.0.0.0/0", "0.0.0.0/0", tcp(5432)));

      assertThat(refusal(WEB_TO_DB.at(Stage.CONTINUES))).isEmpty();
      assertThat(refusal(Packet.from(5, WEB, DB, Content.tcp(1, 22)).at(Stage.CONTINUES)))
          .contains(new Reason.NoAclRule("back-acl"));
    }
  }
}
