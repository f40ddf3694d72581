package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.host.Fleet;
import io.sekisho.kernel.Lab.Answer;
import io.sekisho.kernel.UnplugWatch.Unplugged;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Taps that come and go with nobody saying so.
@Tag("root")
@ExtendWith(Root.class)
class UnplugTest {
  private static final int SOON = 300;

  private final List<Unplugged> noticed = new CopyOnWriteArrayList<>();
  private Lab lab;
  private Guest guest;
  private UnplugWatch watch;

  @BeforeEach
  void open() {
    lab = new Lab();
    lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5").with(2, 1, Fleet.http(1), "10.0.0.6");
    lab.enforce();
    lab.serve(1);
    guest = lab.attached(1, 1, "10.0.0.5");
    watch = UnplugWatch.start(lab.network, noticed::add);
    Lab.pause(SOON);
  }

  @AfterEach
  void close() throws IOException {
    watch.close();
    lab.close();
  }

  @Test
  void isNoticedAtOnceAndOnce() {
    lab.ip("link del tap1");

    assertThat(Lab.within(SOON, () -> !noticed.isEmpty())).isTrue();
    Lab.pause(700);
    assertThat(noticed).containsExactly(new Unplugged(Lab.VPC_1, "tap1", false));
    assertThat(lab.network.isPlugged(Lab.VPC_1, "tap1")).isFalse();
  }

  /// With its addresses, its routes and its neighbours.
  @Test
  void leavesNothingOfItInTheKernelButItsRules() {
    lab.ip("link del tap1");

    assertThat(lab.routes()).doesNotContain("10.0.0.5");
    assertThat(lab.ip("neigh")).doesNotContain("10.0.0.5");
    assertThat(lab.rules(1)).contains("\"tap1\" . 02:00:00:00:00:01 . 10.0.0.5");
  }

  @Test
  void ofATapThatIsMovedAwayOrRenamedIsNoticedToo() {
    Guest other = lab.attached(2, 1, "10.0.0.6");
    assertThat(Lab.within(1000, () -> other.connect(80) == Answer.OPEN)).isTrue();
    Lab.pause(SOON);
    lab.ip("link set tap1 netns " + guest.name());
    lab.ip("link set tap2 down");
    lab.ip("link set tap2 name spare");

    assertThat(Lab.within(SOON, () -> noticed.size() == 2)).isTrue();
    assertThat(noticed).extracting(Unplugged::tap).containsExactlyInAnyOrder("tap1", "tap2");
  }

  @Test
  void isNoticedAlsoIfAnotherTakesItsPlaceWhichIsServed() {
    lab.ip("link del tap1");
    lab.commands.run("ip", "netns", "del", guest.name());
    Guest again = lab.guest(1, 1, "10.0.0.5");

    assertThat(Lab.within(SOON, () -> !noticed.isEmpty())).isTrue();
    assertThat(Lab.within(SOON, () -> lab.routes().contains("10.0.0.5"))).isTrue();
    lab.settle(again, 1, 1);
    assertThat(again.connect(80)).isEqualTo(Answer.OPEN);
    assertThat(noticed).extracting(Unplugged::tap).containsExactly("tap1");
  }

  @Test
  void ofDevicesThatAreNobodysIsNoNews() {
    lab.ip("link add tap9 type veth peer name other");
    lab.ip("link del tap9");
    Lab.pause(SOON);

    assertThat(noticed).isEmpty();
  }
}
