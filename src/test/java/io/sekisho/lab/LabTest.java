package io.sekisho.lab;

import static io.sekisho.lab.Ports.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.client.Failure;
import io.sekisho.kernel.Commands;
import io.sekisho.wire.Attachment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LabTest extends RealLab {
  @Nested
  class Up {
    @Test
    void wiresEveryInterface() {
      List<Guest> guests = lab.up(PORTS, FILE);
      assertThat(lab.guests()).isEqualTo(guests);
      assertThat(Ran.in(lab, "acme/web-1", "ip", "-br", "addr").out())
          .contains("10.0.0.5/24", "10.0.0.9/32", "fd00:a::5/128", "10.0.1.5/24")
          .doesNotContain("fe80:");
      assertThat(Ran.in(lab, "acme/web-1", "ip", "-br", "link").out())
          .contains("02:00:00:00:00:01", "02:00:00:00:00:02");
      assertThat(Ran.in(lab, "acme/web-1", "ip", "route", "get", "169.254.169.254").out())
          .contains("via 10.0.0.1 dev eth0 src 10.0.0.5");
      assertThat(host.devices("lt-vpc-1")).contains("tap1", "tap2", "tap3");
      assertThat(host.devices("lt-vpc-2")).contains("tap4");
    }

    @Test
    void leavesAGuestThatIsAsItShouldBeUndisturbed() throws Exception {
      lab.up(PORTS, FILE);
      Process sleeper = lab.process("db-1", Optional.empty(), List.of("sleep", "60")).start();
      lab.up(PORTS, FILE);
      assertThat(sleeper.isAlive()).isTrue();
      sleeper.destroy();
    }

    @Test
    void remakesOnlyTheGuestThatChanged() throws Exception {
      lab.up(PORTS, FILE);
      Process stays = lab.process("db-1", Optional.empty(), List.of("sleep", "60")).start();
      Process goes = lab.process("globex/web-1", Optional.empty(), List.of("sleep", "60")).start();
      List<Attachment> changed =
          List.of(PORTS.get(0), PORTS.get(1), PORTS.get(2), port("globex/web-1", 2, 4, "10.0.0.8"));
      host.apply(changed);
      lab.up(changed, FILE);
      assertThat(goes.waitFor()).isEqualTo(128 + 15);
      assertThat(stays.isAlive()).isTrue();
      stays.destroy();
      assertThat(Ran.in(lab, "globex/web-1", "ip", "-br", "addr").out()).contains("10.0.0.8/24");
    }

    @Test
    void removesAGuestThatTheFileNoLongerNames() {
      lab.up(PORTS, FILE);
      lab.up(PORTS, new LabFile(Set.of("globex/web-1"), List.of()));
      assertThat(lab.guests()).extracting(Guest::reference).containsExactly("globex/web-1");
      assertThat(host.devices("lt-vpc-1")).containsExactly("lo");
    }

    @Test
    void remakesAGuestWhoseTapWasTakenAway() {
      lab.up(PORTS, FILE);
      new Commands().run("ip", "-n", "lt-vpc-1", "link", "del", "tap3");
      lab.up(PORTS, FILE);
      assertThat(Ran.in(lab, "db-1", "ping", "-c1", "-W2", "10.0.0.1").code()).isZero();
    }

    @Test
    void refusesATapThatSomebodyElsePluggedInAndUndoesTheRest() {
      new Commands().run("ip", "-n", "lt-vpc-2", "tuntap", "add", "dev", "tap4", "mode", "tap");
      assertThatThrownBy(() -> lab.up(PORTS, FILE))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("globex/web-1 is plugged in already, but not by the lab");
      assertThat(lab.guests()).isEmpty();
      assertThat(host.devices("lt-vpc-2")).contains("tap4");
      assertThat(host.devices("lt-vpc-1")).containsExactly("lo");
    }

    @Test
    void undoesWhatItBeganWhenTheNodeIsNotThereButKeepsWhatStood() {
      lab.up(PORTS, FILE);
      List<Attachment> more = new java.util.ArrayList<>(PORTS);
      more.add(port("globex/new-1", 2, 5, "10.0.0.7"));
      Lab hasty = new Lab(Ports.NAMES, new Commands(), keys.resolve("ca.pem"), Duration.ZERO);
      assertThatThrownBy(() -> hasty.up(more, Ports.file(more, FILE.containers().getFirst())))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("did not notice globex/new-1");
      assertThat(lab.guests()).hasSize(3).allMatch(lab::stands);
      assertThat(host.devices("lt-vpc-2")).containsExactly("lo", "tap4");
      assertThat(Path.of("/etc/netns/lt-guest-5")).doesNotExist();
    }

    @Test
    void saysWhatTheKernelRefusesAndUndoesTheRest() {
      List<Attachment> twice = List.of(PORTS.get(3), port("globex/db-1", 2, 5, "10.0.0.300"));
      assertThatThrownBy(() -> lab.up(twice, Ports.file(twice)))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("The guests can't be made, and none is begun: ")
          .hasMessageContaining("10.0.0.300");
      assertThat(host.devices("lt-vpc-2")).containsExactly("lo");
      assertThat(lab.guests()).isEmpty();
    }

    @Test
    void saysWhenTheVpcIsNotOnThisHost() {
      List<Attachment> elsewhere = List.of(port("acme/web-1", 9, 9, "10.0.0.5"));
      assertThatThrownBy(() -> lab.up(elsewhere, Ports.file(elsewhere)))
          .hasMessageContaining("lt-vpc-9 of VPC vpc-9 is not there: is Sekisho running");
    }

    @Test
    void saysWhenThereIsNoCa() {
      Lab without = new Lab(Ports.NAMES, new Commands(), keys.resolve("none.pem"));
      assertThatThrownBy(() -> without.up(PORTS, FILE))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("none.pem");
    }

    @Test
    void givesNoPrivateKeyToGuests() throws Exception {
      Path file = keys.resolve("mixed.pem");
      Files.writeString(
          file, Files.readString(keys.resolve("ca.pem")) + "-----BEGIN PRIVATE KEY-----\n");
      Lab careless = new Lab(Ports.NAMES, new Commands(), file);
      assertThatThrownBy(() -> careless.up(PORTS, FILE))
          .hasMessageContaining("certificates in PEM and nothing else");
    }
  }

  @Nested
  class Down {
    @Test
    void endsWhatRunsInGuestsAlsoIfItDoesNotWantTo() throws Exception {
      lab.up(PORTS, FILE);
      String deaf = "trap '' TERM; echo on; while :; do sleep 1; done";
      Process process = lab.process("db-1", Optional.empty(), List.of("sh", "-c", deaf)).start();
      assertThat(process.inputReader().readLine()).isEqualTo("on");
      Process contained =
          lab.process("acme/web-1", Optional.of("app"), List.of("sleep", "60")).start();
      Process outside = new ProcessBuilder("sleep", "60").start();
      lab.down();
      assertThat(process.waitFor()).isEqualTo(128 + 9);
      assertThat(contained.waitFor()).isEqualTo(128 + 15);
      assertThat(outside.isAlive()).isTrue();
      outside.destroy();
    }

    @Test
    void leavesTheHostHalfAndOtherLabsAlone() {
      lab.up(PORTS, FILE);
      new Commands().run("ip", "netns", "add", "lt2-guest-1");
      lab.down();
      assertThat(Traces.left()).isEmpty();
      assertThat(Path.of("/run/netns/lt-vpc-1")).exists();
      assertThat(host.devices("lt-vpc-1")).containsExactly("lo");
      assertThat(Path.of("/run/netns/lt2-guest-1")).exists();
      new Commands().run("ip", "netns", "del", "lt2-guest-1");
    }

    @Test
    void findsEverythingWhenTheRegisterIsLost() {
      lab.up(PORTS, FILE);
      new Commands().run("rm", "-rf", "/run/sekisho-lab/lt");
      lab.down();
      assertThat(Traces.left()).isEmpty();
    }

    @Test
    void removesNamespacesThatWereOnlyBegun() throws Exception {
      lab.up(PORTS, FILE);
      Files.createFile(Path.of("/run/netns/lt-guest-77"));
      Files.createDirectories(Path.of("/etc/netns/lt-guest-78"));
      lab.down();
      assertThat(Traces.left()).isEmpty();
    }

    @Test
    void doesNothingWhereThereIsNothing() {
      lab.down();
      assertThat(Traces.left()).isEmpty();
    }
  }

  @Test
  void tellsAGuestThatIsCutOffFromOneThatIsConnected() {
    lab.up(PORTS, FILE);
    assertThat(lab.connected(lab.guests())).hasSize(3);
    new Commands().run("ip", "-n", "lt-vpc-1", "route", "del", "10.0.0.6", "dev", "tap3");
    new Commands().run("ip", "netns", "del", "lt-vpc-2");
    new Commands().run("ip", "netns", "add", "lt-vpc-2");
    assertThat(lab.guests()).hasSize(3).allMatch(lab::stands);
    assertThat(lab.connected(lab.guests()))
        .extracting(Guest::reference)
        .containsExactly("acme/web-1");
  }

  @Test
  void letsTwoCommandsAtOnceWaitForEachOther() {
    var first = CompletableFuture.runAsync(() -> lab.up(PORTS, FILE));
    var second = CompletableFuture.runAsync(() -> lab.up(PORTS, FILE));
    first.join();
    second.join();
    assertThat(lab.guests()).hasSize(3).allMatch(lab::stands);
  }

  /// Prints how long it took; whether that is long depends on the machine.
  @Test
  void makesFiftyGuests() {
    List<Attachment> many = Ports.many(50, 3);
    try (HostHalf _ = new HostHalf(many)) {
      long start = System.nanoTime();
      lab.up(many, Ports.file(many));
      long up = System.nanoTime();
      lab.up(many, Ports.file(many));
      long again = System.nanoTime();
      lab.down();
      long down = System.nanoTime();
      System.out.printf(
          "50 guests: up %d ms, up again %d ms, down %d ms%n",
          (up - start) / 1_000_000, (again - up) / 1_000_000, (down - again) / 1_000_000);
      assertThat(Traces.left()).isEmpty();
    }
  }
}
