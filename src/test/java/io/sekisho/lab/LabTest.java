package io.sekisho.lab;

import static io.sekisho.lab.Ports.port;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.cli.Failure;
import io.sekisho.kernel.Commands;
import io.sekisho.wire.Attachment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("root")
@ExtendWith(RootOnly.class)
class LabTest {
  private static final String CLOUD = "api.metadata.cloud.ibm.com";

  private static final List<Attachment> PORTS =
      List.of(
          port("acme/web-1", 1, 1, "10.0.0.5", "10.0.0.9", "fd00:a::5"),
          port("acme/web-1", 1, 2, "10.0.1.5"),
          port("acme/db-1", 1, 3, "10.0.0.6"),
          port("globex/web-1", 2, 4, "10.0.0.5"));

  private static final LabFile FILE = Ports.file(PORTS, new LabFile.Container("acme/web-1", "app"));

  @TempDir private static Path keys;

  private final Lab lab =
      new Lab(Ports.NAMES, new Commands(), keys.resolve("ca.pem"), Duration.ofSeconds(5));
  private HostHalf host;

  @BeforeAll
  static void makeKeys() throws Exception {
    Pki.write(keys, CLOUD);
  }

  @BeforeEach
  void prepare() {
    lab.down();
    host = new HostHalf(PORTS);
  }

  @AfterEach
  void clean() {
    lab.down();
    host.close();
    assertThat(Traces.left()).isEmpty();
  }

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
  class Guests {
    @Test
    void ofTwoVpcsReachTheirOwnServiceFromTheSameAddress() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      host.beacon("lt-vpc-2", "globex", keys.resolve("server.p12"));
      assertThat(curl("acme/web-1", "http://169.254.169.254/").out()).isEqualTo("acme 10.0.0.5\n");
      assertThat(curl("globex/web-1", "http://169.254.169.254/").out())
          .isEqualTo("globex 10.0.0.5\n");
    }

    @Test
    void trustTheCaUnderTheServicesNameWhetherToldOrNot() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      String url = "https://" + CLOUD + "/";
      assertThat(curl("db-1", url)).isEqualTo(new Ran(0, "acme 10.0.0.6\n"));
      assertThat(Ran.in(lab, "db-1", "env", "-i", "curl", "-sS", "-m5", url))
          .isEqualTo(new Ran(0, "acme 10.0.0.6\n"));
      Ran sceptic = Ran.in(lab, "db-1", "curl", "-sS", "-m5", "--cacert", "/dev/null", url);
      assertThat(sceptic.code()).isNotZero();
    }

    @Test
    void stillTrustWhatThisMachineTrusts() throws Exception {
      lab.up(PORTS, FILE);
      String bundle = "/etc/ssl/certs/ca-certificates.crt";
      assertThat(Ran.in(lab, "db-1", "cat", bundle).out())
          .startsWith(Files.readString(Path.of(bundle)))
          .endsWith(Files.readString(keys.resolve("ca.pem")));
      assertThat(Ran.in(lab, "db-1", "sh", "-c", "cat \"$SSL_CERT_FILE\"").out())
          .endsWith(Files.readString(keys.resolve("ca.pem")));
      assertThat(Ran.in(lab, "db-1", "ls", "-A", "/etc/ssl").out()).doesNotContain("private");
    }

    @Test
    void speakIpv6AndFromEachOfTheirInterfaces() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      assertThat(curl("acme/web-1", "http://[fd00:ec2::254]/").out())
          .startsWith("acme fd00:a:0:0:0:0:0:5");
      String url = "http://169.254.169.254/";
      assertThat(Ran.in(lab, "acme/web-1", "curl", "-sS", "-m5", "--interface", "eth1", url).out())
          .isEqualTo("acme 10.0.1.5\n");
      assertThat(
              Ran.in(lab, "acme/web-1", "curl", "-sS", "-m5", "--interface", "10.0.1.5", url).out())
          .isEqualTo("acme 10.0.1.5\n");
    }

    @Test
    void haveAHostNameAndNoNameServer() {
      lab.up(PORTS, FILE);
      String before = Ran.of(new ProcessBuilder("uname", "-n"), "").out();
      assertThat(Ran.in(lab, "db-1", "uname", "-n").out()).isEqualTo("db-1\n");
      assertThat(Ran.of(new ProcessBuilder("uname", "-n"), "").out()).isEqualTo(before);
      assertThat(Ran.in(lab, "db-1", "cat", "/etc/hostname").out()).isEqualTo("db-1\n");
      assertThat(Ran.in(lab, "db-1", "getent", "hosts", "db-1").out()).startsWith("10.0.0.6 ");
      assertThat(Ran.in(lab, "db-1", "cat", "/etc/resolv.conf").out()).doesNotContain("nameserver");
    }

    private Ran curl(String guest, String url) {
      return Ran.in(lab, guest, "curl", "-sS", "-m5", url);
    }
  }

  @Nested
  class Containers {
    private static final String URL = "http://169.254.169.254/";

    @Test
    void areOneHopFurtherAwayThanTheirGuest() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      host.hopLimit("lt-vpc-1", 1);
      assertThat(Ran.in(lab, "acme/web-1", "curl", "-sS", "-m5", URL).code()).isZero();
      assertThat(contained("curl", "-sS", "-m2", URL).code()).isEqualTo(28);
      host.hopLimit("lt-vpc-1", 2);
      assertThat(contained("curl", "-sS", "-m5", URL)).isEqualTo(new Ran(0, "acme 10.0.0.5\n"));
    }

    @Test
    void areOneHopFurtherAwayInIpv6Too() throws Exception {
      lab.up(PORTS, FILE);
      host.beacon("lt-vpc-1", "acme", keys.resolve("server.p12"));
      host.hopLimit("lt-vpc-1", 1);
      assertThat(contained("curl", "-sS", "-m2", "http://[fd00:ec2::254]/").code()).isEqualTo(28);
      host.hopLimit("lt-vpc-1", 2);
      assertThat(contained("curl", "-sS", "-m5", "http://[fd00:ec2::254]/").out())
          .startsWith("acme fd00:a:");
    }

    @Test
    void haveTheirOwnHostName() {
      lab.up(PORTS, FILE);
      assertThat(contained("uname", "-n").out()).isEqualTo("app\n");
      assertThat(contained("ip", "-br", "addr", "show", "eth0").out()).contains("172.17.0.2/24");
    }

    @Test
    void areKnownByName() {
      lab.up(PORTS, FILE);
      assertThatThrownBy(() -> lab.process("db-1", Optional.of("app"), List.of("true")))
          .hasMessage("acme/db-1 has no container app.");
    }

    private Ran contained(String... command) {
      return Ran.in(lab, "acme/web-1", Optional.of("app"), "", command);
    }
  }

  @Nested
  class Exec {
    @Test
    void passesExitCodesOn() {
      lab.up(PORTS, FILE);
      assertThat(Ran.in(lab, "db-1", "sh", "-c", "exit 42").code()).isEqualTo(42);
      assertThat(Ran.in(lab, "db-1", "no-such-program").code()).isEqualTo(127);
      assertThat(Ran.in(lab, "db-1", "/etc/hosts").code()).isEqualTo(126);
      assertThat(Ran.in(lab, "db-1", "sh", "-c", "kill -9 $$").code()).isEqualTo(128 + 9);
    }

    @Test
    void passesInputAndArgumentsOnAsTheyAre() {
      lab.up(PORTS, FILE);
      assertThat(Ran.in(lab, "db-1", Optional.empty(), "a\nb", "cat").out()).isEqualTo("a\nb");
      assertThat(Ran.in(lab, "db-1", "printf", "%s|", "a b", "$HOME", "", "'\"*", "--").out())
          .isEqualTo("a b|$HOME||'\"*|--|");
    }

    @Test
    void withholdsProxiesAndTheOperatorsKey() {
      lab.up(PORTS, FILE);
      ProcessBuilder builder = lab.process("db-1", Optional.empty(), List.of("env"));
      assertThat(builder.environment().keySet())
          .noneMatch(name -> name.matches("(?i)https?_proxy|SEKISHO_.*"));
    }

    @Test
    void asksWhichGuestIsMeant() {
      lab.up(PORTS, FILE);
      assertThatThrownBy(() -> Ran.in(lab, "web-1", "true"))
          .hasMessage("More than one guest is called web-1: say acme/web-1 or globex/web-1.");
      assertThatThrownBy(() -> Ran.in(lab, "web-9", "true")).hasMessageContaining("no guest web-9");
    }

    @Test
    void saysWhenTheGuestIsGone() {
      lab.up(PORTS, FILE);
      new Commands().run("ip", "netns", "del", "lt-guest-3");
      assertThatThrownBy(() -> Ran.in(lab, "db-1", "true"))
          .hasMessage("acme/db-1 is not there any more: run `sekisho lab up` again.");
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
