package io.sekisho.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.wire.Attachment;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestTableTest {
  @Test
  void showsEachGuestOnALine() {
    List<Attachment> ports =
        List.of(
            Ports.port("acme/web-1", 1, 1, "10.0.0.5", "fd00:a::5"),
            Ports.port("globex/web-1", 2, 12, "10.0.0.5"));
    LabFile file = Ports.file(ports, new LabFile.Container("acme/web-1", "app"));
    List<Guest> guests = Guests.plan(Ports.NAMES, ports, file);
    assertThat(GuestTable.of(guests, guest -> guest.account().equals("acme") ? "up" : "gone"))
        .isEqualTo(
            """
            NAME    ACCOUNT   VPC     ADDRESSES            CONTAINERS   STATE   NAMESPACE
            web-1   acme      vpc-1   10.0.0.5 fd00:a::5   app          up      lt-guest-1
            web-1   globex    vpc-2   10.0.0.5             -            gone    lt-guest-12
            """);
  }
}
