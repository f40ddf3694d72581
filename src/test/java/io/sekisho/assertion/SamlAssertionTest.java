package io.sekisho.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.IdentityProvider;
import io.sekisho.iam.IdentityProvider.Protocol;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class SamlAssertionTest {
  private static final Idp IDP = new Idp();
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final AccountId ACCOUNT = new AccountId("a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5");
  private static final IdentityProvider PROVIDER = IDP.provider(Protocol.SAML, ACCOUNT);
  private static final String ENDPOINT = "https://sekisho.example.org:8443/identity/token";
  private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";

  private final String good = Idp.assertion(NOW, ENDPOINT);

  @Nested
  class Good {
    @Test
    void saysWhoItIsAbout() {
      Asserted asserted = granted(IDP.signed(good));
      assertThat(asserted.subject()).isEqualTo("mio");
      assertThat(asserted.lists()).containsEntry("groups", List.of("staff", "ops"));
      assertThat(asserted.first("email")).contains("mio@example.org");
      assertThat(asserted.once()).startsWith("id _");
    }

    @Test
    void saysHowLongItsSessionLasts() {
      String statement =
          "<saml:AuthnStatement SessionNotOnOrAfter=\"2026-11-26T13:00:00Z\"/><saml:AttributeStatement>";
      String text = good.replace("<saml:AttributeStatement>", statement);
      assertThat(granted(IDP.signed(text)).sessionEndsAt())
          .contains(Instant.parse("2026-11-26T13:00:00Z"));
    }
  }

  /// What is signed stays somewhere in the document; what would be read is something else.
  @Nested
  class Wrapped {
    @Test
    void withTheSignedOneInsideOfTheSignature() {
      String evil =
          IDP.tampered(
              good,
              document -> {
                Element signed = document.getDocumentElement();
                Element forged = (Element) signed.cloneNode(true);
                forged.setAttribute("ID", "_evil");
                document.replaceChild(forged, signed);
                Element object =
                    document.createElementNS("http://www.w3.org/2000/09/xmldsig#", "Object");
                object.appendChild(signed);
                signature(forged).appendChild(object);
                rename(forged);
              });
      refused(evil);
    }

    @Test
    void withTheSignedOneBelowTheForged() {
      String evil =
          IDP.tampered(
              good,
              document -> {
                Element signed = document.getDocumentElement();
                Element forged = (Element) signed.cloneNode(true);
                forged.removeChild(signature(forged));
                forged.setAttribute("ID", "_evil");
                document.replaceChild(forged, signed);
                forged.appendChild(signed);
                rename(forged);
              });
      refused(evil);
    }

    @Test
    void withTheSignedOneInAnExtension() {
      String evil =
          IDP.tampered(
              good,
              document -> {
                Element signed = document.getDocumentElement();
                Element forged = (Element) signed.cloneNode(true);
                Element mark = signature(signed);
                forged.setAttribute("ID", "_evil");
                forged.replaceChild(mark.cloneNode(true), signature(forged));
                document.replaceChild(forged, signed);
                Element advice = document.createElementNS(SAML, "saml:Advice");
                advice.appendChild(signed);
                forged.appendChild(advice);
                rename(forged);
              });
      refused(evil);
    }

    @Test
    void withTheSameIdTwice() {
      String evil =
          IDP.tampered(
              good,
              document -> {
                Element signed = document.getDocumentElement();
                Element forged = (Element) signed.cloneNode(true);
                document.replaceChild(forged, signed);
                Element holder = document.createElementNS("urn:x", "x:Holder");
                signed.removeChild(signature(signed));
                holder.setAttribute("ID", signed.getAttribute("ID"));
                forged.appendChild(holder);
                rename(forged);
              });
      refused(evil);
    }

    @Test
    void inAResponse() {
      String signed = IDP.signed(good);
      refused(
          "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">"
              + signed
              + "</samlp:Response>");
    }
  }

  @Nested
  class Tampered {
    @Test
    void withAnotherName() {
      refused(IDP.tampered(good, document -> rename(document.getDocumentElement())));
    }

    @Test
    void withoutASignature() {
      assertThat(refused(good)).contains("not one signature");
    }

    @Test
    void withTwoSignatures() {
      refused(
          IDP.tampered(
              good,
              document -> {
                Element root = document.getDocumentElement();
                root.appendChild(signature(root).cloneNode(true));
              }));
    }

    @Test
    void withACommentInTheName() {
      String admin = IDP.signed(good.replace(">mio<", ">mio.evil.example<"));
      refused(admin.replace(">mio.evil.example<", ">mio<!---->.evil.example<"));
    }

    @Test
    void withAProcessingInstruction() {
      refused(IDP.signed(good).replace(">mio<", ">mio<?x y?><"));
    }

    @Test
    void withADocumentType() {
      refused("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + IDP.signed(good));
      refused("<!DOCTYPE a [<!ENTITY e \"mio\">]>" + IDP.signed(good).replace(">mio<", ">&e;<"));
    }

    @Test
    void withBillionsOfLaughs() {
      StringBuilder type = new StringBuilder("<!DOCTYPE a [<!ENTITY a0 \"ha\">");
      for (int i = 1; i < 30; i++) {
        type.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
      }
      refused(type + "]>" + good.replace(">mio<", ">&a29;<"));
    }

    @Test
    void withDepthWithoutEnd() {
      refused(good.replace(">mio<", ">" + "<x>".repeat(5_000) + "</x>".repeat(5_000) + "<"));
    }
  }

  @Nested
  class SignedInAnotherWay {
    @ParameterizedTest
    @ValueSource(
        strings = {
          CanonicalizationMethod.INCLUSIVE,
          CanonicalizationMethod.INCLUSIVE_WITH_COMMENTS,
          CanonicalizationMethod.EXCLUSIVE_WITH_COMMENTS
        })
    void canonicalized(String method) {
      String signed = Idp.signed(good, IDP.privateKey(), Idp.RSA_SHA256, method);
      assertThat(refused(signed)).contains("in another way");
    }

    @Test
    void withSha1() {
      String sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
      String signed = IDP.signed(good).replace(Idp.RSA_SHA256, sha1);
      refused(signed);
    }

    @Test
    void withThePublicKeyAsSecret() {
      SecretKeySpec secret = new SecretKeySpec(IDP.rsa.getPublic().getEncoded(), "HmacSHA256");
      String hmac = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
      refused(Idp.signed(good, secret, hmac, CanonicalizationMethod.EXCLUSIVE));
    }

    @Test
    void byAnother() {
      Idp other = new Idp();
      assertThat(refused(other.signed(good))).isEqualTo("signature is wrong");
    }

    @Test
    void ofNothing() {
      refused(
          IDP.tampered(
              good,
              document ->
                  ((Element) document.getElementsByTagNameNS("*", "Reference").item(0))
                      .setAttribute("URI", "")));
    }

    @Test
    void withATransformOfItsOwn() {
      refused(
          IDP.tampered(
              good,
              document ->
                  ((Element) document.getElementsByTagNameNS("*", "Transform").item(1))
                      .setAttribute("Algorithm", "http://www.w3.org/TR/1999/REC-xslt-19991116")));
    }
  }

  @Nested
  class NotForUs {
    @ParameterizedTest
    @CsvSource({
      "https://idp.example.org/realms/staff, https://evil.example.org",
      "<saml:Audience>https://sekisho.example.org<, <saml:Audience>https://other.example.org<",
      "Recipient=\"https://sekisho.example.org:8443, Recipient=\"https://other.example.org",
      "cm:bearer, cm:holder-of-key",
      "Version=\"2.0\", Version=\"1.1\"",
      "NotOnOrAfter=\"2026-11-26T12:05:00Z\" Recipient, Recipient",
      "NotOnOrAfter=\"2026-11-26T12:05:00Z\" Recipient, NotOnOrAfter=\"2026-11-26T11:59:30Z\" Recipient",
      "NotBefore=\"2026-11-26T11:59:55Z\", NotBefore=\"2026-11-26T12:00:31Z\"",
      "NotBefore=\"2026-11-26T11:59:55Z\", NotBefore=\"yesterday\"",
      "IssueInstant=\"2026-11-26T11:59:55Z\", IssueInstant=\"2026-11-24T11:59:55Z\"",
      "IssueInstant=\"2026-11-26T11:59:55Z\", IssueInstant=\"2026-11-26T12:01:00Z\"",
      "saml:AudienceRestriction>, saml:ProxyRestriction>",
      "<saml:NameID>mio</saml:NameID>, ''"
    })
    void isRefused(String what, String other) {
      assertThat(good).contains(what);
      refused(IDP.signed(good.replace(what, other)));
    }

    @Test
    void isNotForSomebodyElseToo() {
      String restriction =
          "<saml:AudienceRestriction><saml:Audience>x</saml:Audience></saml:AudienceRestriction>";
      refused(IDP.signed(good.replace("</saml:Conditions>", restriction + "</saml:Conditions>")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%%%", "PGE+", "PGEvPg", "AAAA"})
    void isXml(String encoded) {
      assertThat(SamlAssertion.parse(encoded)).isInstanceOf(Outcome.Refused.class);
    }
  }

  private static Element signature(Element root) {
    return (Element)
        root.getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Signature").item(0);
  }

  private static void rename(Element root) {
    root.getElementsByTagNameNS(SAML, "NameID").item(0).setTextContent("admin");
  }

  private static Asserted granted(String xml) {
    return switch (verify(xml)) {
      case Outcome.Granted<Asserted>(Asserted asserted) -> asserted;
      case Outcome.Refused<Asserted>(Problem problem) ->
          throw new AssertionError(problem.toString());
    };
  }

  private static String refused(String xml) {
    return switch (verify(xml)) {
      case Outcome.Granted<Asserted>(Asserted asserted) ->
          throw new AssertionError("accepted: " + asserted);
      case Outcome.Refused<Asserted>(Problem problem) -> problem.detail();
    };
  }

  private static Outcome<Asserted> verify(String xml) {
    Expected expected = new Expected(PROVIDER, Set.of(ENDPOINT), Optional.empty(), NOW);
    return SamlAssertion.parse(Idp.encoded(xml)).then(it -> it.verify(expected));
  }
}
