package io.sekisho.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a bug says of itself.
class FaultTest {
  private static String message(String text) {
    return Fault.fields(new IllegalStateException(text)).get("message");
  }

  @Test
  void tellsWhatItCameFrom() {
    Throwable root = new ArithmeticException("by zero");
    Throwable bug = new IllegalStateException("It broke.", new RuntimeException("half way", root));
    assertThat(Fault.fields(bug))
        .containsEntry("exception", "java.lang.IllegalStateException")
        .containsEntry("message", "It broke.")
        .containsEntry("cause", "java.lang.ArithmeticException")
        .containsEntry("cause_message", "by zero");
    assertThat(Fault.fields(bug).get("where")).contains("FaultTest");
    assertThat(Fault.fields(root)).doesNotContainKey("cause");
  }

  @Test
  void isOneLineOfABoundedLength() {
    assertThat(message("one\r\ntwo\u0000\u2028three")).isEqualTo("one two three");
    assertThat(message("so ".repeat(1_000))).hasSizeLessThan(310).endsWith("…");
    assertThat(Fault.fields(new IllegalStateException())).containsEntry("message", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJraWQiOiIyMDI2MTEyNi0wMDAwIiwiYWxnIjoiUlMyNTYifQ.eyJzdWIiOiJpbnN0YW5jZTEifQ.c2lnbmF0dXJlLTEyMzQ1Njc4OTA",
        "sekisho_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
        "0123456789abcdef0123456789abcdef",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ=="
      })
  void quotesNoKeyAndNoToken(String secret) {
    String told = message("Can't read \"" + secret + "\" here");
    assertThat(told).startsWith("Can't read \"").endsWith("\" here");
    for (int i = 0; i + 12 <= secret.length(); i++) {
      assertThat(told).doesNotContain(secret.substring(i, i + 12));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cannot invoke \"io.sekisho.complianceapi.Bodies$Enforcement.action()\" because it is null",
        "UNIQUE constraint failed: items.account, items.kind, items.name",
        "no item 0b7ea7fd-4a41-4f3b-9d1a-1f9e5e3c7a55",
        "no item r006-0b7ea7fd-4a41-4f3b-9d1a-1f9e5e3c7a55 there"
      })
  void keepsWhatIsNone(String text) {
    assertThat(message(text)).isEqualTo(text);
  }
}
