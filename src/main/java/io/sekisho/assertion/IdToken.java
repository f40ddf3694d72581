package io.sekisho.assertion;

import static java.util.Objects.requireNonNull;

import io.sekisho.assertion.PublicKeys.Named;
import io.sekisho.problem.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// An OpenID Connect ID token as an assertion (RFC 7523, with the advice of RFC 8725).
///
/// The algorithm is chosen from two by what key there is; a token that asks for another one, for a
/// key of its own or for an extension is refused.
public final class IdToken implements Assertion {
  private static final int MAX_LENGTH = 16 * 1024;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Map<String, Algorithm> ALGORITHMS =
      Map.of(
          "RS256", new Algorithm("SHA256withRSA", RSAPublicKey.class),
          "ES256", new Algorithm("SHA256withECDSAinP1363Format", ECPublicKey.class));

  /// Members by which a token would bring its own key, or rules of its own.
  private static final Set<String> FOREIGN = Set.of("crit", "jwk", "jku", "x5u", "b64", "zip");

  private final String signed;
  private final byte[] signature;
  private final JsonNode header;
  private final JsonNode claims;

  private IdToken(String signed, byte[] signature, JsonNode header, JsonNode claims) {
    this.signed = signed;
    this.signature = signature;
    this.header = header;
    this.claims = claims;
  }

  private record Algorithm(String name, Class<?> key) {}

  /// Takes a token apart, without believing any of it.
  public static Outcome<Assertion> parse(String token) {
    String[] part = token.split("\\.", -1);
    if (token.length() > MAX_LENGTH || part.length != 3) {
      return Assertion.refuse("not a token of three parts and at most " + MAX_LENGTH);
    }
    Optional<JsonNode> header = decode(part[0]).flatMap(Json::object);
    Optional<JsonNode> claims = decode(part[1]).flatMap(Json::object);
    Optional<byte[]> signature = decode(part[2]);
    if (header.isEmpty() || claims.isEmpty() || signature.isEmpty()) {
      return Assertion.refuse("a part of the token is not what it should be");
    }
    String signed = part[0] + "." + part[1];
    return Outcome.of(new IdToken(signed, signature.get(), header.get(), claims.get()));
  }

  @Override
  public String issuer() {
    return Json.text(claims, "iss").orElse("");
  }

  @Override
  public Outcome<Asserted> verify(Expected expected) {
    Optional<String> fault =
        headerFault()
            .or(() -> signatureFault(expected))
            .or(() -> partyFault(expected))
            .or(() -> timeFault(expected.at()))
            .or(() -> nonceFault(expected));
    return fault.isPresent() ? Assertion.refuse(fault.get()) : Outcome.of(asserted());
  }

  private Optional<String> headerFault() {
    if (!ALGORITHMS.containsKey(Json.text(header, "alg").orElse(""))) {
      return Optional.of("alg is not one of " + ALGORITHMS.keySet());
    }
    if (FOREIGN.stream().anyMatch(header::has)) {
      return Optional.of("the header has one of " + FOREIGN);
    }
    boolean typed = header.has("typ");
    String type = Json.text(header, "typ").orElse("").toLowerCase(Locale.ROOT);
    return typed && !type.equals("jwt")
        ? Optional.of("typ says that it is something else")
        : Optional.empty();
  }

  private Optional<String> signatureFault(Expected expected) {
    Algorithm algorithm = requireNonNull(ALGORITHMS.get(Json.text(header, "alg").orElseThrow()));
    List<Named> fitting =
        PublicKeys.ofJwks(expected.provider().keys()).stream()
            .filter(key -> algorithm.key.isInstance(key.key()))
            .toList();
    Optional<String> kid = Json.text(header, "kid");
    List<Named> meant =
        kid.isPresent()
            ? fitting.stream().filter(key -> key.kid().equals(kid.get())).toList()
            : fitting;
    if (meant.size() != 1) {
      return Optional.of("the token does not name one key of the provider's");
    }
    return isSigned(algorithm, meant.getFirst())
        ? Optional.empty()
        : Optional.of("signature is wrong");
  }

  private boolean isSigned(Algorithm algorithm, Named key) {
    try {
      Signature check = Signature.getInstance(algorithm.name);
      check.initVerify(key.key());
      check.update(signed.getBytes(StandardCharsets.US_ASCII));
      return check.verify(signature);
    } catch (SignatureException e) {
      return false; // not of the key's length
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java can't verify " + algorithm.name, e);
    }
  }

  private Optional<String> partyFault(Expected expected) {
    String audience = expected.provider().audience();
    List<String> audiences = texts(claims.path("aud"));
    if (!issuer().equals(expected.provider().issuer())) {
      return Optional.of("issuer is another");
    }
    if (!audiences.contains(audience)) {
      return Optional.of("audience is another");
    }
    // OpenID Connect Core 3.1.3.7, 4 and 5.
    boolean shared = audiences.size() > 1 || claims.has("azp");
    if (shared && !Json.text(claims, "azp").equals(Optional.of(audience))) {
      return Optional.of("authorized party is another");
    }
    return Json.text(claims, "sub").filter(Assertion::names).isPresent()
        ? Optional.empty()
        : Optional.of("there is no subject");
  }

  private Optional<String> timeFault(Instant now) {
    Optional<Instant> issued = time("iat");
    Optional<Instant> expires = time("exp");
    if (issued.isEmpty() || expires.isEmpty()) {
      return Optional.of("iat or exp is missing");
    }
    if (!expires.get().plus(SKEW).isAfter(now)) {
      return Optional.of("token is expired");
    }
    boolean early =
        issued.get().isAfter(now.plus(SKEW))
            || (claims.has("nbf")
                && time("nbf").filter(it -> !it.isAfter(now.plus(SKEW))).isEmpty());
    if (early) {
      return Optional.of("token is from the future");
    }
    return expires.get().isAfter(issued.get().plus(MAX_LIFE))
        ? Optional.of("token lives longer than " + MAX_LIFE)
        : Optional.empty();
  }

  private Optional<String> nonceFault(Expected expected) {
    boolean wanted = expected.nonce().isPresent();
    return wanted && !Json.text(claims, "nonce").equals(expected.nonce())
        ? Optional.of("nonce is another")
        : Optional.empty();
  }

  private Asserted asserted() {
    Map<String, String> single = new HashMap<>();
    Map<String, List<String>> lists = new HashMap<>();
    for (Map.Entry<String, JsonNode> claim : claims.properties()) {
      JsonNode value = claim.getValue();
      if (value.isArray()) {
        lists.put(claim.getKey(), texts(value));
      } else if (value.isString() || value.isBoolean() || value.isIntegralNumber()) {
        single.put(claim.getKey(), value.asString());
      }
    }
    String subject = Json.text(claims, "sub").orElseThrow();
    String once = Json.text(claims, "jti").map(jti -> "jti " + jti).orElseGet(this::fingerprint);
    Instant expires = time("exp").orElseThrow().plus(SKEW);
    return new Asserted(subject, once, expires, Optional.empty(), single, lists);
  }

  /// Of what is signed: a signature can be written in more than one way.
  private String fingerprint() {
    try {
      byte[] text = signed.getBytes(StandardCharsets.US_ASCII);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<Instant> time(String claim) {
    JsonNode value = claims.path(claim);
    boolean usable = value.isIntegralNumber() && value.canConvertToLong();
    return usable && value.longValue() >= 0 && value.longValue() < 1L << 40
        ? Optional.of(Instant.ofEpochSecond(value.longValue()))
        : Optional.empty();
  }

  private static List<String> texts(JsonNode value) {
    Stream<JsonNode> all = value.isArray() ? value.values().stream() : Stream.of(value);
    return all.filter(JsonNode::isString).map(JsonNode::stringValue).toList();
  }

  /// Decodes the one spelling that an encoder would have chosen: no padding, no stray bits.
  private static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Optional.of(bytes).filter(_ -> ENCODER.encodeToString(bytes).equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
