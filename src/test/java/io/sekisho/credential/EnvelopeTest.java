package io.sekisho.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static final byte[] SECRET = "a secret".getBytes(UTF_8);

  private final Envelope envelope = new Envelope(Envelope.newKey());

  @Test
  void givesBackWhatWasSealed() {
    assertThat(envelope.open("name", envelope.seal("name", SECRET)))
        .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(SECRET));
    assertThat(envelope.open("none", envelope.seal("none", new byte[0])))
        .hasValueSatisfying(opened -> assertThat(opened).isEmpty());
  }

  @Test
  void sealsTheSameSecretDifferentlyEachTime() {
    assertThat(envelope.seal("name", SECRET)).isNotEqualTo(envelope.seal("name", SECRET));
  }

  @Test
  void opensForItsNameAndItsKeyAlone() {
    String sealed = envelope.seal("name", SECRET);
    assertThat(envelope.open("other", sealed)).isEmpty();
    Envelope stranger = new Envelope(Envelope.newKey());
    assertThat(stranger.open("name", sealed)).isEmpty();
    assertThat(stranger.open("name", sealed.replace(envelope.id(), stranger.id()))).isEmpty();
  }

  @Test
  void noticesEveryChange() {
    String sealed = envelope.seal("name", SECRET);
    for (int i = 0; i < sealed.length(); i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      // The last character of a part has bits that stand for nothing.
      boolean last = i + 1 == sealed.length() || sealed.charAt(i + 1) == '.';
      if (!last) {
        assertThat(envelope.open("name", changed)).as(changed).isEmpty();
      }
    }
    for (String text : new String[] {"", "v1", sealed + ".", sealed.substring(3), "v1....", "é"}) {
      assertThat(envelope.open("name", text)).as(text).isEmpty();
    }
  }

  /// As computed by other means: HMAC(HKDF-Expand(key, purpose, 32), text).
  @Test
  void vouchesByTheBook() {
    byte[] key = new byte[Envelope.KEY];
    Arrays.fill(key, (byte) 7);
    assertThat(new Envelope(key).mac("a purpose", "a text"))
        .isEqualTo("b0nvpmC57BGB1wNPVxF9FwaK9KnwqEe85sV2PmRGNfk");
  }

  @Test
  void vouchesForOneTextAndPurposeUnderItsKeyAlone() {
    String mac = envelope.mac("purpose", "text");
    assertThat(envelope.vouches("purpose", "text", mac)).isTrue();
    assertThat(envelope.vouches("purpose", "texts", mac)).isFalse();
    assertThat(envelope.vouches("purposetext", "", mac)).isFalse();
    assertThat(new Envelope(Envelope.newKey()).vouches("purpose", "text", mac)).isFalse();
    for (String other :
        new String[] {"", "A", mac + "A", mac.substring(1), mac.toUpperCase(Locale.ROOT)}) {
      assertThat(envelope.vouches("purpose", "text", other)).as(other).isFalse();
    }
  }

  @Test
  void saysNothingOfItsKey() {
    byte[] key = new byte[Envelope.KEY];
    Arrays.fill(key, (byte) 7);
    assertThat(new Envelope(key).id()).matches("[0-9a-f]{16}").doesNotContain("0707");
    assertThatThrownBy(() -> new Envelope(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
