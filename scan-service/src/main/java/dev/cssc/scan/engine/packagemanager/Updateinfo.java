package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.version.RpmVersion;
import dev.cssc.scan.engine.InstalledPackage;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads {@code updateinfo.xml}, the advisories of an RPM repository: {@code update} elements with {@code id}, {@code severity},
 * {@code references} and {@code pkglist}. Only what concerns installed packages is kept, since a distribution's file may be of a hundred
 * megabytes.
 */
final class Updateinfo {

    private final Map<String, Set<String>> modulesByName;

    /** Advisories for these packages, and for modular ones only those of their module and stream. */
    Updateinfo(List<InstalledPackage> installed) {
        this.modulesByName = installed.stream()
                .collect(Collectors.groupingBy(
                        InstalledPackage::name,
                        Collectors.mapping(
                                p -> p.module().map(Updateinfo::stream).orElse(""), Collectors.toSet())));
    }

    /** The packages that security advisories tell to raise. */
    List<AdvisedPackage> read(InputStream in) throws XMLStreamException {
        List<AdvisedPackage> advised = new ArrayList<>();
        XMLStreamReader xml = XmlReading.of(in);
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("update")) {
                boolean security = XmlReading.attributeOrEmpty(xml, "type").equals("security");
                List<AdvisedPackage> packages = update(xml);
                if (security) {
                    advised.addAll(packages);
                }
            }
        }
        return advised;
    }

    /** One {@code update}, up to its end. Its id and severity may stand before or after its packages. */
    private List<AdvisedPackage> update(XMLStreamReader xml) throws XMLStreamException {
        String id = "";
        Severity severity = Severity.UNKNOWN;
        String module = "";
        List<String> cves = new ArrayList<>();
        List<RpmPackageName> packages = new ArrayList<>();
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                switch (xml.getLocalName()) {
                    case "id" -> {
                        id = xml.getElementText().strip();
                        depth--;
                    }
                    case "severity" -> {
                        severity = AdvisedPackage.severity(xml.getElementText().strip());
                        depth--;
                    }
                    case "reference" -> cve(xml).ifPresent(cves::add);
                    case "collection" -> module = "";
                    case "module" ->
                        module = XmlReading.attributeOrEmpty(xml, "name") + ":"
                                + XmlReading.attributeOrEmpty(xml, "stream");
                    case "package" -> {
                        if (isInstalled(XmlReading.attributeOrEmpty(xml, "name"), module)) {
                            packages.add(fixed(xml));
                        }
                    }
                    default -> {}
                }
            }
        }
        return advised(id, severity, cves, packages);
    }

    private static List<AdvisedPackage> advised(
            String id, Severity severity, List<String> cves, List<RpmPackageName> packages) {
        List<Vulnerability> fixes = (cves.isEmpty() ? List.of(id) : cves)
                .stream()
                        .distinct()
                        .map(fixed -> new Vulnerability(fixed, severity))
                        .toList();
        return packages.stream()
                .map(p -> new AdvisedPackage(p.name(), p.architecture(), p.version(), fixes))
                .toList();
    }

    private boolean isInstalled(String name, String module) {
        return modulesByName.getOrDefault(name, Set.of()).contains(module);
    }

    private static Optional<String> cve(XMLStreamReader xml) {
        return Optional.of(XmlReading.attributeOrEmpty(xml, "id"))
                .filter(id -> !id.isEmpty()
                        && XmlReading.attributeOrEmpty(xml, "type").equalsIgnoreCase("cve"));
    }

    private static RpmPackageName fixed(XMLStreamReader xml) {
        String epoch = XmlReading.attribute(xml, "epoch").orElse("0");
        String version =
                XmlReading.attributeOrEmpty(xml, "version") + "-" + XmlReading.attributeOrEmpty(xml, "release");
        return new RpmPackageName(
                XmlReading.attributeOrEmpty(xml, "name"),
                RpmVersion.normalised((epoch.isEmpty() ? "0" : epoch) + ":" + version),
                XmlReading.attributeOrEmpty(xml, "arch"));
    }

    /** {@code name:stream} of the label {@code name:stream:version:context}. */
    private static String stream(String label) {
        String[] parts = label.split(":", 3);
        return parts.length < 2 ? label : parts[0] + ":" + parts[1];
    }
}
