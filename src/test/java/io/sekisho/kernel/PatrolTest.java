package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sekisho.Root;
import io.sekisho.host.Fleet;
import io.sekisho.host.Names;
import io.sekisho.kernel.Lab.Answer;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.MetadataService;
import io.sekisho.vpc.NetworkInterface;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What happens without anybody asking for it: guests are plugged in, rules are tampered with.
@Tag("root")
@ExtendWith(Root.class)
class PatrolTest {
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab();
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @Nested
  class Plugging {
    @Test
    void isNoticedWithinASecond() {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5", "2001:db8::5");
      lab.enforce();
      lab.serve(1);
      lab.network.patrol();
      Guest guest = lab.guest(1, 1, "10.0.0.5", "2001:db8::5");

      assertThat(Lab.within(1000, () -> lab.routes().contains("10.0.0.5"))).isTrue();
      lab.settle(guest, 1, 1);
      assertThat(guest.connect(80)).isEqualTo(Answer.OPEN);
      assertThat(guest.connect6(80)).isEqualTo(Answer.OPEN);
    }

    @Test
    void againUnderTheSameNameIsNoticedToo() {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5");
      lab.enforce();
      lab.serve(1);
      lab.network.patrol();
      lab.attached(1, 1, "10.0.0.5");
      lab.network.unplug(Lab.VPC_1, "tap1");
      lab.commands.run("ip", "netns", "del", Lab.NAMES.prefix() + "-guest-1");
      Guest again = lab.guest(1, 1, "10.0.0.5");

      assertThat(Lab.within(1000, () -> lab.routes().contains("10.0.0.5"))).isTrue();
      lab.settle(again, 1, 1);
      assertThat(again.connect(80)).isEqualTo(Answer.OPEN);
    }

    @Test
    void makesATapForAVirtualMachine() {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5", "2001:db8::5");
      lab.enforce();
      NetworkInterface nic = Fleet.nic(1, 1, "10.0.0.5", "2001:db8::5");
      lab.network.plug(Lab.VPC_1, Names.tap(nic));
      lab.network.plug(Lab.VPC_1, Names.tap(nic));

      assertThat(lab.ip("-d link show tap1")).contains("tun type tap", "fe:00:00:00:00:01");
      assertThat(lab.ip("addr show tap1")).contains("fe80::1/64").doesNotContain("inet ");
      assertThat(lab.ip("neigh")).contains("10.0.0.5 dev tap1 lladdr 02:00:00:00:00:01 PERMANENT");
      assertThat(lab.ip("-6 route")).contains("2001:db8::5 dev tap1");
      lab.network.unplug(Lab.VPC_1, Names.tap(nic));
      assertThat(lab.ip("link")).doesNotContain("tap1");
    }

    @Test
    void anInterfaceThatWasNeverEnforcedIsRefused() {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5");
      lab.enforce();

      assertThatIllegalStateException().isThrownBy(() -> lab.network.attach(Lab.VPC_1, "tap2"));
    }
  }

  @Nested
  class Drift {
    private Guest guest;

    @BeforeEach
    void plugIn() {
      lab.fleet.with(1, 1, MetadataService.OFF, "10.0.0.5");
      lab.enforce();
      lab.serve(1);
      guest = lab.attached(1, 1, "10.0.0.5");
    }

    @Test
    void bySomebodysOwnTableIsToldAndTheTableStays() {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5");
      lab.enforce();
      lab.network.patrol();
      lab.nft("add table inet mine");

      assertThat(Lab.within(2000, () -> lab.notices(Event.Kind.KERNEL_FOREIGN_TABLES).count() == 1))
          .isTrue();
      assertThat(lab.notices(Event.Kind.KERNEL_FOREIGN_TABLES))
          .allMatch(it -> "inet mine".equals(it.fields().get("tables")));
      assertThat(lab.rules(1)).contains("table inet mine", "table inet sekisho");
    }

    @Test
    void ofFlushedRulesIsRepairedByThePatrol() {
      lab.network.patrol();
      flush();

      assertThat(Lab.within(1000, () -> lab.rules(1).contains("hook prerouting"))).isTrue();
      assertThat(guest.connect(80)).isEqualTo(Answer.SILENCE);
      assertThat(repairs()).containsExactly("ruleset");
    }

    @Test
    void ofFlushedRulesIsRepairedByTheNextChange() {
      flush();
      lab.fleet.with(1, 1, Fleet.https(1), "10.0.0.5");
      lab.enforce();

      assertThat(guest.connect(80)).isEqualTo(Answer.REFUSED);
      assertThat(guest.connect(443)).isEqualTo(Answer.OPEN);
      assertThat(repairs()).containsExactly("ruleset");
    }

    @Test
    void ofOneElementIsRepairedByThePatrol() {
      lab.network.patrol();
      lab.nft("add element inet sekisho door { tap1 . 80 : goto open }");

      assertThat(Lab.within(1000, () -> !lab.rules(1).contains("\"tap1\" . 80"))).isTrue();
    }

    @Test
    void ofARemovedRouteIsRepairedByThePatrol() {
      lab.network.patrol();
      lab.ip("route del 10.0.0.5 dev tap1");

      assertThat(Lab.within(8000, () -> lab.routes().contains("10.0.0.5"))).isTrue();
    }

    @Test
    void ofARemovedNamespaceIsRepairedByThePatrol() {
      NetworkNamespace before = Lab.there(Lab.VPC_1);
      lab.network.patrol();
      lab.commands.run("ip", "netns", "del", Lab.VPC_1);

      assertThat(Lab.within(2000, () -> NetworkNamespace.find(Lab.VPC_1).isPresent())).isTrue();
      assertThat(Lab.within(2000, () -> lab.rules(1).contains("hook prerouting"))).isTrue();
      assertThat(NetworkNamespace.find(Lab.VPC_1)).isNotEqualTo(Optional.of(before));
      assertThat(repairs()).containsExactly("namespace");
    }

    private void flush() {
      lab.nft("flush ruleset");
    }

    private List<String> repairs() {
      return lab.notices(Event.Kind.KERNEL_DRIFT_REPAIRED)
          .map(it -> it.fields().get("what"))
          .toList();
    }
  }
}
