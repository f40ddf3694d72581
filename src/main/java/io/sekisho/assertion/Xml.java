package io.sekisho.assertion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/// Other people's XML: no document type, so no entities; nothing fetched; no comments and no
/// processing instructions, which canonicalization drops and readers stumble over.
final class Xml {
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NODES = 10_000;

  private static final ErrorHandler QUIET =
      new ErrorHandler() {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
          throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
          throw e;
        }
      };

  private Xml() {}

  static Optional<Document> parse(byte[] text) {
    try {
      Document document = builder().parse(new ByteArrayInputStream(text));
      return plain(document, 0, new int[1]) ? Optional.of(document) : Optional.empty();
    } catch (SAXException | IOException e) {
      return Optional.empty();
    }
  }

  /// The child elements of one name, no deeper.
  static List<Element> children(Element parent, String namespace, String name) {
    List<Element> found = new ArrayList<>();
    for (Element child : children(parent)) {
      if (is(child, namespace, name)) {
        found.add(child);
      }
    }
    return found;
  }

  static List<Element> children(Element parent) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        found.add(child);
      }
    }
    return found;
  }

  /// The only child element of that name; empty if there is none, or are several.
  static Optional<Element> only(Element parent, String namespace, String name) {
    List<Element> found = children(parent, namespace, name);
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  static boolean is(Element element, String namespace, String name) {
    return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  /// The text of an element that holds nothing else.
  static Optional<String> text(Element element) {
    String text = element.getTextContent();
    return children(element).isEmpty() && !text.isBlank()
        ? Optional.of(text.strip())
        : Optional.empty();
  }

  static Optional<String> attribute(Element element, String name) {
    return element.hasAttributeNS(null, name)
        ? Optional.of(element.getAttributeNS(null, name))
        : Optional.empty();
  }

  private static boolean plain(Node node, int depth, int[] count) {
    if (depth > MAX_DEPTH || ++count[0] > MAX_NODES) {
      return false;
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      boolean known =
          switch (child.getNodeType()) {
            case Node.ELEMENT_NODE, Node.TEXT_NODE -> true;
            default -> false;
          };
      if (!known || !plain(child, depth + 1, count)) {
        return false;
      }
    }
    return true;
  }

  /// The JDK's own parser, whatever else is on the class path.
  private static DocumentBuilder builder() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    try {
      factory.setNamespaceAware(true);
      factory.setCoalescing(true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(NO_DOCTYPE, true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(QUIET);
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no safe XML parser", e);
    }
  }
}
