package io.sekisho.assertion;

import io.sekisho.problem.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// A SAML 2.0 assertion that its bearer may use (RFC 7522): signed, not encrypted, and alone, not
/// within a response.
public final class SamlAssertion implements Assertion {
  private static final int MAX_LENGTH = 64 * 1024;
  private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
  private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

  /// Conditions that we understand; one that we do not makes an assertion worthless (SAML core
  /// 2.5.1.1).
  private static final Set<String> CONDITIONS = Set.of("AudienceRestriction", "OneTimeUse");

  private final Element root;

  private SamlAssertion(Element root) {
    this.root = root;
  }

  /// Reads an assertion, without believing any of it.
  ///
  /// @param text in base64url, as RFC 7522 has it, or in base64, as browsers' forms have it
  public static Outcome<Assertion> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Assertion.refuse("longer than " + MAX_LENGTH);
    }
    Optional<Element> root =
        decode(text)
            .flatMap(Xml::parse)
            .map(Document::getDocumentElement)
            .filter(Element.class::isInstance);
    boolean alone =
        root.isPresent()
            && Xml.is(root.get(), SAML, "Assertion")
            && root.get().getElementsByTagNameNS(SAML, "Assertion").getLength() == 0
            && Xml.attribute(root.get(), "Version").equals(Optional.of("2.0"));
    return alone
        ? Outcome.of(new SamlAssertion(root.get()))
        : Assertion.refuse("not plain XML whose root is the only assertion of SAML 2.0");
  }

  @Override
  public String issuer() {
    return Xml.only(root, SAML, "Issuer").flatMap(Xml::text).orElse("");
  }

  @Override
  public Outcome<Asserted> verify(Expected expected) {
    Optional<String> fault =
        XmlSignature.fault(root, PublicKeys.ofCertificates(expected.provider().keys()))
            .or(() -> partyFault(expected))
            .or(() -> conditionFault(expected))
            .or(() -> confirmationFault(expected));
    return fault.isPresent() ? Assertion.refuse(fault.get()) : Outcome.of(asserted());
  }

  private Optional<String> partyFault(Expected expected) {
    if (!issuer().equals(expected.provider().issuer())) {
      return Optional.of("issuer is another");
    }
    return subject().filter(Assertion::names).isPresent()
        ? Optional.empty()
        : Optional.of("there is no subject");
  }

  private Optional<String> conditionFault(Expected expected) {
    Optional<Element> conditions = Xml.only(root, SAML, "Conditions");
    if (conditions.isEmpty()) {
      return Optional.of("there are no conditions");
    }
    boolean known =
        Xml.children(conditions.get()).stream()
            .allMatch(
                it -> SAML.equals(it.getNamespaceURI()) && CONDITIONS.contains(it.getLocalName()));
    List<Element> audiences = Xml.children(conditions.get(), SAML, "AudienceRestriction");
    boolean forUs =
        !audiences.isEmpty()
            && audiences.stream()
                .allMatch(each -> audiences(each).contains(expected.provider().audience()));
    if (!known || !forUs) {
      return Optional.of(known ? "audience is another" : "there is a condition that is unknown");
    }
    return timeFault(conditions.get(), expected.at());
  }

  /// One way of confirming the subject has to fit (SAML core 2.4.1.2).
  private Optional<String> confirmationFault(Expected expected) {
    boolean confirmed = confirmations().anyMatch(data -> confirms(data, expected));
    return confirmed
        ? Optional.empty()
        : Optional.of("the bearer is not confirmed: recipient or time is another");
  }

  private boolean confirms(Element data, Expected expected) {
    boolean toUs =
        Xml.attribute(data, "Recipient").filter(expected.recipients()::contains).isPresent();
    return toUs
        && data.hasAttributeNS(null, "NotOnOrAfter")
        && timeFault(data, expected.at()).isEmpty();
  }

  private Optional<String> timeFault(Element element, Instant now) {
    Optional<Instant> issued = time(root, "IssueInstant");
    Optional<Instant> until = time(element, "NotOnOrAfter");
    boolean dated = element.hasAttributeNS(null, "NotOnOrAfter");
    if (issued.isEmpty() || (dated && until.isEmpty())) {
      return Optional.of("a time is not one");
    }
    if (issued.get().isAfter(now.plus(SKEW)) || issued.get().plus(MAX_LIFE).isBefore(now)) {
      return Optional.of("the assertion was not made lately");
    }
    boolean early =
        element.hasAttributeNS(null, "NotBefore")
            && time(element, "NotBefore").filter(it -> !it.isAfter(now.plus(SKEW))).isEmpty();
    boolean late = until.isPresent() && !until.get().plus(SKEW).isAfter(now);
    boolean longLived = until.isPresent() && until.get().isAfter(issued.get().plus(MAX_LIFE));
    return early || late || longLived
        ? Optional.of("the assertion is early, late, or lives longer than " + MAX_LIFE)
        : Optional.empty();
  }

  private Asserted asserted() {
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    for (Element statement : Xml.children(root, SAML, "AttributeStatement")) {
      for (Element attribute : Xml.children(statement, SAML, "Attribute")) {
        List<String> values =
            Xml.children(attribute, SAML, "AttributeValue").stream()
                .flatMap(value -> Xml.text(value).stream())
                .toList();
        Xml.attribute(attribute, "Name")
            .ifPresent(
                name -> attributes.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(values));
      }
    }
    Instant end = time(root, "IssueInstant").orElseThrow().plus(MAX_LIFE).plus(SKEW);
    return new Asserted(
        subject().orElseThrow(),
        "id " + Xml.attribute(root, "ID").orElseThrow(),
        end,
        sessionEnd(),
        Map.of(),
        attributes);
  }

  private Optional<String> subject() {
    return Xml.only(root, SAML, "Subject")
        .flatMap(subject -> Xml.only(subject, SAML, "NameID"))
        .flatMap(Xml::text);
  }

  private Stream<Element> confirmations() {
    return Xml.children(root, SAML, "Subject").stream()
        .flatMap(subject -> Xml.children(subject, SAML, "SubjectConfirmation").stream())
        .filter(each -> Xml.attribute(each, "Method").equals(Optional.of(BEARER)))
        .flatMap(each -> Xml.children(each, SAML, "SubjectConfirmationData").stream());
  }

  private Optional<Instant> sessionEnd() {
    return Xml.children(root, SAML, "AuthnStatement").stream()
        .flatMap(statement -> time(statement, "SessionNotOnOrAfter").stream())
        .min(Instant::compareTo);
  }

  private static List<String> audiences(Element restriction) {
    return Xml.children(restriction, SAML, "Audience").stream()
        .flatMap(audience -> Xml.text(audience).stream())
        .toList();
  }

  private static Optional<Instant> time(Element element, String attribute) {
    try {
      return Xml.attribute(element, attribute).map(it -> OffsetDateTime.parse(it).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> decode(String text) {
    try {
      boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
      byte[] ascii = text.replaceAll("\\s", "").getBytes(StandardCharsets.US_ASCII);
      return Optional.of((url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(ascii));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
