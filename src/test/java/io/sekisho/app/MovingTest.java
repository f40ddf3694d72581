package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.app.Hosts.Host;
import io.sekisho.app.Hosts.Visitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Guests that come, go and move between two nodes that run as root, each as a process of its own
/// with namespaces of its own; what is asked are real packets.
@Tag("root")
@ExtendWith(Root.class)
class MovingTest {
  /// A virtual machine as far as its card goes: opens a tap, asks for its gateway until it answers.
  private static final String ARP =
      """
      import fcntl, os, select, struct, time
      tap = os.open("/dev/net/tun", os.O_RDWR)
      fcntl.ioctl(tap, 0x400454ca, struct.pack("16sH", b"vnet7", 0x1002))
      mac = bytes.fromhex("020000001007")
      ask = (b"\\xff" * 6 + mac + bytes.fromhex("08060001080006040001") + mac
             + bytes([10, 0, 0, 17]) + bytes(6) + bytes([10, 0, 0, 1]))
      end = time.time() + 90
      while time.time() < end:
        try:
          os.write(tap, ask)
        except OSError:
          pass
        if select.select([tap], [], [], 0.2)[0]:
          frame = os.read(tap, 2000)
          if frame[12:14] == b"\\x08\\x06" and frame[20:22] == b"\\0\\2":
            print(".".join(map(str, frame[28:32])), "is at", frame[22:28].hex())
            break
      """;

  @TempDir private static Path folder;
  private static Hosts hosts;
  private static Host one;
  private static Host other;
  private static Host bound;

  @BeforeAll
  static void start() throws Exception {
    hosts = new Hosts(folder);
    one = hosts.host("a", true);
    other = hosts.host("b", true);
    bound = hosts.host("c", false);
  }

  @AfterAll
  static void stop() throws Exception {
    hosts.close();
  }

  @Test
  void isServedWhereItWasPluggedInLastAndNowhereElse() throws Exception {
    Visitor here = hosts.visitor(one, 1, "dev1");
    Visitor there = hosts.visitor(other, 1, "dev1");
    assertThat(here.name()).isEmpty();
    plug(one, 1, "dev1");
    here.isServed();
    assertThat(one.guests()).contains("web-1");

    plug(other, 1, "dev1");
    there.isServed();
    assertThat(here.name()).isEmpty();
    assertThat(other.guests()).contains("web-1");
    assertThat(one.guests()).doesNotContain("web-1");
    assertThat(other.sekisho("node", "status").good())
        .containsPattern("acme/web-1 +\\S+ +tap\\d+ +yes ");
    assertThat(one.sekisho("node", "status").good()).doesNotContain("web-1");

    // What the first one says late takes nothing away.
    one.sekisho("unplug", "web-1").good();
    there.isServed();

    // And back.
    Visitor again = hosts.visitor(one, 1, "dev2");
    plug(one, 1, "dev2");
    again.isServed();
    assertThat(there.name()).isEmpty();

    assertThat(one.sekisho("unplug", "acme/web-1").good()).contains("is gone from " + one.name());
    assertThat(one.guests()).doesNotContain("web-1");
    assertThat(again.name()).isEmpty();
    assertThat(one.sekisho("unplug", "acme/web-1").good())
        .isEqualTo("acme/web-1 was not plugged in here.\n");
  }

  @Test
  void leavesOneAmongOthersWithoutABindingAtOnce() throws Exception {
    Visitor stays = hosts.visitor(one, 2, "stays");
    Visitor moves = hosts.visitor(one, 3, "moves");
    plug(one, 2, "stays");
    plug(one, 3, "moves");
    moves.isServed();
    other.sekisho("plug", "web-3").good();
    // Its device is where it was, and nobody's: the namespace has another guest.
    assertThat(moves.name()).isEmpty();
    stays.isServed();
    String namespace = one.vpcs().getFirst();
    int devices = Host.devices(namespace).size();
    one.sekisho("unplug", "web-3").good();
    assertThat(Host.devices(namespace)).hasSize(devices - 1);
    one.sekisho("unplug", "web-2").good();
    other.sekisho("unplug", "web-3").good();
  }

  /// Its groups' rules are the node's own business: nobody asks the controller for each packet.
  @Test
  void reachesOthersOnItsHostAsItsGroupsSay() throws Exception {
    Visitor left = hosts.visitor(one, 2, "left");
    Visitor right = hosts.visitor(one, 3, "right");
    plug(one, 2, "left");
    plug(one, 3, "right");
    left.isServed();
    right.isServed();
    assertThat(left.reaches(3)).isTrue();

    String account = hosts.wire().subject("web-2").account().id().value();
    String groups = hosts.wire().ibm("GET", "security_groups", account, "");
    String group = groups.replaceFirst("(?s).*/security_groups/([^/\"]+)/rules/.*", "$1");
    for (String rule : found(groups, "/rules/([^\"]+)\"")) {
      hosts.wire().ibm("DELETE", "security_groups/" + group + "/rules/" + rule, account, "");
    }
    StandIn.eventually(() -> assertThat(left.reaches(3)).isFalse());
    left.isServed();

    String rules = "security_groups/" + group + "/rules";
    hosts.wire().ibm("POST", rules, account, "{'direction':'inbound','protocol':'icmp'}");
    hosts.wire().ibm("POST", rules, account, "{'direction':'outbound','protocol':'icmp'}");
    StandIn.eventually(() -> assertThat(left.reaches(3)).isTrue());
    one.sekisho("unplug", "web-2").good();
    one.sekisho("unplug", "web-3").good();
  }

  private static List<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList();
  }

  @Test
  void servesAGuestWhereItWasUntilItRunsWhereItGoes() throws Exception {
    Visitor source = hosts.visitor(one, 4, "src");
    Visitor target = hosts.visitor(other, 4, "dst");
    plug(one, 4, "src");
    Process waiting =
        other
            .there(
                "sekisho",
                "plug",
                "web-4",
                "--interface",
                Hosts.mac(4),
                "--device",
                "dst",
                "--when-running")
            .redirectErrorStream(true)
            .start();
    Thread.sleep(2_000);
    source.isServed();
    assertThat(waiting.isAlive()).isTrue();
    // It runs there: it says something, the first of which is lost.
    target.isServed();
    assertThat(waiting.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(waiting.exitValue()).isZero();
    assertThat(source.name()).isEmpty();
    other.sekisho("unplug", "web-4").good();
  }

  @Test
  void givesUpAGuestWhoseDeviceGoes() throws Exception {
    Visitor guest = hosts.visitor(one, 5, "gone");
    plug(one, 5, "gone");
    guest.isServed();
    assertThat(one.guests()).contains("web-5");
    guest.ip("link del eth0");
    StandIn.eventually(() -> assertThat(one.guests()).doesNotContain("web-5"));
  }

  @Test
  void waitsForAServiceThatWasKilled() throws Exception {
    Visitor guest = hosts.visitor(other, 6, "dev6");
    other.killService();
    plug(other, 6, "dev6");
    guest.isServed();
    other.sekisho("unplug", "web-6").good();
    assertThat(other.guests()).doesNotContain("web-6");
  }

  /// What a machine that has a tap open hears and says goes on when the tap is moved.
  @Test
  void movesATapThatIsOpen() throws Exception {
    Path said = folder.resolve("arp");
    Process machine =
        one.there("/usr/bin/python3", "-c", ARP)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      StandIn.eventually(() -> assertThat(Host.devices(one.namespace())).contains("vnet7"));
      Process waiting =
          one.there("sekisho", "plug", "web-7", "--device", "vnet7", "--when-running").start();
      assertThat(waiting.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(waiting.exitValue()).isZero();
      assertThat(machine.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(said)).isEqualTo("10.0.0.1 is at fe0000000001\n");
    } finally {
      machine.destroyForcibly();
    }
    StandIn.eventually(() -> assertThat(one.guests()).doesNotContain("web-7"));
  }

  @Test
  void keepsWhomAnOperatorPlacedThere() throws Exception {
    assertThat(bound.sekisho("plug", "web-5").err()).contains("This node may not take web-5");
    hosts.client().attach("web-5", bound.name());
    StandIn.eventually(() -> assertThat(bound.vpcs()).hasSize(1));
    Visitor guest = hosts.visitor(bound, 5, "dev5");
    plug(bound, 5, "dev5");
    guest.isServed();
    bound.sekisho("unplug", "web-5").good();
    assertThat(guest.name()).isEmpty();
    assertThat(bound.guests()).containsExactly("web-5");
  }

  @Test
  void makesATapThatStaysUntilItIsUnplugged() throws Exception {
    String first = one.sekisho("plug", "web-6").good();
    assertThat(one.sekisho("plug", "web-6").good()).isEqualTo(first);
    String[] row = first.lines().toList().get(1).split(" +");
    assertThat(row[0]).startsWith(one.name() + "-vpc-");
    assertThat(Hosts.ip("-n " + row[0] + " -d link show " + row[1]))
        .contains("tun type tap", "persist on", "fe:00:00:00:00:01");
    assertThat(row[3]).isEqualTo(Hosts.mac(6));
    String json = one.sekisho("plug", "web-6", "-o", "json").good();
    assertThat(json).contains("\"mtu\" : 1500", "\"device\" : \"" + row[1] + "\"");
    one.sekisho("unplug", "web-6").good();
    assertThat(Host.devices(row[0])).doesNotContain(row[1]);
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    assertThat(error(one, "web-7", "--device", "nonesuch")).contains("There is no device nonesuch");
    assertThat(error(one, "nobody")).contains("nobody");
    // Nobody is taken for an interface that is not the guest's from where an operator placed it.
    hosts.client().attach("web-7", other.name());
    assertThat(error(one, "web-7", "--interface", "eth9")).contains("no interface eth9");
    assertThat(error(one, "web-7", "--interface", Hosts.mac(8))).contains("no interface");
    assertThat(other.guests()).contains("web-7");
    StandIn.eventually(() -> assertThat(other.vpcs()).hasSize(1));
    assertThat(error(other, "web-7", "--interface", "eth9")).contains("no interface eth9");
    assertThat(other.guests()).contains("web-7");
    hosts.client().detach("web-7", other.name());
    assertThat(one.sekisho("plug", "web-7", "--bridged").code()).isEqualTo(2);
    assertThat(error(one, "web-7", "--device", "../x")).contains("no device's name");
  }

  @Test
  void refusesADeviceThatIsAPort() throws Exception {
    hosts.visitor(one, 7, "dev7");
    Hosts.ip("-n " + one.namespace() + " link add br7 type bridge");
    Hosts.ip("-n " + one.namespace() + " link set dev7 master br7");
    Ran ran = one.hook(one.there("sekisho", "plug", "web-7", "--device", "dev7"), "");
    assertThat(ran.err()).contains("dev7 is a port of br7", "--bridged");
    ran = one.hook(one.there("sekisho", "plug", "web-7", "--device", "br7", "--bridged"), "");
    assertThat(ran.err()).contains("br7 is no tap and no end of a veth pair");
    assertThat(one.guests()).doesNotContain("web-7");
  }

  /// Also while the one before it is still there.
  @Test
  void mayHaveAnotherDeviceOnItsBridge() throws Exception {
    String host = "-n " + one.namespace();
    Hosts.ip(host + " link add br3 type bridge");
    Hosts.ip(host + " addr add 10.0.0.1/24 dev br3");
    Hosts.ip(host + " link set br3 up");
    for (String device : new String[] {"port1", "port2"}) {
      Visitor guest = hosts.visitor(one, 8, device);
      Hosts.ip(host + " link set " + device + " master br3 up");
      Ran ran =
          one.hook(one.there("sekisho", "plug", "web-8", "--device", device, "--bridged"), "");
      assertThat(ran.code()).as(ran.toString()).isZero();
      guest.isServed();
    }
    Ran ran = one.hook(one.there("sekisho", "unplug", "web-8"), "");
    assertThat(ran.code()).as(ran.toString()).isZero();
    Hosts.ip(host + " link del br3");
  }

  @Test
  void findsWhatIsLeftWhenNobodyServes() throws Exception {
    Host left = hosts.host("d", true);
    String[] row = left.sekisho("plug", "web-8").good().lines().toList().get(1).split(" +");
    left.stop();
    Ran ran = left.sekisho("unplug", "web-8");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("No Sekisho serves guests' own interfaces");
    assertThat(Host.devices(row[0])).doesNotContain(row[1]);
  }

  private static void plug(Host host, int number, String device) throws Exception {
    Ran ran =
        host.hook(host.there("sekisho", "plug", "acme/web-" + number, "--device", device), "");
    assertThat(ran.code()).as(ran.toString()).isZero();
  }

  private static String error(Host host, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "plug";
    System.arraycopy(words, 0, all, 1, words.length);
    Ran ran = host.sekisho(all);
    assertThat(ran.code()).isEqualTo(1);
    return ran.err();
  }
}
