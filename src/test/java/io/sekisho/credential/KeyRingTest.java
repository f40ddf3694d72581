package io.sekisho.credential;

import static io.sekisho.credential.Samples.NOW;
import static io.sekisho.credential.Samples.granted;
import static io.sekisho.credential.Samples.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The life of signing keys, alone and among several processes.
class KeyRingTest {
  private static final String PREFIX = "identity-key.";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final MemoryVault vault = new MemoryVault();

  private Mint open(Instant now) {
    return Mint.open(vault, Mint.Settings.of("us-south"), now);
  }

  private static String mint(Mint mint, Duration life, Instant now) {
    return mint.identityToken(Samples.web(), life, Optional.empty(), now).value();
  }

  private static String kid(String token) {
    return Forge.part(token, 0).split("\"", -1)[3];
  }

  @Nested
  class Rotation {
    @Test
    void waitsUntilAKeyIsADayOld() {
      Mint mint = open(NOW);
      assertThat(mint.rotate(NOW.plus(DAY).minusSeconds(1))).isEmpty();
      assertThat(vault.names(PREFIX)).hasSize(1);
      assertThat(mint.rotate(NOW.plus(DAY)))
          .hasSize(2)
          .anyMatch(kid -> kid.startsWith("VSI-CR_us-south_20261124120000-"))
          .anyMatch(kid -> kid.startsWith("IAM_20261124120000-"));
      assertThat(vault.names(PREFIX)).hasSize(2);
    }

    @Test
    void publishesAKeyBeforeItSigns() {
      Mint mint = open(NOW);
      String first = kid(mint(mint, HOUR, NOW));
      Instant made = NOW.plus(DAY);
      String second = mint.rotate(made).getFirst();
      assertThat(mint.identityKeys()).contains(first, second);
      assertThat(kid(mint(mint, HOUR, made.plus(KeyRing.LEAD).minusSeconds(2)))).isEqualTo(first);
      assertThat(kid(mint(mint, HOUR, made.plus(KeyRing.LEAD)))).isEqualTo(second);
    }

    @Test
    void letsTheLastTokenOfAKeyLiveItsWholeLife() {
      Mint mint = open(NOW);
      Instant last = NOW.plus(DAY).plus(KeyRing.LEAD).minusSeconds(2);
      mint.rotate(NOW.plus(DAY));
      String token = mint(mint, HOUR, last);
      Instant end = last.plus(HOUR).minusSeconds(2);
      mint.rotate(end);
      granted(mint.verify(token, end));
    }

    @Test
    void erasesAKeyWhoseTokensAreAllDead() {
      Mint mint = open(NOW);
      String first = kid(mint(mint, HOUR, NOW));
      mint.rotate(NOW.plus(DAY));
      Instant dead = NOW.plus(DAY).plus(KeyRing.LEAD).plus(KeyRing.AFTERLIFE);
      mint.rotate(dead.minusSeconds(1));
      assertThat(vault.names()).contains(PREFIX + first);
      mint.rotate(dead.plusSeconds(1));
      assertThat(vault.names()).doesNotContain(PREFIX + first);
      assertThat(mint.identityKeys()).doesNotContain(first);
      assertThat(vault.names(PREFIX)).hasSize(1);
    }

    @Test
    void keepsSigningAfterALongSleep() {
      Mint mint = open(NOW);
      Instant later = NOW.plus(Duration.ofDays(30));
      String token = mint(mint, HOUR, later);
      assertThat(mint.rotate(later)).hasSize(2);
      granted(mint.verify(token, later));
    }

    @Test
    void cantBeFasterThanTokensDie() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Mint.Settings("us-south", "iss", HOUR));
    }

    @Test
    void disturbsNoReader() throws Exception {
      Mint mint = open(NOW);
      AtomicBoolean done = new AtomicBoolean();
      Callable<Integer> reader =
          () -> {
            int seen = 0;
            while (!done.get()) {
              granted(mint.verify(mint(mint, HOUR, NOW), NOW));
              seen++;
            }
            return seen;
          };
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
        for (int day = 1; day <= 4; day++) {
          // Backwards, so that no key is ever old enough to be erased.
          mint.rotate(NOW.minus(DAY.multipliedBy(day)).minus(HOUR));
        }
        done.set(true);
        for (Future<Integer> each : readers) {
          assertThat(each.get()).isPositive();
        }
      }
      assertThat(vault.names(PREFIX)).hasSize(5);
    }
  }

  @Nested
  class SeveralProcesses {
    @Test
    void startingAtOnceLoseNoKey() throws Exception {
      int many = 4;
      CyclicBarrier start = new CyclicBarrier(many);
      List<Mint> mints = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
        List<Future<Mint>> opening = new ArrayList<>();
        for (int i = 0; i < many; i++) {
          opening.add(
              threads.submit(
                  () -> {
                    start.await();
                    return open(NOW);
                  }));
        }
        for (Future<Mint> each : opening) {
          mints.add(each.get());
        }
      }
      List<String> tokens = mints.stream().map(mint -> mint(mint, HOUR, NOW)).toList();
      Instant soon = NOW.plus(MINUTE);
      mints.forEach(mint -> mint.rotate(soon));
      for (Mint mint : mints) {
        tokens.forEach(token -> granted(mint.verify(token, soon)));
        assertThat(mint.identityKeys()).isEqualTo(mints.getFirst().identityKeys());
      }
      assertThat(mints)
          .extracting(mint -> kid(mint(mint, HOUR, soon)))
          .containsOnly(kid(mint(mints.getFirst(), HOUR, soon)));
    }

    /// Two days of two processes that rotate when they happen to, at least every nine minutes:
    /// every token that is alive is good at both, at any time.
    @Test
    void neverRefuseEachOthersTokens() {
      Random random = new Random(3);
      List<Mint> mints = List.of(open(NOW), open(NOW));
      List<Token> alive = new ArrayList<>();
      Instant end = NOW.plus(Duration.ofDays(2));
      for (Instant now = NOW; now.isBefore(end); now = now.plusSeconds(540)) {
        for (Mint mint : random.nextBoolean() ? mints : mints.reversed()) {
          mint.rotate(now.minusSeconds(random.nextInt(10)));
          alive.add(mint.identityToken(Samples.web(), HOUR, Optional.empty(), now));
        }
        Instant at = now;
        alive.removeIf(token -> !token.expiresAt().isAfter(at));
        for (Mint mint : mints) {
          alive.forEach(token -> granted(mint.verify(token.value(), at)));
        }
      }
      assertThat(vault.names(PREFIX)).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void shareTheInstallation() {
      Mint one = open(NOW);
      Mint two = open(NOW);
      granted(two.verify(mint(one, HOUR, NOW), NOW));
    }
  }

  @Nested
  class WrongClock {
    private static final Instant FAR = Instant.parse("2031-01-01T00:00:00Z");

    @Test
    void thatWasAheadDoesNotStopTheRotation() {
      Mint mint = open(NOW);
      mint.rotate(FAR);
      assertThat(mint.rotate(NOW.plus(DAY))).hasSize(2);
      String token = mint(mint, HOUR, NOW.plus(DAY).plus(HOUR));
      assertThat(kid(token)).contains("_20261124120000-");
      granted(mint.verify(token, NOW.plus(DAY).plus(HOUR)));
    }

    @Test
    void thatIsBehindDestroysNothing() {
      Mint mint = open(NOW);
      String token = mint(mint, HOUR, NOW);
      mint.rotate(Instant.EPOCH);
      mint.rotate(Instant.EPOCH.plus(DAY));
      mint.rotate(NOW);
      granted(mint.verify(token, NOW));
      mint.rotate(NOW.plus(KeyRing.LEAD).plus(KeyRing.AFTERLIFE).plusSeconds(1));
      assertThat(vault.names(PREFIX)).containsExactly(PREFIX + kid(token));
    }
  }

  @Nested
  class Operator {
    @Test
    void canRemoveAKeyAndItsTokensDie() {
      Mint mint = open(NOW);
      String token = mint(mint, HOUR, NOW);
      granted(mint.verify(token, NOW));
      vault.erase(PREFIX + kid(token));
      assertThat(mint.rotate(NOW)).hasSize(1);
      refused(mint.verify(token, NOW));
      granted(mint.verify(mint(mint, HOUR, NOW), NOW));
    }

    @Test
    void isToldOfADamagedKeyByName() {
      open(NOW);
      for (String name :
          new String[] {"x_20261123120000-0123456789abcdef", "x_20261399120000-0123456789abcdef"}) {
        MemoryVault damaged = vault.copy();
        damaged.write(PREFIX + name, "-----BEGIN PRIVATE KEY-----\nMIIB".getBytes(UTF_8));
        assertThatThrownBy(() -> Mint.open(damaged, Mint.Settings.of("us-south"), NOW))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(PREFIX + name)
            .hasMessageContaining("remove it");
      }
    }

    @Test
    void keepsTheKeysIfTheVaultFails() {
      AtomicBoolean broken = new AtomicBoolean();
      Vault failing = new FailingVault(vault, broken);
      Mint mint = Mint.open(failing, Mint.Settings.of("us-south"), NOW);
      String token = mint(mint, HOUR, NOW);
      String keys = mint.identityKeys();
      broken.set(true);
      assertThatThrownBy(() -> mint.rotate(NOW.plus(DAY))).hasMessageContaining("disk full");
      granted(mint.verify(token, NOW));
      assertThat(mint.identityKeys()).isEqualTo(keys);
      broken.set(false);
      assertThat(mint.rotate(NOW.plus(DAY))).hasSize(2);
    }

    @Test
    void isToldOfAKeyThatIsTooShort() throws Exception {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
      vault.write(
          PREFIX + "x_20261123120000-0123456789abcdef",
          Pem.print("PRIVATE KEY", der).getBytes(UTF_8));
      assertThatThrownBy(() -> open(NOW)).hasRootCauseMessage("not an RSA key of 2048 bits");
    }
  }

  @Test
  void keysInTheVaultArePkcs8() {
    open(NOW);
    String pem = vault.text(vault.names(PREFIX).iterator().next());
    assertThat(pem)
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .endsWith("-----END PRIVATE KEY-----\n");
    assertThat(pem.lines()).allMatch(line -> line.length() <= 64);
  }

  /// Writes nothing while it is broken.
  private record FailingVault(Vault vault, AtomicBoolean broken) implements Vault {
    @Override
    public Set<String> names() {
      return vault.names();
    }

    @Override
    public Optional<byte[]> read(String name) {
      return vault.read(name);
    }

    @Override
    public boolean write(String name, byte[] secret) {
      if (broken.get()) {
        throw new UncheckedIOException(new IOException("disk full"));
      }
      return vault.write(name, secret);
    }

    @Override
    public void erase(String name) {
      vault.erase(name);
    }
  }
}
