package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

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
}
