package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.Root;
import io.sekisho.host.Fleet;
import io.sekisho.kernel.Lab.Answer;
import io.sekisho.linux.NetworkNamespace;
import io.sekisho.telemetry.Event;
import io.sekisho.vpc.MetadataService;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is left when things end: a change in failure, a process, a VPC.
@Tag("root")
@ExtendWith(Root.class)
class EndingTest {
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
  class Failing {
    @Test
    void changeIsThrownAndNoticedAndTriedAgain() throws Exception {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5").with(2, 2, Fleet.http(1), "10.0.0.5");
      lab.enforce();
      Process usurper = ownTheTable();

      lab.fleet.with(1, 1, MetadataService.OFF, "10.0.0.5");
      lab.fleet.with(2, 2, Fleet.https(1), "10.0.0.5");
      assertThatThrownBy(lab::enforce).isInstanceOf(Commands.Failed.class);
      assertThat(lab.rules(1)).doesNotContain("hook prerouting");
      assertThat(lab.rules(2)).contains("\"tap2\" . 443 : goto open");
      assertThat(lab.notices(Event.Kind.KERNEL_CHANGE_FAILED)).hasSize(1);

      usurper.destroy();
      usurper.waitFor();
      lab.network.patrol();
      assertThat(Lab.within(2000, () -> lab.rules(1).contains("hook prerouting"))).isTrue();
      assertThat(lab.rules(1)).doesNotContain("\"tap1\" . 80");
    }

    @Test
    void impossibleAddressInOneVpcLeavesItAndIsNoFailureOfTheOthers() {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5").with(2, 2, Fleet.http(1), "10.0.0.5");
      lab.enforce();

      lab.fleet.with(3, 1, Fleet.http(1), "169.254.7.7").with(2, 2, Fleet.https(1), "10.0.0.5");
      lab.enforce();
      lab.enforce();
      assertThat(lab.notices(Event.Kind.VPC_NOT_WHOLE))
          .singleElement()
          .satisfies(it -> assertThat(it.fields().get("reason")).contains("169.254.7.7"));
      assertThat(lab.rules(1)).contains("\"tap1\" . 80 : goto open").doesNotContain("tap3");
      assertThat(lab.rules(2)).contains("\"tap2\" . 443 : goto open");
    }

    /// A process that owns a table is the only one that can change it.
    private Process ownTheTable() throws Exception {
      lab.nft("delete table inet sekisho");
      Process usurper =
          lab.network.inside(Lab.VPC_1, () -> new ProcessBuilder("nft", "-i").start());
      var input = usurper.outputWriter();
      input.write("add table inet sekisho { flags owner; }\n");
      input.flush();
      assertThat(Lab.within(2000, () -> lab.rules(1).contains("flags owner"))).isTrue();
      return usurper;
    }
  }

  @Nested
  class Ending {
    @Test
    void leavesEnforcementInPlaceAndTheNextProcessTakesOver() throws IOException {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5").with(2, 1, MetadataService.OFF, "10.0.0.6");
      lab.enforce();
      lab.serve(1);
      Guest on = lab.attached(1, 1, "10.0.0.5");
      Guest off = lab.attached(2, 1, "10.0.0.6");
      lab.network.close();

      assertThat(on.connect(80)).isEqualTo(Answer.OPEN);
      assertThat(off.connect(80)).isEqualTo(Answer.SILENCE);

      try (HostNetwork next = lab.network()) {
        lab.fleet.with(2, 1, Fleet.http(1), "10.0.0.6");
        next.enforce(lab.plan());

        assertThat(on.connect(80)).isEqualTo(Answer.OPEN);
        assertThat(off.connect(80)).isEqualTo(Answer.OPEN);
      }
    }

    @Test
    void theNextProcessTouchesNothingUntilItIsTold() throws IOException {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5");
      lab.enforce();
      lab.serve(1);
      Guest guest = lab.attached(1, 1, "10.0.0.5");
      lab.network.close();

      try (HostNetwork next = lab.network()) {
        next.patrol();
        Lab.pause(1_500);

        assertThat(guest.connect(80)).isEqualTo(Answer.OPEN);
      }
    }

    @Test
    void cleanLeavesTheHostAsItWas() {
      List<String> before = namespaces();
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5").with(2, 2, Fleet.http(1), "10.0.0.5");
      lab.enforce();
      lab.attached(1, 1, "10.0.0.5");
      String other = Lab.NAMES.prefix() + "z-vpc-1";
      lab.commands.run("ip", "netns", "add", other);
      try {
        HostNetwork afterwards = lab.network();

        assertThat(afterwards.leftovers())
            .containsExactly(own("guest-1"), own("vpc-1"), own("vpc-2"));
        afterwards.clean();
        assertThat(afterwards.leftovers()).isEmpty();
        assertThat(NetworkNamespace.find(other)).isPresent();
      } finally {
        lab.commands.run("ip", "netns", "del", other);
      }
      assertThat(namespaces()).isEqualTo(before);
    }

    private static String own(String name) {
      return Lab.NAMES.prefix() + "-" + name;
    }

    /// Those whose names begin as ours do: other processes may make and remove others meanwhile.
    private List<String> namespaces() {
      return lab.commands
          .run("ip", "netns", "list")
          .lines()
          .filter(line -> line.startsWith(Lab.NAMES.prefix()))
          .toList();
    }

    @Test
    void leavesRemainsThatTheNextProcessReplaces() throws IOException {
      // What is left of a namespace if the process that makes it is killed half-way.
      Files.createFile(NetworkNamespace.FOLDER.resolve(Lab.VPC_1));
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5");
      lab.enforce();

      assertThat(lab.rules(1)).contains("tap1");
    }

    @Test
    void ofAVpcsLastGuestRemovesItsNamespace() {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5").with(2, 2, Fleet.http(1), "10.0.0.5");
      lab.enforce();
      lab.fleet.without(2);
      lab.enforce();

      assertThat(lab.network.leftovers()).containsExactly(Lab.VPC_1);
    }
  }
}
