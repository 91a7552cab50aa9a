package dev.cssc.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;

import java.util.ArrayList;
import java.util.List;

/** The packages that a patch raised, as a person reads them. */
public final class RaisedPackages {
    private static final int IDS_SHOWN = 3;

    private RaisedPackages() {}

    /**
     * A table of the packages and a line that counts them.
     *
     * @param patched the event that told of the patch
     */
    public static List<String> lines(JsonNode patched) {
        Table table = new Table("PACKAGE", "BEFORE", "AFTER", "FIXES");
        int fixes = 0;
        for (JsonNode upgrade : patched.path("fixed")) {
            table.row(
                    Json.text(upgrade, "name"),
                    Json.text(upgrade, "installed"),
                    Json.text(upgrade, "fixed"),
                    vulnerabilities(upgrade));
            fixes += upgrade.path("vulnerabilities").size();
        }
        int raised = patched.path("fixed").size();
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(raised + (raised == 1 ? " security update" : " security updates") + " installed"
                + (fixes > 0 ? ", " + fixes + " vulnerabilities fixed" : "") + ", "
                + patched.path("remaining").size() + " remaining");
        return lines;
    }

    /** The first few ids; an engine that knows of updates but not of ids has none. */
    private static String vulnerabilities(JsonNode upgrade) {
        List<String> ids = new ArrayList<>();
        upgrade.path("vulnerabilities").forEach(vulnerability -> ids.add(Json.text(vulnerability, "id")));
        if (ids.isEmpty()) {
            return "security update";
        }
        int shown = Math.min(IDS_SHOWN, ids.size());
        return String.join(", ", ids.subList(0, shown)) + (ids.size() > shown ? ", +" + (ids.size() - shown) : "");
    }
}
