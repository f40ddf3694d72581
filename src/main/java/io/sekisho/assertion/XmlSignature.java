package io.sekisho.assertion;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;

/// The enveloped signature of a document's root element: of all of it, and of nothing else.
///
/// That leaves no room for wrapping: what is signed, what is verified and what is read is the root,
/// the only element that can be referred to. What a signature may be made with is a short list.
final class XmlSignature {
  private static final String EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE;
  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
  private static final Set<String> METHODS =
      Set.of(MORE + "rsa-sha256", MORE + "rsa-sha512", MORE + "ecdsa-sha256");
  private static final Set<String> DIGESTS =
      Set.of("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmlenc#sha512");
  private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");

  private XmlSignature() {}

  /// What is wrong with the signature of a root element.
  ///
  /// @param keys of which one has to have made it; one that the document brings is not looked at
  static Optional<String> fault(Element root, List<PublicKey> keys) {
    List<Element> signatures = Xml.children(root, XMLSignature.XMLNS, "Signature");
    int anywhere = root.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").getLength();
    if (signatures.size() != 1 || anywhere != 1) {
      return Optional.of("there is not one signature, right below the root");
    }
    Optional<String> id = Xml.attribute(root, "ID").filter(it -> !it.isBlank());
    if (id.isEmpty()) {
      return Optional.of("the root has no ID");
    }
    Optional<String> fault = Optional.of("no key is configured");
    for (PublicKey key : keys) {
      fault = fault(root, signatures.getFirst(), id.get(), key);
      if (fault.isEmpty()) {
        return fault;
      }
    }
    return fault;
  }

  private static Optional<String> fault(Element root, Element element, String id, PublicKey key) {
    DOMValidateContext context =
        new DOMValidateContext(KeySelector.singletonKeySelector(key), element);
    context.setProperty("org.jcp.xml.dsig.secureValidation", true);
    context.setIdAttributeNS(root, null, "ID");
    try {
      XMLSignature signature = FACTORY.unmarshalXMLSignature(context);
      Optional<String> shape = shapeFault(signature, id);
      if (shape.isPresent()) {
        return shape;
      }
      return signature.validate(context) ? Optional.empty() : Optional.of("signature is wrong");
    } catch (MarshalException | XMLSignatureException e) {
      return Optional.of("signature can't be validated: " + e.getMessage());
    }
  }

  /// Looked at before anything is computed.
  private static Optional<String> shapeFault(XMLSignature signature, String id) {
    SignedInfo info = signature.getSignedInfo();
    if (!signature.getObjects().isEmpty()
        || !info.getCanonicalizationMethod().getAlgorithm().equals(EXCLUSIVE)
        || !METHODS.contains(info.getSignatureMethod().getAlgorithm())) {
      return Optional.of("the signature is made in another way than we take");
    }
    if (info.getReferences().size() != 1) {
      return Optional.of("the signature is not of one thing");
    }
    Reference reference = info.getReferences().getFirst();
    if (!("#" + id).equals(reference.getURI())) {
      return Optional.of("the signature is of something else");
    }
    List<String> transforms =
        reference.getTransforms().stream().map(Transform::getAlgorithm).toList();
    return transforms.equals(List.of(Transform.ENVELOPED, EXCLUSIVE))
            && DIGESTS.contains(reference.getDigestMethod().getAlgorithm())
        ? Optional.empty()
        : Optional.of("what is signed is made in another way than we take");
  }
}
