package io.sekisho.assertion;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.IdentityProvider.Protocol;
import io.sekisho.iam.Stamps;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

/// Somebody else's identity provider, with real keys.
public final class Idp {
  public static final String ISSUER = "https://idp.example.org/realms/staff";
  public static final String AUDIENCE = "https://sekisho.example.org";
  public static final String REALM = "staff";
  static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
  static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  public final KeyPair rsa = pair("RSA", 2048);
  public final KeyPair ec = pair("EC", 256);

  /// As an account configures it.
  public IdentityProvider provider(Protocol protocol, AccountId account) {
    return new IdentityProvider(
        "3f0c0b3e-0000-4000-8000-00000000000" + (protocol == Protocol.OIDC ? 1 : 2),
        account,
        protocol == Protocol.OIDC ? REALM : REALM + "-saml",
        protocol,
        ISSUER,
        AUDIENCE,
        List.of(protocol == Protocol.OIDC ? jwks() : pem()),
        Optional.empty(),
        Stamps.created(Instant.EPOCH, "test"));
  }

  String jwks() {
    RSAPublicKey one = (RSAPublicKey) rsa.getPublic();
    ECPublicKey two = (ECPublicKey) ec.getPublic();
    return json(
        Map.of(
            "keys",
            List.of(
                Map.of(
                    "kty", "RSA",
                    "kid", "r1",
                    "use", "sig",
                    "n", number(one.getModulus()),
                    "e", number(one.getPublicExponent())),
                Map.of(
                    "kty", "EC",
                    "kid", "e1",
                    "crv", "P-256",
                    "x", number(two.getW().getAffineX()),
                    "y", number(two.getW().getAffineY())))));
  }

  String pem() {
    try {
      X500Name name = new X500Name("CN=idp");
      byte[] der =
          new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.ONE,
                  Date.from(Instant.EPOCH),
                  Date.from(Instant.EPOCH.plus(50_000, ChronoUnit.DAYS)),
                  name,
                  rsa.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withRSA").build(rsa.getPrivate()))
              .getEncoded();
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder().encodeToString(der)
          + "\n-----END CERTIFICATE-----\n";
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// The claims of a good ID token.
  public static Map<String, Object> claims(Instant now) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", AUDIENCE);
    claims.put("sub", "mio");
    claims.put("email", "mio@example.org");
    claims.put("groups", List.of("staff", "ops"));
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.getEpochSecond() + 300);
    claims.put("jti", UUID.randomUUID().toString());
    return claims;
  }

  public String idToken(Map<String, Object> claims) {
    return idToken(Map.of("alg", "RS256", "kid", "r1", "typ", "JWT"), claims);
  }

  String idToken(Map<String, Object> header, Map<String, Object> claims) {
    String algorithm =
        "ES256".equals(header.get("alg")) ? "SHA256withECDSAinP1363Format" : "SHA256withRSA";
    return idToken(header, claims, algorithm, "ES256".equals(header.get("alg")) ? ec : rsa);
  }

  static String idToken(
      Map<String, Object> header, Map<String, Object> claims, String algorithm, KeyPair keys) {
    try {
      String text = part(header) + "." + part(claims);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static String part(Map<String, Object> json) {
    return BASE64.encodeToString(json(json).getBytes(StandardCharsets.UTF_8));
  }

  /// The text of an assertion before it is signed.
  public static String assertion(Instant now, String recipient) {
    String until = now.plusSeconds(300).truncatedTo(ChronoUnit.SECONDS).toString();
    String from = now.minusSeconds(5).truncatedTo(ChronoUnit.SECONDS).toString();
    return """
        <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" \
        ID="_%s" IssueInstant="%s" Version="2.0"><saml:Issuer>%s</saml:Issuer>\
        <saml:Subject><saml:NameID>mio</saml:NameID>\
        <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
        <saml:SubjectConfirmationData NotOnOrAfter="%s" Recipient="%s"/></saml:SubjectConfirmation>\
        </saml:Subject><saml:Conditions NotBefore="%s" NotOnOrAfter="%s"><saml:AudienceRestriction>\
        <saml:Audience>%s</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
        <saml:AttributeStatement><saml:Attribute Name="groups">\
        <saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue>ops</saml:AttributeValue>\
        </saml:Attribute><saml:Attribute Name="email">\
        <saml:AttributeValue>mio@example.org</saml:AttributeValue></saml:Attribute>\
        </saml:AttributeStatement></saml:Assertion>"""
        .formatted(UUID.randomUUID(), from, ISSUER, until, recipient, from, until, AUDIENCE);
  }

  /// The same, signed, as text.
  public String signed(String assertion) {
    return signed(assertion, rsa.getPrivate(), RSA_SHA256, CanonicalizationMethod.EXCLUSIVE);
  }

  static String signed(String assertion, Key key, String method, String canonicalization) {
    Document document = parse(assertion);
    sign(document.getDocumentElement(), key, method, canonicalization);
    return print(document);
  }

  static void sign(Element root, Key key, String method, String canonicalization) {
    try {
      XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
      Reference reference =
          factory.newReference(
              "#" + root.getAttribute("ID"),
              factory.newDigestMethod(SHA256, null),
              List.of(
                  factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                  factory.newTransform(canonicalization, (TransformParameterSpec) null)),
              null,
              null);
      SignedInfo info =
          factory.newSignedInfo(
              factory.newCanonicalizationMethod(canonicalization, (C14NMethodParameterSpec) null),
              factory.newSignatureMethod(method, null),
              List.of(reference));
      DOMSignContext context = new DOMSignContext(key, root);
      context.setNextSibling(root.getFirstChild().getNextSibling());
      context.setIdAttributeNS(root, null, "ID");
      factory.newXMLSignature(info, null).sign(context);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static String encoded(String assertion) {
    return Base64.getUrlEncoder().encodeToString(assertion.getBytes(StandardCharsets.UTF_8));
  }

  /// A signed assertion to which something was done afterwards.
  String tampered(String assertion, Consumer<Document> hand) {
    Document document = parse(signed(assertion));
    hand.accept(document);
    return print(document);
  }

  static Document parse(String xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static String print(Document document) {
    try {
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      StringWriter text = new StringWriter();
      transformer.transform(new DOMSource(document), new StreamResult(text));
      return text.toString();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  PrivateKey privateKey() {
    return rsa.getPrivate();
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static String json(Object value) {
    return JsonMapper.shared().writeValueAsString(value);
  }
}
