package io.sekisho.credential;

import io.sekisho.credential.Holder.Held;
import io.sekisho.credential.Token.Validity;
import io.sekisho.iam.ComputeType;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/// Makes identity tokens and IAM tokens, and verifies both.
///
/// The two kinds are signed by different keys: neither can be taken for the other. Nothing has to
/// be kept per token; a token is revoked by its compute resource's `tokenGeneration`.
public final class Mint {
  /// The shortest life that IBM lets a caller ask for; shorter ones are possible here.
  public static final Duration MIN_LIFE = Duration.ofSeconds(5);

  /// The life of an identity token whose caller asks for none.
  public static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);

  /// The longest life of a token of either kind.
  public static final Duration MAX_LIFE = Duration.ofHours(1);

  /// The greatest length of a nonce in characters; our choice, IBM documents none.
  public static final int MAX_NONCE = 256;

  /// How far in the future a token may have been made: clocks of several controllers differ.
  static final Duration SKEW = Duration.ofSeconds(10);

  private static final String INSTALLATION = "installation";
  private static final Problem NOT_GOOD =
      Problem.of(
          Code.UNAUTHENTICATED,
          "The access token is expired or not valid here: ask for a new one at POST"
              + " /identity/token, and send it as `Authorization: Bearer <token>`.");
  private final String installation;
  private final String iamIssuer;
  private final KeyRing identityRing;
  private final KeyRing iamRing;
  private final Seal identitySeal;
  private final Seal iamSeal;
  private final Proofs<Verified> proofs = new Proofs<>();
  private final Proofs<Held> iamProofs = new Proofs<>();

  private Mint(
      String installation,
      String iamIssuer,
      KeyRing identityRing,
      KeyRing iamRing,
      RsaProvider provider) {
    this.installation = installation;
    this.iamIssuer = iamIssuer;
    this.identityRing = identityRing;
    this.iamRing = iamRing;
    this.identitySeal = new Seal(identityRing, provider);
    this.iamSeal = new Seal(iamRing, provider);
  }

  /// What an operator may want otherwise.
  ///
  /// @param region appears in the `kid` of identity tokens
  /// @param iamIssuer the `iss` of IAM tokens
  /// @param rotation age at which a signing key gets a successor
  public record Settings(String region, String iamIssuer, Duration rotation) {
    public Settings {
      if (!region.matches("[a-z0-9-]{1,32}")) {
        throw new IllegalArgumentException("a region is a name such as us-south");
      }
      if (rotation.compareTo(KeyRing.AFTERLIFE) < 0) {
        throw new IllegalArgumentException(
            "signing keys can't be rotated more often than every " + KeyRing.AFTERLIFE);
      }
    }

    /// IBM's issuer, and a new key every day.
    public static Settings of(String region) {
      return new Settings(region, "https://iam.cloud.ibm.com/identity", Duration.ofHours(24));
    }
  }

  /// The mint whose keys are in this vault; made at the first use.
  public static Mint open(Vault vault, Settings settings, Instant now) {
    return open(vault, settings, now, _ -> {});
  }

  /// The same.
  ///
  /// @param slow told why, if signatures take four times as long as they could
  public static Mint open(Vault vault, Settings settings, Instant now, Consumer<String> slow) {
    return open(vault, settings, now, RsaProvider.amazons(slow));
  }

  /// The mint of a node, which has no key of IAM's: it makes identity tokens, and verifies those
  /// that it made.
  ///
  /// @param installation the controllers', which is theirs to say
  public static Mint ofNode(
      Vault vault, String installation, Settings settings, Instant now, Consumer<String> slow) {
    KeyRing.Design none = new KeyRing.Design("iam-key.", "IAM", settings.rotation);
    return new Mint(
        installation,
        settings.iamIssuer,
        ring(vault, "identity-key.", "VSI-CR_" + settings.region, settings, now),
        KeyRing.empty(vault, none),
        RsaProvider.amazons(slow));
  }

  static Mint open(Vault vault, Settings settings, Instant now, RsaProvider provider) {
    byte[] candidate = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    vault.write(INSTALLATION, candidate);
    byte[] installation = vault.read(INSTALLATION).orElseThrow();
    return new Mint(
        new String(installation, StandardCharsets.US_ASCII),
        settings.iamIssuer,
        ring(vault, "identity-key.", "VSI-CR_" + settings.region, settings, now),
        ring(vault, "iam-key.", "IAM", settings, now),
        provider);
  }

  /// A token by which a compute resource proves to this service who it is.
  ///
  /// @param life up to [#MAX_LIFE]
  /// @param nonce comes back as a claim, at most [#MAX_NONCE] long
  public Token identityToken(Subject subject, Duration life, Optional<String> nonce, Instant now) {
    if (nonce.isPresent() && nonce.get().length() > MAX_NONCE) {
      throw new IllegalArgumentException("a nonce has at most " + MAX_NONCE + " characters");
    }
    Validity validity = Validity.of(now, life);
    IdentityClaims claims = IdentityClaims.of(subject, installation, validity, nonce);
    byte[] payload = Token.CLAIMS.writeValueAsBytes(claims);
    while (identitySeal.length(payload.length, now) > Seal.MAX_LENGTH) {
      claims = claims.shortened();
      payload = Token.CLAIMS.writeValueAsBytes(claims);
    }
    return validity.token(identitySeal.close(payload, now));
  }

  /// A token by which its holder uses the API. Whether it may have one is for others to say.
  ///
  /// @param life up to [#MAX_LIFE]
  public Token iamToken(Holder holder, Duration life, Instant now) {
    Validity validity = Validity.of(now, life);
    IamClaims claims = IamClaims.of(holder, iamIssuer, validity);
    return validity.token(iamSeal.close(Token.CLAIMS.writeValueAsBytes(claims), now));
  }

  /// What an IAM token says, if it is one of ours and alive. All refusals look the same to the
  /// caller; the reason is the problem's detail.
  public Outcome<Held> verifyIam(String token, Instant now) {
    Optional<Held> known =
        iamSeal.isOurs(token)
            ? iamProofs.find(token).filter(proof -> proof.holds(now))
            : Optional.empty();
    if (known.isPresent()) {
      return Outcome.of(known.get());
    }
    Outcome<Held> found =
        iamSeal
            .open(token)
            .then(payload -> parse(payload, IamClaims.class, "IAM claims"))
            .then(claims -> judge(claims, now));
    return switch (found) {
      case Outcome.Granted<Held>(Held held) -> {
        iamProofs.keep(token, held);
        yield found;
      }
      case Outcome.Refused<Held>(Problem problem) ->
          Outcome.refuse(NOT_GOOD.detail(problem.detail()));
    };
  }

  /// The `iss` of IAM tokens.
  public String iamIssuer() {
    return iamIssuer;
  }

  /// What an identity token says, if it is one of ours and alive. All refusals look the same to the
  /// caller; the reason is the problem's detail.
  public Outcome<Verified> verify(String token, Instant now) {
    if (identitySeal.isOurs(token)) {
      Optional<Verified> known = proofs.find(token).filter(proof -> proof.holds(now));
      if (known.isPresent()) {
        return Outcome.of(known.get());
      }
    }
    return identitySeal
        .open(token)
        .then(payload -> parse(payload, IdentityClaims.class, "identity claims"))
        .then(claims -> judge(claims, now))
        .map(
            verified -> {
              proofs.keep(token, verified);
              return verified;
            });
  }

  /// The same, if the token is this compute resource's own and was not revoked.
  public Outcome<Verified> verify(String token, Compute bearer, Instant now) {
    return verify(token, now)
        .then(
            verified ->
                verified.admits(bearer)
                    ? Outcome.of(verified)
                    : Seal.refuse("token is another compute resource's, or was revoked"));
  }

  /// The same of a token that a node may have signed, with the keys that it was told to have.
  ///
  /// @param keys the public JWKs of the one node that serves the compute resource of that id
  public Outcome<Verified> verify(String token, Function<String, List<String>> keys, Instant now) {
    if (identitySeal.isOurs(token)) {
      return verify(token, now);
    }
    return NodeToken.parse(token)
        .map(
            shown ->
                shown
                    .open(keys)
                    .then(payload -> parse(payload, IdentityClaims.class, "identity claims"))
                    .then(claims -> judge(claims, now)))
        .orElseGet(() -> Seal.refuse("token is neither ours nor a node's"));
  }

  /// Whether a node may sign with a key: a public JWK of the kind that we sign with ourselves.
  public static boolean isIdentityKey(String kid, String jwk) {
    return NodeToken.acceptable(kid, jwk);
  }

  /// The audience of identity tokens.
  public String installation() {
    return installation;
  }

  /// The public keys of identity tokens as a JWK set (RFC 7517): our own. A node's would let it
  /// sign for any guest towards whoever verifies by the set alone, and does not know where guests
  /// are.
  public String identityKeys() {
    return Token.CLAIMS.writeValueAsString(Map.of("keys", identityRing.jwks()));
  }

  /// The public keys of IAM tokens as a JWK set: a document of its own, so that who trusts these
  /// does not trust identity tokens too.
  public String iamKeys() {
    return Token.CLAIMS.writeValueAsString(Map.of("keys", iamRing.jwks()));
  }

  /// Makes the signing keys that are due, erases the dead, takes up those of other processes on the
  /// same vault. To be called every minute or so.
  ///
  /// @return the `kid` of each key that was made
  public List<String> rotate(Instant now) {
    return Stream.of(identityRing, iamRing)
        .filter(ring -> !ring.isEmpty())
        .flatMap(ring -> ring.rotate(now).stream())
        .toList();
  }

  private static KeyRing ring(
      Vault vault, String prefix, String label, Settings settings, Instant now) {
    return KeyRing.open(vault, new KeyRing.Design(prefix, label, settings.rotation), now);
  }

  private static <T> Outcome<T> parse(byte[] payload, Class<T> claims, String words) {
    try {
      return Optional.ofNullable(Token.CLAIMS.readValue(payload, claims))
          .map(Outcome::of)
          .orElseGet(() -> Seal.refuse("payload is null"));
    } catch (JacksonException e) {
      return Seal.refuse("payload is not a set of " + words);
    }
  }

  private Outcome<Verified> judge(IdentityClaims claims, Instant now) {
    return issuedHere(claims)
        ? inTime(claims.iat(), claims.exp(), now).map(_ -> claims.verified())
        : Seal.refuse("issuer or audience is not this installation");
  }

  private Outcome<Held> judge(IamClaims claims, Instant now) {
    return claims.iss().equals(iamIssuer)
        ? inTime(claims.iat(), claims.exp(), now).map(_ -> claims.held())
        : Seal.refuse("issuer is not this installation");
  }

  private static Outcome<Instant> inTime(long iat, long exp, Instant now) {
    if (exp <= now.getEpochSecond()) {
      return Seal.refuse("token is expired");
    }
    if (iat > now.plus(SKEW).getEpochSecond()) {
      return Seal.refuse("token is from the future");
    }
    if (iat < 0 || exp - iat > MAX_LIFE.toSeconds()) {
      return Seal.refuse("token lives longer than " + MAX_LIFE);
    }
    return Outcome.of(now);
  }

  private boolean issuedHere(IdentityClaims claims) {
    boolean known =
        Stream.of(ComputeType.values())
            .map(type -> IdentityClaims.issuer(type.name(), claims.iaas().region()))
            .anyMatch(claims.iss()::equals);
    return known && claims.aud().equals(List.of(claims.iss(), installation));
  }

  /// What was lately found out about tokens, so that a token that is shown with every request has
  /// its signature checked once.
  ///
  /// Of a token there is only its SHA-256, which says nothing about it and, compared in whatever
  /// time, nothing to who guesses. Each has one place it can be in; whoever comes later takes it.
  private static final class Proofs<T> {
    /// About 1 MiB when all are taken.
    private static final int PLACES = 4_096;

    private final AtomicReferenceArray<Proof<T>> places = new AtomicReferenceArray<>(PLACES);

    private record Proof<T>(ByteBuffer digest, T found) {}

    Optional<T> find(String token) {
      ByteBuffer digest = digest(token);
      Proof<T> proof = places.get(place(digest));
      return proof != null && proof.digest.equals(digest)
          ? Optional.of(proof.found)
          : Optional.empty();
    }

    void keep(String token, T found) {
      ByteBuffer digest = digest(token);
      places.set(place(digest), new Proof<>(digest, found));
    }

    private static int place(ByteBuffer digest) {
      return digest.getInt(0) & (PLACES - 1);
    }

    private static ByteBuffer digest(String token) {
      try {
        byte[] text = token.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
