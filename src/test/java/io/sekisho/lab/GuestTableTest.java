package io.sekisho.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.wire.Attachment;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestTableTest {
  private static List<Guest> guests() {
    List<Attachment> ports =
        List.of(
            Ports.port("acme/web-1", 1, 1, "10.0.0.5", "fd00:a::5"),
            Ports.port("globex/web-1", 2, 12, "10.0.0.5"));
    LabFile file = Ports.file(ports, new LabFile.Container("acme/web-1", "app"));
    return Guests.plan(Ports.NAMES, ports, file);
  }

  @Test
  void showsEachGuestOnALine() {
    assertThat(GuestTable.of(guests(), guest -> guest.account().equals("acme") ? "up" : "gone"))
        .isEqualTo(
            """
            NAME    ACCOUNT   VPC     ADDRESSES            CONTAINERS   STATE   NAMESPACE
            web-1   acme      vpc-1   10.0.0.5 fd00:a::5   app          up      lt-guest-1
            web-1   globex    vpc-2   10.0.0.5             -            gone    lt-guest-12
            """);
  }

  @Test
  void saysThatNobodyAnswersThem() {
    assertThat(LsCommand.table(guests(), guest -> "up", true))
        .startsWith("NAME ")
        .endsWith("\nNo Sekisho answers these guests: start one with `sekisho up`.\n");
    assertThat(LsCommand.table(guests(), guest -> "up", false)).doesNotContain("No Sekisho");
    assertThat(LsCommand.table(List.of(), guest -> "up", true)).doesNotContain("No Sekisho");
  }

  @Test
  void hasTheStateInJsonToo() {
    assertThat(Register.JSON.readTree(LsCommand.json(guests(), guest -> "cut off")))
        .allSatisfy(guest -> assertThat(guest.path("state").asString()).isEqualTo("cut off"))
        .hasSize(2);
  }
}
