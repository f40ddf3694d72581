package io.sekisho.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.Root;
import io.sekisho.host.Fleet;
import io.sekisho.kernel.Lab.Answer;
import io.sekisho.vpc.MetadataService;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("root")
@ExtendWith(Root.class)
class HostNetworkTest {
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
  void answersOnTheOneProtocolThatIsServed() {
    lab.fleet
        .with(1, 1, MetadataService.OFF, "10.0.0.5", "2001:db8::5")
        .with(2, 1, Fleet.http(1), "10.0.0.6", "2001:db8::6")
        .with(3, 1, Fleet.https(1), "10.0.0.7", "2001:db8::7");
    lab.enforce();
    lab.serve(1);
    Guest off = lab.attached(1, 1, "10.0.0.5", "2001:db8::5");
    Guest http = lab.attached(2, 1, "10.0.0.6", "2001:db8::6");
    Guest https = lab.attached(3, 1, "10.0.0.7", "2001:db8::7");

    assertThat(http.connect(80)).isEqualTo(Answer.OPEN);
    assertThat(http.connect6(80)).isEqualTo(Answer.OPEN);
    assertThat(http.connect(443)).isEqualTo(Answer.REFUSED);
    assertThat(http.connect6(443)).isEqualTo(Answer.REFUSED);
    assertThat(https.connect(443)).isEqualTo(Answer.OPEN);
    assertThat(https.connect6(443)).isEqualTo(Answer.OPEN);
    assertThat(https.connect(80)).isEqualTo(Answer.REFUSED);
    assertThat(https.connect6(80)).isEqualTo(Answer.REFUSED);
    assertThat(off.connect(80)).isEqualTo(Answer.SILENCE);
    assertThat(off.connect(443)).isEqualTo(Answer.SILENCE);
    assertThat(off.connect6(80)).isEqualTo(Answer.SILENCE);
    assertThat(off.connect6(443)).isEqualTo(Answer.SILENCE);
  }

  @Test
  void tellsTenantsWithTheSameAddressApart() {
    lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.5").with(2, 2, Fleet.http(1), "10.0.0.5");
    lab.enforce();
    lab.serve(1);
    lab.serve(2);
    Guest one = lab.attached(1, 1, "10.0.0.5");
    Guest two = lab.attached(2, 2, "10.0.0.5");

    assertThat(Lab.greeting(one)).isEqualTo("vpc-1 greets 10.0.0.5\n");
    assertThat(Lab.greeting(two)).isEqualTo("vpc-2 greets 10.0.0.5\n");
  }

  @Test
  void marksWhatComesFromAPort() {
    lab.fleet.with(7, 1, Fleet.http(1), "10.0.0.5");
    lab.enforce();
    lab.serve(1);
    Guest guest = lab.attached(7, 1, "10.0.0.5");
    String rule = "nft add rule inet sekisho service meta mark 7 counter";
    lab.network.inside(Lab.VPC_1, () -> lab.commands.run(rule.replace("add", "insert").split(" ")));

    assertThat(guest.connect(80)).isEqualTo(Answer.OPEN);
    assertThat(lab.network.inside(Lab.VPC_1, () -> lab.commands.run("nft", "list", "ruleset")))
        .containsPattern("meta mark 0x00000007 counter packets [1-9]");
  }

  @Nested
  class Switches {
    private Guest guest;

    @BeforeEach
    void plugIn() {
      turn(Fleet.http(1));
      lab.serve(1);
      guest = lab.attached(1, 1, "10.0.0.5");
    }

    @Test
    void workOnAGuestThatIsPluggedIn() {
      assertThat(guest.connect(80)).isEqualTo(Answer.OPEN);

      turn(Fleet.https(1));
      assertThat(guest.connect(80)).isEqualTo(Answer.REFUSED);
      assertThat(guest.connect(443)).isEqualTo(Answer.OPEN);

      turn(MetadataService.OFF);
      assertThat(guest.connect(80)).isEqualTo(Answer.SILENCE);
      assertThat(guest.connect(443)).isEqualTo(Answer.SILENCE);
    }

    @Test
    void ofTheAccountTurnOffEveryInstance() {
      lab.fleet.account(false);
      lab.enforce();

      assertThat(guest.connect(80)).isEqualTo(Answer.SILENCE);
      assertThat(guest.connect(443)).isEqualTo(Answer.SILENCE);
    }

    @Test
    void leaveTheTableInPlace() {
      String before = handles();
      turn(Fleet.https(5));
      lab.fleet.with(2, 1, Fleet.http(1), "10.0.0.6");
      lab.enforce();
      lab.fleet.without(2);
      lab.enforce();

      assertThat(handles()).isEqualTo(before).contains("handle");
    }

    @Test
    void cutOffAGuestThatLeaves() {
      lab.fleet.with(2, 1, Fleet.http(1), "10.0.0.6").without(1);
      lab.enforce();

      assertThat(guest.connect(80)).isEqualTo(Answer.SILENCE);
      assertThat(lab.routes()).doesNotContain("10.0.0.5");
    }

    @Test
    void moveAnAddressToAnotherTap() {
      lab.fleet.with(1, 1, Fleet.http(1), "10.0.0.50").with(2, 1, Fleet.http(1), "10.0.0.5");
      lab.enforce();
      Guest heir = lab.attached(2, 1, "10.0.0.5");

      assertThat(guest.connect(80)).isEqualTo(Answer.SILENCE);
      assertThat(heir.connect(80)).isEqualTo(Answer.OPEN);
    }

    private String handles() {
      return lab.network.inside(
          Lab.VPC_1,
          () ->
              lab.commands.run("nft", "-a", "list", "tables")
                  + lab.commands.run("nft", "-a", "list", "chain", "inet", "sekisho", "service"));
    }

    private void turn(MetadataService service) {
      lab.fleet.with(1, 1, service, "10.0.0.5");
      lab.enforce();
    }
  }
}
