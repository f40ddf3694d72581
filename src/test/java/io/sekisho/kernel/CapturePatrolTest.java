package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.host.Fleet;
import io.sekisho.host.HostPlans;
import io.sekisho.kernel.Lab.Answer;
import io.sekisho.kernel.UnplugWatch.Unplugged;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.nftables.GuestPorts.Limits;
import io.sekisho.telemetry.Event;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What becomes of captured guests with nobody asking for it.
@Tag("root")
@ExtendWith(Root.class)
class CapturePatrolTest {
  private static final String ALICE = "vpc-1 greets 10.0.0.5\n";

  private Lab lab;
  private Bridge bridge;
  private Guest alice;
  private Guest mallory;
  private final List<Unplugged> noticed = new CopyOnWriteArrayList<>();
  private Optional<UnplugWatch> watch = Optional.empty();

  @BeforeEach
  void open() {
    lab = new Lab();
    bridge = new Bridge(lab.commands);
    lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5").with(2, 1, Fleet.http(1), "10.0.0.6");
    lab.enforce();
    lab.serve(1);
    alice = bridge.guest(1, "br0", "10.0.0.5");
    mallory = bridge.guest(2, "br0", "10.0.0.6");
    look(lab.network);
  }

  /// By threads that are on the host.
  private void look(HostNetwork network) {
    watch =
        Optional.of(
            Bridge.there()
                .inside(
                    () -> {
                      network.patrol();
                      return UnplugWatch.start(network, noticed::add);
                    }));
  }

  @AfterEach
  void close() throws IOException {
    end();
    bridge.close();
    lab.close();
  }

  private void end() {
    watch.ifPresent(UnplugWatch::close);
    lab.network.close();
  }

  private void capture(int mark) {
    bridge.capture(lab, 1, mark);
  }

  @Test
  void endWithTheirDevice() {
    String links = bridge.names();
    capture(1);
    capture(2);
    bridge.ip("link del vnet1");

    assertThat(Lab.within(1000, () -> !noticed.isEmpty())).isTrue();
    assertThat(noticed).containsExactly(new Unplugged(Lab.VPC_1, "tap1", false));
    assertThat(Lab.within(1000, () -> !bridge.rules().contains("guest1"))).isTrue();
    assertThat(Lab.greeting(mallory)).isEqualTo("vpc-1 greets 10.0.0.6\n");
    bridge.ip("link del vnet2");
    assertThat(Lab.within(1000, () -> bridge.rules().isEmpty())).isTrue();
    assertThat(Lab.within(1000, () -> links.contains(bridge.names()))).isTrue();
    assertThat(lab.events).isEmpty();
  }

  @Test
  void areServedAgainWhenTheyComeBack() {
    capture(1);
    bridge.ip("link del vnet1");
    assertThat(Lab.within(1000, () -> bridge.rules().isEmpty())).isTrue();
    bridge.plug(alice, 1, "br0");
    alice.ip("addr replace 10.0.0.5/24 dev eth0", "route replace default via 10.0.0.1");
    capture(1);

    assertThat(Lab.greeting(alice)).isEqualTo(ALICE);
  }

  @Test
  void areKeptFromWhoeverFlushesTheirRules() {
    capture(1);
    Lab.pause(700);
    bridge.run("nft", "flush", "ruleset");

    assertThat(Lab.within(1000, () -> bridge.rules().contains("guest1"))).isTrue();
    assertThat(Lab.greeting(alice)).isEqualTo(ALICE);
    assertThat(repairs()).containsExactly("capture");
  }

  @Test
  void areKeptFromWhoeverTakesOneRuleAway() {
    capture(1);
    Lab.pause(700);
    String rules = bridge.rules();
    bridge.run("nft", "flush", "chain", "netdev", "sekisho_" + Lab.NAMES.prefix(), "guest1");

    assertThat(Lab.within(1000, () -> bridge.rules().equals(rules))).isTrue();
    assertThat(repairs()).containsExactly("capture");
  }

  @Test
  void comeAlongWhenTheNamespaceIsMadeAnew() throws IOException {
    capture(1);
    Lab.pause(700);
    lab.stopServing();
    NetworkNamespace before = Lab.there(Lab.VPC_1);
    lab.commands.run("ip", "netns", "del", Lab.VPC_1);

    assertThat(Lab.within(3000, () -> !before.exists() && isPlugged())).isTrue();
    lab.serve(1);
    assertThat(Lab.within(2000, () -> alice.connect(80) == Answer.OPEN)).isTrue();
    assertThat(repairs()).containsExactly("namespace", "capture");
  }

  /// As when a tenant deletes the last guest of a VPC on this host, and its machine runs on.
  @Test
  void stayAwayFromStrangersWhenNobodyServesThem() throws IOException {
    capture(1);
    capture(2);
    serveNobody();

    assertThat(alice.connect(80)).isEqualTo(Answer.SILENCE);
    bridge.ip("link del vnet2");
    assertThat(Lab.within(1000, () -> !bridge.rules().contains("guest2"))).isTrue();
    assertThat(alice.connect(80)).isEqualTo(Answer.SILENCE);
    lab.enforce();
    lab.serve(1);
    assertThat(Lab.within(2000, () -> alice.connect(80) == Answer.OPEN)).isTrue();
    assertThat(Lab.greeting(alice)).isEqualTo(ALICE);
    bridge.release(1);
    assertThat(bridge.rules()).isEmpty();
  }

  @Test
  void leaveTheirDeviceToTheNext() throws IOException {
    capture(1);
    serveNobody();
    lab.fleet.without(1);
    lab.enforce();
    bridge.ip("link del vnet2");
    bridge.begin(1, 2, "vnet1");

    assertThat(bridge.rules()).contains("guest2").doesNotContain("guest1");
  }

  private void serveNobody() throws IOException {
    Lab.pause(700);
    lab.stopServing();
    lab.network.enforce(new HostPlans(Lab.NAMES, Limits.DEFAULT).of(new Fleet().snapshot()));
    assertThat(Lab.within(3000, () -> !bridge.names().contains(Bridge.end(1)))).isTrue();
    Lab.pause(700);
  }

  @Test
  void areServedThoughAnotherCanNotBe() throws IOException {
    capture(1);
    capture(2);
    serveNobody();
    bridge.ip("link add %s type bridge".formatted(Bridge.end(1)));
    lab.enforce();
    lab.serve(1);

    assertThat(Lab.within(2000, () -> mallory.connect(80) == Answer.OPEN)).isTrue();
    assertThat(Lab.greeting(mallory)).isEqualTo("vpc-1 greets 10.0.0.6\n");
    assertThat(alice.connect(80)).isEqualTo(Answer.SILENCE);
    assertThat(lab.notices(Event.Kind.KERNEL_CHANGE_FAILED))
        .anyMatch(it -> it.fields().get("reason").contains("which is not Sekisho's"));
    bridge.release(1);
    bridge.release(2);
    assertThat(bridge.rules()).isEmpty();
    assertThat(bridge.names()).contains(Bridge.end(1));
  }

  @Test
  void areNoDriftWhileTheyComeAndGo() {
    capture(1);
    capture(2);
    capture(1);
    bridge.run("nft", "add", "table", "inet", "somebody");
    bridge.release(2);
    Lab.pause(700);
    end();
    HostNetwork next = lab.network();
    next.enforce(lab.plan());
    look(next);
    Lab.pause(700);
    end();
    next.close();

    assertThat(bridge.rules()).contains("guest1").doesNotContain("guest2");
    assertThat(lab.events).isEmpty();
  }

  private boolean isPlugged() {
    return NetworkNamespace.find(Lab.VPC_1)
        .map(it -> it.inside(() -> lab.commands.run("ip", "addr")))
        .filter(it -> it.contains("fe80::1/64"))
        .isPresent();
  }

  private List<String> repairs() {
    return lab.notices(Event.Kind.KERNEL_DRIFT_REPAIRED)
        .map(it -> it.fields().get("what"))
        .toList();
  }
}
