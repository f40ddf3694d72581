package io.sekisho.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.client.Failure;
import io.sekisho.wire.Attachment;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GuestsTest {
  private static final List<Attachment> PORTS =
      List.of(
          Ports.port("acme/web-1", 1, 1, "10.0.0.5"),
          Ports.port("acme/web-1", 1, 4, "10.0.1.5"),
          Ports.port("acme/db-1", 1, 2, "10.0.0.6"),
          Ports.port("globex/web-1", 2, 3, "10.0.0.5"));

  @Nested
  class Planning {
    @Test
    void makesOneGuestOfAllInterfacesOfAComputeResource() {
      Guest web = Guests.plan(Ports.NAMES, PORTS, Ports.file(PORTS)).getFirst();
      assertThat(web.namespace()).isEqualTo("lt-guest-1");
      assertThat(web.interfaces())
          .extracting(Guest.Interface::device)
          .containsExactly("tap1", "tap4");
    }

    @Test
    void leavesOutWhatTheFileDoesNotName() {
      LabFile file = new LabFile(Set.of("globex/web-1"), List.of());
      assertThat(Guests.plan(Ports.NAMES, PORTS, file))
          .extracting(Guest::reference)
          .containsExactly("globex/web-1");
    }

    @Test
    void givesContainersToTheirGuest() {
      List<Guest> guests = plan(new LabFile.Container("globex/web-1", "app"));
      assertThat(guests.get(2).containers())
          .containsExactly(new Guest.Container("app", "lt-guest-3-app"));
      assertThat(guests.get(0).containers()).isEmpty();
    }

    @Test
    void rejectsContainerOfAnAmbiguousGuest() {
      assertThatThrownBy(() -> plan(new LabFile.Container("web-1", "app")))
          .hasMessage("More than one guest is called web-1: say acme/web-1 or globex/web-1.");
    }

    @Test
    void rejectsContainerOfNobody() {
      assertThatThrownBy(() -> plan(new LabFile.Container("web-9", "app")))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("no guest web-9");
    }

    @Test
    void rejectsTwoContainersOfOneName() {
      LabFile.Container app = new LabFile.Container("db-1", "app");
      assertThatThrownBy(() -> plan(app, new LabFile.Container("acme/db-1", "app")))
          .hasMessage("acme/db-1 has two containers called app: rename one.");
    }

    @Test
    void makesNoneWhereTheServerSimulatesThem() {
      Attachment simulated = Ports.simulated("acme/web-1", "127.0.0.1:16901");
      assertThatThrownBy(
              () -> Guests.plan(Ports.NAMES, List.of(simulated), Ports.file(List.of(simulated))))
          .isInstanceOf(Failure.class)
          .hasMessageEndingWith("for a lab, start it as root.");
    }

    @Test
    void makesNoneWhoseVpcWouldSteerTheTerminal() {
      Attachment port = Ports.port("acme/web-1", 1, 1, "10.0.0.5");
      Attachment evil =
          new Attachment(
              port.account(),
              port.compute(),
              port.computeId(),
              "vpc\u001b[2J",
              port.subnet(),
              port.networkInterface(),
              port.mark(),
              port.networkNamespace(),
              port.device(),
              port.macAddress(),
              port.addresses(),
              port.gateway(),
              port.prefixLength(),
              port.metadataService(),
              port.responseHopLimit());
      assertThatThrownBy(() -> Guests.plan(Ports.NAMES, List.of(evil), Ports.file(List.of(evil))))
          .hasMessageContaining("that can't be");
    }

    private static List<Guest> plan(LabFile.Container... containers) {
      return Guests.plan(Ports.NAMES, PORTS, Ports.file(PORTS, containers));
    }
  }

  @Nested
  class Finding {
    private final List<Guest> guests = Guests.plan(Ports.NAMES, PORTS, Ports.file(PORTS));

    @Test
    void findsByNameByAccountAndNameAndById() {
      assertThat(Guests.find(guests, "db-1").reference()).isEqualTo("acme/db-1");
      assertThat(Guests.find(guests, "globex/web-1").namespace()).isEqualTo("lt-guest-3");
      assertThat(Guests.find(guests, "0717-acme-web-1").namespace()).isEqualTo("lt-guest-1");
    }

    @Test
    void listsAllThatAnAmbiguousNameMayMean() {
      assertThatThrownBy(() -> Guests.find(guests, "web-1"))
          .isInstanceOf(Failure.class)
          .hasMessage("More than one guest is called web-1: say acme/web-1 or globex/web-1.");
    }
  }
}
