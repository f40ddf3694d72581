package io.sekisho.credential;

import static io.sekisho.credential.Samples.NOW;
import static io.sekisho.credential.Samples.granted;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Who signs tokens, and that nobody can tell.
class RsaProviderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> missing = new CopyOnWriteArrayList<>();
  private final MemoryVault vault = new MemoryVault();

  private Mint mint(RsaProvider provider) {
    return Mint.open(vault, Mint.Settings.of("us-south"), NOW, provider);
  }

  private static String token(Mint mint) {
    return mint.identityToken(Samples.web(), Duration.ofMinutes(5), Optional.empty(), NOW).value();
  }

  /// By the JDK's own provider, whoever signed it.
  private void isGenuine(String token) throws Exception {
    RSAPrivateCrtKey key = new Forge(vault, "identity-key.").key;
    RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
    Signature signature = Signature.getInstance("SHA256withRSA", "SunRsaSign");
    signature.initVerify(KeyFactory.getInstance("RSA").generatePublic(spec));
    int dot = token.lastIndexOf('.');
    signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)))).isTrue();
  }

  private static void demand(Mint mint) {
    for (int i = 0; i < RsaProvider.DEMAND; i++) {
      token(mint);
    }
  }

  private static void await(Supplier<Boolean> what) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!what.get()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(5);
    }
  }

  @Nested
  class Amazons {
    private final RsaProvider provider = RsaProvider.amazons(missing::add);
    private final Mint mint = mint(provider);

    @Test
    void takesOverOnceThereIsDemandAndSignsTheSame() throws Exception {
      String before = token(mint);
      demand(mint);
      await(() -> !provider.next(anyKey()).equals(RsaProvider.jdk()) || !missing.isEmpty());
      assertThat(missing).isEmpty();
      assertThat(provider.next(anyKey()).getName()).isEqualTo("AmazonCorrettoCryptoProvider");
      String after = token(mint);
      // RS256 has no randomness: the same words have the same signature, whoever makes it.
      assertThat(after.length()).isEqualTo(before.length());
      isGenuine(before);
      isGenuine(after);
      granted(mint.verify(after, NOW));
    }

    @Test
    void signsWithSeveralThreadsWhileItTakesOver() throws Exception {
      try (var threads = Executors.newFixedThreadPool(4)) {
        List<Future<String>> tokens =
            java.util.stream.IntStream.range(0, 400)
                .mapToObj(_ -> threads.submit(() -> token(mint)))
                .toList();
        for (Future<String> token : tokens) {
          isGenuine(token.get());
        }
      }
    }

    private SigningKey anyKey() {
      String name = vault.names("identity-key.").iterator().next();
      return SigningKey.read(
          name.substring("identity-key.".length()), vault.read(name).orElseThrow());
    }
  }

  @Nested
  class Missing {
    @Test
    void leavesSigningToTheJdkAndSaysSoOnce() throws Exception {
      Mint mint =
          mint(
              new RsaProvider(
                  () -> {
                    throw new UnsatisfiedLinkError("no such library");
                  },
                  missing::add));
      demand(mint);
      demand(mint);
      await(() -> !missing.isEmpty());
      isGenuine(token(mint));
      assertThat(missing).containsExactly("java.lang.UnsatisfiedLinkError: no such library");
    }

    @Test
    void goesForAProviderThatCantSignToo() throws Exception {
      Mint mint = mint(new RsaProvider(Useless::new, missing::add));
      demand(mint);
      await(() -> !missing.isEmpty());
      isGenuine(token(mint));
    }

    private static final class Useless extends Provider {
      Useless() {
        super("Useless", "1", "");
      }
    }
  }
}
