package dev.cssc.scan.engine.packagemanager;

import dev.cssc.scan.engine.InstalledPackage;

import java.util.List;

/** The output of {@code dpkg-query --show} in the format asked for here. */
final class DpkgListing {

    /** One package a line; only fields that every dpkg since Debian 8 knows. */
    static final String FORMAT =
            "${db:Status-Status}\\t${Package}\\t${Version}\\t${Architecture}\\t${source:Package}\\t${source:Version}\\n";

    private static final int FIELDS = 6;

    private DpkgListing() {}

    /** The installed packages; others, for example with only their configuration left, are not there any more. */
    static List<InstalledPackage> parse(String output) {
        return output.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == FIELDS && fields[0].equals("installed"))
                .map(fields -> new InstalledPackage(
                        fields[1],
                        fields[2],
                        fields[3],
                        fields[4].isEmpty() ? fields[1] : fields[4],
                        fields[5].isEmpty() ? fields[2] : fields[5]))
                .toList();
    }
}
