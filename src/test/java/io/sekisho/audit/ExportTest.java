package io.sekisho.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.problem.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTest {
  private static final Seal SEAL = new Seal();
  private static final SealKeys KEYS = SEAL.keys();
  private static final List<Entry> TRAIL = trail();
  private static final byte[] EXPORT =
      TRAIL.stream()
          .map(entry -> Lines.write(entry) + "\n")
          .collect(Collectors.joining())
          .getBytes(StandardCharsets.UTF_8);

  private static List<Entry> trail() {
    Chain chain = new Chain(SEAL);
    List<Entry> first =
        chain.extend(
            Head.GENESIS, List.of(Samples.created().draft(), Samples.drafts(1).getFirst()));
    Draft odd = new Draft(Samples.NOW, Samples.ACME, "\",\"event\":{\\ü🏯", "x.y.z", "{}");
    return Stream.concat(
            first.stream(), chain.extend(first.getLast().head(), List.of(odd)).stream())
        .toList();
  }

  @Test
  void aLineIsReadAsItWasWritten() {
    for (Entry entry : TRAIL) {
      assertThat(Lines.read(Lines.write(entry))).isEqualTo(Outcome.of(entry));
    }
  }

  @Test
  void anExportIsVerifiedWithThePublicKeyAlone() {
    Verdict verdict = verify(EXPORT);
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.records()).isEqualTo(3);
    assertThat(verdict.head()).isEqualTo(TRAIL.getLast().head());
  }

  @Test
  void anySingleByteThatIsChangedIsFound() {
    Random random = new Random(20261126);
    for (int i = 0; i < EXPORT.length; i++) {
      byte[] changed = EXPORT.clone();
      // To any other byte, or to the letter's other case, which hexadecimal might forgive.
      changed[i] ^= (byte) (random.nextInt(4) > 0 ? 1 + random.nextInt(255) : 0x20);
      assertThat(verify(changed).good()).as("byte %d of %d", i, EXPORT.length).isFalse();
    }
  }

  @Test
  void anySingleByteThatIsTakenOutIsFound() {
    // Without its very last byte, the last line is still a line.
    for (int i = 0; i < EXPORT.length - 1; i += 5) {
      byte[] shorter = new byte[EXPORT.length - 1];
      System.arraycopy(EXPORT, 0, shorter, 0, i);
      System.arraycopy(EXPORT, i + 1, shorter, i, shorter.length - i);
      assertThat(verify(shorter).good()).as("byte %d", i).isFalse();
    }
  }

  @Test
  void anyEndThatIsCutOffWithinARecordIsFound() {
    int sealed = TRAIL.stream().limit(2).mapToInt(entry -> Lines.write(entry).length() + 1).sum();
    for (int end = 1; end < EXPORT.length - 1; end += 5) {
      boolean between = end == sealed || end == sealed - 1;
      assertThat(verify(Arrays.copyOf(EXPORT, end)).good()).as("%d", end).isEqualTo(between);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null", "x", "{\"event\":{}}", "{\"sequence\":1,\"event\":{}}"})
  void whatIsNoRecordIsNoLine(String text) {
    assertThat(Lines.read(text)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void aLineWithoutEndIsNotKeptInMemory() {
    byte[] endless = new byte[Verifier.LONGEST_LINE * 3];
    Arrays.fill(endless, (byte) ' ');
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(endless);
    all.write('\n');
    all.writeBytes(EXPORT);
    Verdict verdict = verify(all.toByteArray());
    assertThat(verdict.findings()).hasSize(1);
    assertThat(verdict.findings().getFirst().kind()).isEqualTo(Finding.Kind.UNREADABLE);
    assertThat(verdict.records()).isEqualTo(4);
  }

  private static Verdict verify(byte[] export) {
    Verifier verifier = new Verifier(KEYS, List.of());
    try {
      verifier.lines(new ByteArrayInputStream(export));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return verifier.finish();
  }
}
