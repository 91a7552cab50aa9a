package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Inventories to judge. */
final class Inventories {

    private Inventories() {}

    /** What a real report of a Debian 12 image lists. */
    static Inventory debian() {
        TrivyReport report = TrivyReportReader.read(
                Path.of("src/test/resources/trivy/vulnerable.stdout"), "reading a fixture", 64 << 20, 10_000);
        return new Inventory(report.os().orElseThrow(), report.endOfLife(), report.packages());
    }

    /** The same with a package more, so that it is another set. */
    static Inventory debianWith(String another) {
        Inventory debian = debian();
        List<InstalledPackage> packages = new java.util.ArrayList<>(debian.packages());
        packages.add(new InstalledPackage(another, "1.0-1", "amd64", another, "1.0-1"));
        return new Inventory(debian.os(), debian.endOfLife(), packages);
    }

    static Inventory alpine() {
        return new Inventory(
                new OperatingSystem("alpine", "3.19.1"),
                false,
                List.of(
                        new InstalledPackage("busybox", "1.36.1-r15", "x86_64", "busybox", "1.36.1-r15"),
                        new InstalledPackage("busybox-binsh", "1.36.1-r15", "x86_64", "busybox", "1.36.1-r15")));
    }

    /** One modular package, whose advisory names the module's stream, one with an epoch, and one of a foreign repository. */
    static Inventory rocky() {
        return new Inventory(
                new OperatingSystem("rocky", "9.3"),
                false,
                List.of(
                        new InstalledPackage(
                                "nodejs",
                                "1:18.12.1-1.module+el9.1.0",
                                "x86_64",
                                "nodejs",
                                "1:18.12.1-1.module+el9.1.0",
                                Optional.of("nodejs:18:9010020221118120946:rhel9"),
                                Optional.of("official")),
                        new InstalledPackage("openssl-libs", "1:3.0.7-24.el9", "x86_64", "openssl", "1:3.0.7-24.el9"),
                        new InstalledPackage(
                                "foreign",
                                "1-1",
                                "x86_64",
                                "foreign",
                                "1-1",
                                Optional.empty(),
                                Optional.of("third-party"))));
    }
}
