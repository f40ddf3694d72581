package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.control.Initiator;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole in one process, with simulated guests.
class HouseTest {
  @Test
  void writesDownThatItStartsAndThatItStops(@TempDir Path state) throws IOException {
    House.open(WelcomeTest.settings(state)).close();

    assertThat(state.resolve("events.jsonl"))
        .content()
        .containsSubsequence("\"started\",\"mode\":\"simulated\"", "\"stopped\"");
  }

  @Test
  void listsThePortOfEachSimulatedGuest(@TempDir Path state) throws IOException {
    Settings settings = WelcomeTest.settings(state);
    try (House house = House.open(settings)) {
      house.controller().apply(Welcome.first(), false, false, new Initiator("test", "0"));

      assertThat(house.attachments())
          .singleElement()
          .satisfies(
              guest -> {
                assertThat(guest.account() + "/" + guest.compute()).isEqualTo("demo/demo-1");
                assertThat(guest.networkNamespace()).isEmpty();
                assertThat(guest.device()).isEqualTo("127.0.0.1:" + (settings.loopbackPort() + 1));
              });
    }
  }
}
