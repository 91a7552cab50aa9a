package dev.cssc.common.embedded.trivy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One package as dpkg describes it (deb-control(5)).
 *
 * @param fields by name; of those that go over several lines, the first line
 */
record DpkgStanza(Map<String, String> fields) {

    DpkgStanza {
        fields = Map.copyOf(fields);
    }

    static List<DpkgStanza> parse(String text) {
        List<DpkgStanza> stanzas = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        for (String line : (text + "\n\n").lines().toList()) {
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                if (!fields.isEmpty()) {
                    stanzas.add(new DpkgStanza(fields));
                    fields.clear();
                }
            } else if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return stanzas;
    }

    /** Versions of the source packages that a list of installed packages comes from. */
    static Map<String, String> installedSources(String dpkgStatus) {
        Map<String, String> versions = new HashMap<>();
        for (DpkgStanza stanza : parse(dpkgStatus)) {
            if (stanza.field("Status").endsWith(" installed")) {
                versions.put(stanza.source(), stanza.sourceVersion());
            }
        }
        return versions;
    }

    String name() {
        return field("Package");
    }

    /** Source package: the package itself where it names none. */
    String source() {
        String source = field("Source");
        return source.isEmpty() ? name() : source.split(" ", -1)[0];
    }

    /** Version of the source package, which {@code Source: name (version)} gives where it is another. */
    String sourceVersion() {
        String source = field("Source");
        return source.endsWith(")") ? source.substring(source.indexOf('(') + 1, source.length() - 1) : field("Version");
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
