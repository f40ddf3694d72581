package io.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.client.Context;
import io.sekisho.client.ContextFile;
import io.sekisho.client.Environment;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a service that was broken into can make of the file that root's commands trust.
class IntroductionTest {
  private static final String OURS = "https://127.0.0.1:8443";
  private static final Context KNOWN =
      new Context("https://192.0.2.1:8443", "-----BEGIN CERTIFICATE-----\nAA==\n", "the-only-key");

  @TempDir private Path home;
  private ContextFile file;
  private Introduction introduction;

  @BeforeEach
  void open() {
    Environment environment =
        new Environment(
            Map.of("SEKISHO_HOME", home.toString()),
            InputStream.nullInputStream(),
            System.out,
            System.err,
            home);
    file = new ContextFile(environment);
    introduction = Introduction.here(environment);
  }

  @Test
  void isTakenByACliThatKnowsNobody() {
    assertThat(introduction.introduce(OURS, "ca", Optional.empty())).isFalse();
    assertThat(introduction.introduce(OURS, "ca", Optional.of("key"))).isTrue();

    assertThat(file.kept()).contains(new Context(OURS, "ca", "key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-----BEGIN CERTIFICATE-----", "AA==", "another"})
  void neverTakesAKeyOrACertificateAway(String ca) {
    file.save(KNOWN);

    assertThat(introduction.introduce(OURS, ca, Optional.of("the-intruder's"))).isFalse();

    assertThat(file.kept()).contains(KNOWN);
  }

  @Test
  void tellsWhereTheSameServerListensNow() {
    file.save(KNOWN);

    assertThat(introduction.introduce(OURS, KNOWN.ca(), Optional.empty())).isTrue();

    assertThat(file.kept()).contains(new Context(OURS, KNOWN.ca(), KNOWN.key()));
  }
}
