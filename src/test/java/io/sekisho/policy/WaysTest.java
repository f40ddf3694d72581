package io.sekisho.policy;

import static io.sekisho.firewall.Direction.INBOUND;
import static io.sekisho.firewall.Direction.OUTBOUND;
import static io.sekisho.policy.Scene.DB;
import static io.sekisho.policy.Scene.FLOATING;
import static io.sekisho.policy.Scene.GATEWAY;
import static io.sekisho.policy.Scene.OUTSIDE;
import static io.sekisho.policy.Scene.POSTGRES;
import static io.sekisho.policy.Scene.WEB;
import static io.sekisho.policy.Scene.WEB_6;
import static io.sekisho.policy.Scene.acl;
import static io.sekisho.policy.Scene.rule;
import static io.sekisho.policy.Scene.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.address.Ip;
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

/// Where packets go, and what comes back.
class WaysTest {
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

  @Nested
  class Ways {
    @ParameterizedTest
    @ValueSource(strings = {"10.0.2.77", "192.168.7.7", "224.0.0.5", "169.254.1.1", "10.0.1.255"})
    void endWhereNobodyIs(String destination) {
      scene.floating(5);

      Ip ip = Ip.parse(destination);
      assertThat(refusal(Packet.from(5, WEB, ip, POSTGRES))).contains(new Reason.NoSuchAddress(ip));
    }

    @Test
    void leadOutByAFloatingIp() {
      scene.floating(5).gateway("front");

      assertThat(said(Stand.ROUTE, Packet.from(5, WEB, OUTSIDE, POSTGRES)))
          .isEqualTo(new Reason.FloatingIp(FLOATING));
    }

    @Test
    void leadOutByAPublicGateway() {
      scene.gateway("front");

      Verdict verdict = judged(Packet.from(5, WEB, OUTSIDE, POSTGRES));
      assertThat(at(Stand.ROUTE, verdict.checkpoints()))
          .isEqualTo(new Reason.PublicGateway(GATEWAY));
      assertThat(verdict.passes()).isTrue();
      assertThat(verdict.answered()).isTrue();
    }

    @Test
    void doNotLeadOutOtherwise() {
      scene.gateway("back");

      assertThat(refusal(Packet.from(5, WEB, OUTSIDE, POSTGRES))).contains(new Reason.NoWayOut());
    }

    @Test
    void leadOutForTheirOwnIpVersion() {
      scene.floating(5).gateway("front");

      assertThat(refusal(Packet.from(5, WEB_6, Ip.parse("2600::1"), POSTGRES)))
          .contains(new Reason.NoWayOut());
    }

    @Test
    void leadInByAFloatingIpToThePrivateAddress() {
      scene.floating(5);
      scene.rules("front-acl", INBOUND, acl("r", true, "0.0.0.0/0", "10.0.1.4/32", tcp(443)));
      scene.rules("web", INBOUND, rule("r", "10.0.1.4/32", "198.51.100.0/24", tcp(443)));

      Verdict verdict = judged(Packet.fromOutside(OUTSIDE, FLOATING, Content.tcp(1, 443)));

      assertThat(verdict.passes()).isTrue();
      assertThat(verdict.checkpoints())
          .extracting(Checkpoint::stand)
          .containsExactly(Stand.ORIGIN, Stand.ROUTE, Stand.ACL_IN, Stand.GROUPS_IN);
      assertThat(verdict.answered()).isTrue();
      assertThat(refusal(Packet.fromOutside(OUTSIDE, FLOATING, Content.tcp(1, 80)))).isPresent();
    }

    @Test
    void doNotLeadInByAPublicGateway() {
      scene.gateway("front");

      assertThat(refusal(Packet.fromOutside(OUTSIDE, GATEWAY, POSTGRES)))
          .contains(new Reason.NotAskedFor(GATEWAY));
    }

    @Test
    void doNotLeadInOtherwise() {
      assertThat(refusal(Packet.fromOutside(OUTSIDE, WEB, POSTGRES)))
          .contains(new Reason.NoSuchAddress(WEB));
    }

    @Test
    void tellWhatWouldBeAskedBehindThem() {
      scene.rules("front-acl", INBOUND, acl("shut", false, "0.0.0.0/0", "10.0.1.4/32", tcp(5432)));

      Verdict verdict = judged(Packet.fromOutside(OUTSIDE, WEB, POSTGRES));

      assertThat(verdict.passes()).isFalse();
      assertThat(at(Stand.ACL_IN, verdict.checkpoints()))
          .isEqualTo(new Reason.AclRule("front-acl", "shut", false));
      assertThat(at(Stand.GROUPS_IN, verdict.checkpoints())).isNotNull();
      assertThat(verdict.answer()).isEmpty();
    }
  }

  @Nested
  class TheHost {
    @Test
    void isReachedAtTheServicesAddressWhateverGroupsAndAclsSay() {
      scene.in(5);
      scene.acls.clear();

      Packet packet = Packet.from(5, WEB, Addresses.METADATA, Content.tcp(1, 80));
      assertThat(judged(packet).checkpoints())
          .extracting(Checkpoint::stand, Checkpoint::reason)
          .containsExactly(
              Tuple.tuple(Stand.ORIGIN, new Reason.OwnAddress()),
              Tuple.tuple(Stand.ROUTE, new Reason.Metadata(true)));
      assertThat(judged(packet).answer()).isEmpty();
      assertThat(refusal(Packet.from(5, WEB_6, Addresses.METADATA_V6, Content.tcp(1, 443))))
          .isEmpty();
    }

    @Test
    void isAskedForMetadataByTcpAlone() {
      assertThat(refusal(Packet.from(5, WEB, Addresses.METADATA, Content.udp(1, 80))))
          .contains(new Reason.Metadata(false));
      assertThat(refusal(Packet.from(5, WEB, Addresses.METADATA, Content.tcp(1, 22)))).isPresent();
    }

    @Test
    void isNotAskedForMetadataWithAnothersAddress() {
      scene.spoofing(6);

      assertThat(refusal(Packet.from(6, WEB, Addresses.METADATA, Content.tcp(1, 80))))
          .contains(new Reason.Spoofed(WEB));
    }

    @Test
    void answersAsRouterNothingButEchoes() {
      scene.in(5);
      Ip router = Ip.parse("10.0.2.1");

      assertThat(refusal(Packet.from(5, WEB, router, ECHO))).isEmpty();
      assertThat(refusal(Packet.from(5, WEB, router, Content.udp(1, 53))))
          .contains(new Reason.Router(false));
    }
  }

  @Nested
  class Answers {
    @Test
    void goBackTheWayTheFirstPacketCame() {
      assertThat(scene.judge().answer(WEB_TO_DB))
          .contains(
              new Packet(
                  OptionalInt.of(7), DB, WEB, Content.tcp(5432, 40_000), Stage.CONTINUES, false));
    }

    @Test
    void areJudgedByAclsAnewAndNotByGroups() {
      scene.rules("web", INBOUND, new Group.Rule[0]);
      assertThat(judged(WEB_TO_DB).answered()).isTrue();

      scene.rules("back-acl", OUTBOUND, acl("r", true, "0.0.0.0/0", "0.0.0.0/0", tcp(5432)));
      Verdict verdict = judged(WEB_TO_DB);
      assertThat(verdict.passes()).isTrue();
      assertThat(verdict.answered()).isFalse();
      assertThat(at(Stand.ACL_OUT, verdict.answer().orElseThrow()))
          .isEqualTo(new Reason.NoAclRule("back-acl"));
    }

    @Test
    void areOfTheTypeThatAnswers() {
      assertThat(ECHO.answer()).contains(Content.icmp(0, 0));
      assertThat(Content.icmpv6(128, 3).answer()).contains(Content.icmpv6(129, 0));
      assertThat(Content.icmp(3, 1).answer()).isEmpty();
      assertThat(Content.icmp(0, 0).answer()).isEmpty();
      assertThat(Content.of(47).answer()).contains(Content.of(47));
    }

    @Test
    void goToWhomTheSourceBelongs() {
      scene.spoofing(6);

      assertThat(at(Stand.ROUTE, judged(Packet.from(6, WEB, DB, POSTGRES)).answer().orElseThrow()))
          .isEqualTo(new Reason.Delivered(5));
      Ip nobody = Ip.parse("10.9.9.9");
      assertThat(judged(Packet.from(6, nobody, DB, POSTGRES)).answered()).isFalse();
    }

    @Test
    void areNoneWhereNobodyIs() {
      assertThat(judged(Packet.from(5, WEB, Ip.parse("10.0.2.77"), POSTGRES)).answer()).isEmpty();
      assertThat(judged(Packet.fromOutside(OUTSIDE, GATEWAY, POSTGRES)).answer()).isEmpty();
      assertThat(judged(Packet.fromOutside(OUTSIDE, WEB, POSTGRES)).answer()).isEmpty();
    }
  }
}
