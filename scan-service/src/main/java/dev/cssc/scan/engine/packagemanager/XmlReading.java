package dev.cssc.scan.engine.packagemanager;

import java.io.InputStream;
import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML of strangers: no document types and no entities from elsewhere. */
final class XmlReading {

    private XmlReading() {}

    static XMLStreamReader of(InputStream in) throws XMLStreamException {
        return factory().createXMLStreamReader(in);
    }

    static XMLStreamReader of(String text) throws XMLStreamException {
        return factory().createXMLStreamReader(new StringReader(text));
    }

    /** An attribute of the element that begins here. */
    static Optional<String> attribute(XMLStreamReader xml, String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name));
    }

    /** The same, or nothing in its place. */
    static String attributeOrEmpty(XMLStreamReader xml, String name) {
        return attribute(xml, name).orElse("");
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
