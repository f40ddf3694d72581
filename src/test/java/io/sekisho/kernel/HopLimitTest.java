package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.host.Fleet;
import io.sekisho.kernel.HalfOpenWatch.Stuck;
import io.sekisho.kernel.Lab.Answer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("root")
@ExtendWith(Root.class)
class HopLimitTest {
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab();
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @Test
  void oneKeepsAnswersFromContainersAndTwoDoesNot() {
    Guest guest = guest(1);
    Guest container = guest.container();
    guest.masquerade();

    assertThat(guest.connect(80)).isEqualTo(Answer.OPEN);
    assertThat(guest.connect6(80)).isEqualTo(Answer.OPEN);
    assertThat(container.connect(80)).isEqualTo(Answer.SILENCE);
    assertThat(container.connect6(80)).isEqualTo(Answer.SILENCE);
    assertThat(container.connect(443)).isEqualTo(Answer.SILENCE);

    limit(2);

    assertThat(container.connect(80)).isEqualTo(Answer.OPEN);
    assertThat(container.connect6(80)).isEqualTo(Answer.OPEN);
    assertThat(container.connect(443)).isEqualTo(Answer.REFUSED);
    assertThat(container.connect6(443)).isEqualTo(Answer.REFUSED);

    limit(1);

    assertThat(container.connect(80)).isEqualTo(Answer.SILENCE);
    assertThat(container.connect6(80)).isEqualTo(Answer.SILENCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 33, 64})
  void isCarriedByEveryPacketOfAnAnswer(int hops) throws Exception {
    Guest guest = guest(hops);
    try (Tcpdump capture = Tcpdump.at(guest, "eth0", "src 169.254.169.254 or src fd00:ec2::254")) {
      guest.connect(80);
      guest.connect(443);
      guest.connect6(80);
      guest.connect6(443);
      List<String> packets = capture.packets();

      assertThat(packets).filteredOn(it -> it.contains("Flags [S.]")).hasSize(2);
      assertThat(packets).filteredOn(it -> it.contains("Flags [R.]")).hasSize(2);
      assertThat(packets).filteredOn(it -> it.contains("Flags [P.]")).hasSize(2);
      assertThat(packets).allMatch(it -> it.contains(", ttl " + hops + ",") || hlim(it, hops));
    }
  }

  private static boolean hlim(String packet, int hops) {
    return packet.matches("(?s).*IP6 \\(.*hlim " + hops + ",.*");
  }

  @Test
  void leavesOtherGuestsAnswersAlone() throws Exception {
    lab.fleet.with(2, 1, Fleet.http(9), "10.0.0.6");
    guest(1);
    Guest other = lab.attached(2, 1, "10.0.0.6");
    try (Tcpdump capture = Tcpdump.at(other, "eth0", "src 169.254.169.254")) {
      other.connect(80);

      assertThat(capture.packets()).isNotEmpty().allMatch(it -> it.contains(", ttl 9,"));
    }
  }

  @Test
  void stoppedAnswersAreNoticedOnceForAnAddress() {
    List<Stuck> noticed = new CopyOnWriteArrayList<>();
    Guest guest = guest(1);
    Guest container = guest.container();
    guest.masquerade();
    try (var _ = HalfOpenWatch.start(lab.network, InstantSource.system(), noticed::add)) {
      guest.connect(80);
      Process curl = stubborn(container);

      assertThat(Lab.within(12_000, () -> !noticed.isEmpty())).isTrue();
      Lab.pause(3_000);
      curl.destroy();
    }

    assertThat(noticed).hasSize(1);
    assertThat(noticed.getFirst().peer()).hasToString("10.0.0.5");
    assertThat(noticed.getFirst().retransmits()).isPositive();
  }

  private static Process stubborn(Guest guest) {
    return Lab.there(guest.name())
        .inside(
            () -> new ProcessBuilder("curl", "-s", "-m", "20", "http://169.254.169.254/").start());
  }

  private Guest guest(int hops) {
    limit(hops);
    lab.serve(1);
    return lab.attached(1, 1, "10.0.0.5", "2001:db8::5");
  }

  private void limit(int hops) {
    lab.fleet.with(1, 1, Fleet.http(hops), "10.0.0.5", "2001:db8::5");
    lab.enforce();
  }
}
