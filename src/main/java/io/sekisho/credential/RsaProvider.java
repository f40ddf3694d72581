package io.sekisho.credential;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Who makes RSA signatures: at first the JDK, then Amazon's provider, whose native code makes four
/// times as many.
///
/// To load it costs half a second of one core, so that is done beside, once this many signatures
/// were asked for: a start does not wait for it, and who signs little never pays. Where its code
/// does not load (another C library, another processor, a temporary folder without programs), the
/// JDK goes on signing.
final class RsaProvider {
  static final int DEMAND = 50;

  private static final byte[] TRIAL = "a trial".getBytes(StandardCharsets.US_ASCII);

  private final Supplier<Provider> source;
  private final Consumer<String> missing;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Provider current = jdk();

  /// @param source loads the provider, or throws
  /// @param missing told why, if it could not be loaded
  RsaProvider(Supplier<Provider> source, Consumer<String> missing) {
    this.source = source;
    this.missing = missing;
  }

  static RsaProvider amazons(Consumer<String> missing) {
    return new RsaProvider(RsaProvider::amazon, missing);
  }

  static Provider jdk() {
    return Security.getProvider("SunRsaSign");
  }

  /// Who makes the next signature with this key.
  Provider next(SigningKey key) {
    // Beyond, to go on counting would only make threads meet.
    if (asked.get() < DEMAND && asked.incrementAndGet() == DEMAND) {
      Thread.ofPlatform().daemon().name("sekisho-rsa").start(() -> load(key));
    }
    return current;
  }

  /// Takes a provider whose first signature the JDK finds good.
  private void load(SigningKey key) {
    try {
      Provider found = source.get();
      if (!key.signed(TRIAL, key.sign(TRIAL, found))) {
        throw new IllegalStateException(found.getName() + " signs wrongly");
      }
      current = found;
    } catch (RuntimeException | Error e) {
      missing.accept(e.toString());
    }
  }

  private static Provider amazon() {
    AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
    Throwable failure = provider.getLoadingError();
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return provider;
  }
}
