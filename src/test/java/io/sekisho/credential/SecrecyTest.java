package io.sekisho.credential;

import static io.sekisho.credential.Samples.NOW;
import static io.sekisho.credential.Samples.granted;
import static io.sekisho.credential.Samples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Private keys and tokens stay where they belong.
class SecrecyTest {
  private static final MemoryVault VAULT = new MemoryVault();
  private static final Mint MINT = Mint.open(VAULT, Mint.Settings.of("us-south"), NOW);
  private static final Authority AUTHORITY = Authority.open(VAULT, NOW);

  /// Pieces of the secrets as they would show in a text: as PEM, and as numbers.
  private static List<String> secrets() throws Exception {
    List<String> pieces = new ArrayList<>();
    for (String name : VAULT.names()) {
      if (!name.equals("installation")) {
        byte[] der = Pem.read(VAULT.text(name)).getFirst().der;
        String base64 = Base64.getEncoder().encodeToString(der);
        // Where the private number begins, behind what is public or the same in all keys.
        int start = base64.length() > 1_000 ? 420 : 52;
        pieces.add(base64.substring(start, start + 24));
      }
    }
    for (String prefix : List.of("identity-key.", "iam-key.")) {
      Forge forge = new Forge(VAULT, prefix);
      pieces.add(forge.key.getPrivateExponent().toString());
      pieces.add(forge.key.getPrivateExponent().toString(16));
      pieces.add(forge.key.getPrimeP().toString());
      pieces.add(Forge.encode(forge.key.getPrimeP().toByteArray()).substring(4, 40));
    }
    assertThat(pieces).hasSizeGreaterThanOrEqualTo(12);
    return pieces;
  }

  @Test
  void nothingPrintsAPrivateKey() throws Exception {
    KeyRing ring =
        KeyRing.open(VAULT, new KeyRing.Design("identity-key.", "x", Duration.ofDays(1)), NOW);
    Signatory root = Signatory.read(VAULT.read("authority-root.1").orElseThrow());
    List<Object> everything =
        List.of(
            MINT,
            MINT.identityKeys(),
            MINT.iamKeys(),
            MINT.rotate(NOW),
            AUTHORITY,
            AUTHORITY.rootPem(),
            AUTHORITY.serverKeys(Set.of("localhost"), InstantSource.fixed(NOW)),
            AUTHORITY.serverKeys(Set.of("localhost"), InstantSource.fixed(NOW)).getKeyManagers()[0],
            ring,
            ring.signer(NOW),
            ring.jwks(),
            root,
            new Seal(ring, RsaProvider.amazons(_ -> {})),
            Pem.read(VAULT.text("authority-root.1")));
    for (String secret : secrets()) {
      assertThat(everything).noneMatch(thing -> thing.toString().contains(secret));
    }
  }

  @Test
  void tokensDoNotPrintThemselves() {
    Token token = MINT.identityToken(Samples.web(), Duration.ofMinutes(5), Optional.empty(), NOW);
    assertThat(token.toString()).doesNotContain(token.value().substring(0, 20)).contains("12:05");
    assertThat(granted(MINT.verify(token.value(), NOW)).toString())
        .doesNotContain(token.value().substring(0, 20));
  }

  @Test
  void refusalsQuoteNothingOfTheToken() {
    String token =
        MINT.identityToken(Samples.web(), Duration.ofMinutes(5), Optional.empty(), NOW).value();
    for (String wrong : List.of(token + "x", "secretive.secretive.secretive", "secretive")) {
      assertThat(refused(MINT.verify(wrong, NOW)).toString())
          .doesNotContain("secretive")
          .doesNotContain(token.substring(token.length() - 20));
    }
  }

  @Test
  void damagedSecretsAreNotQuoted() throws Exception {
    for (String name : VAULT.names()) {
      if (!name.equals("installation")) {
        String whole = VAULT.text(name);
        String broken = whole.replace("PRIVATE KEY-----\n", "PRIVATE KEY-----\n*");
        MemoryVault damaged = new MemoryVault();
        damaged.write(name, broken.getBytes(StandardCharsets.US_ASCII));
        String trace = trace(damaged);
        assertThat(trace).contains("damaged").doesNotContain(whole.substring(100, 124));
      }
    }
  }

  private static String trace(Vault vault) {
    StringWriter text = new StringWriter();
    try {
      Mint.open(vault, Mint.Settings.of("us-south"), NOW);
      Authority.open(vault, NOW);
    } catch (IllegalStateException e) {
      e.printStackTrace(new PrintWriter(text));
    }
    return text.toString();
  }

  @Test
  void noPublicMethodGivesAKeyAway() throws Exception {
    List<String> exits = new ArrayList<>();
    for (JavaClass type :
        new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
            .importPackages("io.sekisho.credential")) {
      if (type.getModifiers().contains(JavaModifier.PUBLIC)) {
        for (Method method : type.reflect().getDeclaredMethods()) {
          if (Modifier.isPublic(method.getModifiers()) && carriesKeys(method.getReturnType())) {
            exits.add(type.getSimpleName() + "." + method.getName());
          }
        }
      }
    }
    // The vault is where the keys come from: it is implemented elsewhere. What it is sealed under
    // is made here and kept in a file there.
    assertThat(exits)
        .containsExactlyInAnyOrder(
            "Authority.serverKeys",
            "Authority.fleetKeys",
            "Envelope.newKey",
            "NodeKeys.client",
            "NodeKeys.stranger",
            "NodeKeys.serverKeys");
  }

  private static boolean carriesKeys(Class<?> type) {
    if (type.isArray()) {
      return type.componentType().isPrimitive() || carriesKeys(type.componentType());
    }
    return type.getName().startsWith("java.security")
        || type.getName().startsWith("javax.")
        || type.getName().startsWith("org.bouncycastle");
  }
}
