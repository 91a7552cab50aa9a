package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.version.RpmVersion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What zypper says of patches, which are SUSE's advisories: {@code list-patches} names those that are needed with their CVEs, and
 * {@code info} what each conflicts with, which are the packages that it raises in all older versions.
 */
final class ZypperPatches {

    private static final Pattern NAME = Pattern.compile("Name\\s*:\\s*(\\S+)\\s*");
    private static final Pattern CONFLICTS = Pattern.compile("Conflicts\\s*:(.*)");
    private static final Pattern OLDER = Pattern.compile("\\s*([A-Za-z0-9][A-Za-z0-9+._-]*) < (\\S+)\\s*");

    private static final Set<String> ARCHITECTURES = Set.of(
            "noarch", "x86_64", "i386", "i486", "i586", "i686", "aarch64", "armv6hl", "armv7hl", "ppc64le", "s390x",
            "riscv64");

    private ZypperPatches() {}

    /**
     * What the needed security patches fix, by name of the patch: their CVEs, or where one names none, the patch itself.
     *
     * @param xml output of {@code zypper --xmlout list-patches}
     * @throws XMLStreamException where it is no XML, for example cut off
     */
    static Map<String, List<Vulnerability>> needed(String xml) throws XMLStreamException {
        Map<String, List<Vulnerability>> needed = new LinkedHashMap<>();
        XMLStreamReader reader = XmlReading.of(xml);
        String patch = "";
        Severity severity = Severity.UNKNOWN;
        while (reader.hasNext()) {
            if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (reader.getLocalName().equals("update")) {
                patch = neededSecurity(reader) ? XmlReading.attributeOrEmpty(reader, "name") : "";
                severity = AdvisedPackage.severity(XmlReading.attributeOrEmpty(reader, "severity"));
                if (!patch.isEmpty()) {
                    needed.put(patch, List.of(new Vulnerability(patch, severity)));
                }
            } else if (reader.getLocalName().equals("issue") && !patch.isEmpty() && isCve(reader)) {
                Vulnerability cve = new Vulnerability(XmlReading.attributeOrEmpty(reader, "id"), severity);
                String named = patch;
                needed.merge(patch, List.of(cve), (before, now) -> together(named, before, now));
            }
        }
        return needed;
    }

    private static boolean isCve(XMLStreamReader issue) {
        return XmlReading.attributeOrEmpty(issue, "type").equals("cve")
                && XmlReading.attribute(issue, "id").isPresent();
    }

    private static List<Vulnerability> together(String patch, List<Vulnerability> before, List<Vulnerability> now) {
        return Stream.concat(before.stream().filter(v -> !v.id().equals(patch)), now.stream())
                .toList();
    }

    /** The packages that each patch raises, as {@code zypper info --type patch} lists them. */
    static Map<String, List<RpmPackageName>> raised(String info) {
        Map<String, List<RpmPackageName>> raised = new HashMap<>();
        String patch = "";
        boolean inConflicts = false;
        for (String line : (Iterable<String>) info.lines()::iterator) {
            Matcher name = NAME.matcher(line);
            Matcher conflicts = CONFLICTS.matcher(line);
            if (name.matches()) {
                patch = name.group(1);
                inConflicts = false;
            } else if (conflicts.matches()) {
                inConflicts = true;
                older(conflicts.group(1), raised.computeIfAbsent(patch, p -> new ArrayList<>()));
            } else if (inConflicts) {
                older(line, raised.computeIfAbsent(patch, p -> new ArrayList<>()));
            }
        }
        return raised;
    }

    /** What is pending of packages, by name: {@code zypper --xmlout list-updates}. */
    static Map<String, String> updates(String xml) throws XMLStreamException {
        Map<String, String> updates = new HashMap<>();
        XMLStreamReader reader = XmlReading.of(xml);
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamConstants.START_ELEMENT
                    && reader.getLocalName().equals("update")
                    && XmlReading.attributeOrEmpty(reader, "kind").equals("package")) {
                updates.put(
                        XmlReading.attributeOrEmpty(reader, "name"),
                        RpmVersion.normalised(XmlReading.attributeOrEmpty(reader, "edition")));
            }
        }
        return updates;
    }

    /** Before zypper 1.14 no status is said, and only needed ones are listed. A category asked for may yet be ignored. */
    private static boolean neededSecurity(XMLStreamReader update) {
        String status = XmlReading.attribute(update, "status").orElse("needed");
        return XmlReading.attributeOrEmpty(update, "category").equals("security") && status.equals("needed");
    }

    /** {@code name[.architecture] < version}. */
    private static void older(String text, List<RpmPackageName> found) {
        Matcher matcher = OLDER.matcher(text);
        if (!matcher.matches()) {
            return;
        }
        String name = matcher.group(1);
        String version = RpmVersion.normalised(matcher.group(2));
        int dot = name.lastIndexOf('.');
        boolean withArchitecture = dot > 0 && ARCHITECTURES.contains(name.substring(dot + 1));
        found.add(
                withArchitecture
                        ? new RpmPackageName(name.substring(0, dot), version, name.substring(dot + 1))
                        : new RpmPackageName(name, version, ""));
    }
}
