package dev.cssc.scan.engine.packagemanager;

import dev.cssc.scan.engine.InstalledPackage;

import java.util.List;
import java.util.Optional;

/** The output of {@code rpm --query --all} in the formats asked for here. */
final class RpmListing {

    private static final String FIELDS = "%{NAME}\\t%{EPOCH}\\t%{VERSION}\\t%{RELEASE}\\t%{ARCH}\\t%{SOURCERPM}";

    private static final String NONE = "(none)";

    private RpmListing() {}

    /** Lists all packages, one a line. The database is only read. */
    static List<String> command(boolean modules) {
        return List.of(
                "rpm",
                "--query",
                "--all",
                "--queryformat=" + FIELDS + (modules ? "\\t%{MODULARITYLABEL}" : "\\t" + NONE) + "\\n");
    }

    /** The installed packages. The keys that rpm keeps as packages are none. */
    static List<InstalledPackage> parse(String output) {
        return output.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 7 && !fields[0].equals("gpg-pubkey"))
                .map(RpmListing::installed)
                .toList();
    }

    private static InstalledPackage installed(String[] fields) {
        String epoch = fields[1].equals(NONE) || fields[1].equals("0") ? "" : fields[1] + ":";
        String version = epoch + fields[2] + "-" + fields[3];
        // A source package's file name carries no epoch; it is that of the packages made from it.
        Optional<RpmPackageName> source = RpmPackageName.parse(fields[5]);
        return new InstalledPackage(
                fields[0],
                version,
                fields[4].equals(NONE) ? "" : fields[4],
                source.map(RpmPackageName::name).orElse(fields[0]),
                source.map(s -> epoch + s.version()).orElse(version),
                Optional.of(fields[6]).filter(label -> !label.isEmpty() && !label.equals(NONE)),
                Optional.empty());
    }
}
