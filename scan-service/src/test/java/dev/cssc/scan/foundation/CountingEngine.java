package dev.cssc.scan.foundation;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.PackageSources;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Stands in for an engine that finds other packages in each image: only images that it did not look at can have equal ones. */
final class CountingEngine implements ScanEngine {

    private static final List<String> PLACES = List.of("var/lib/dpkg", "etc/os-release");

    final Queue<Digest> looked = new ConcurrentLinkedQueue<>();
    final Semaphore go = new Semaphore(Integer.MAX_VALUE);
    Scanner scanner;
    String family = "debian";
    boolean fails;

    CountingEngine(String name) {
        scanner = new Scanner(name, "1", "db-1");
    }

    @Override
    public String name() {
        return scanner.name();
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Optional<Scanner> knowledge() {
        return Optional.of(scanner);
    }

    @Override
    public Optional<PackageSources> sources() {
        return Optional.of(new PackageSources(PLACES, Set.of("rocky")));
    }

    @Override
    public ScanOutcome scan(ScanRequest request) {
        looked.add(request.manifest());
        go.acquireUninterruptibly();
        go.release();
        if (fails) {
            throw Failure.of(ReasonCode.ENGINE_FAILED, "scanning " + request.reference())
                    .toException();
        }
        String name = "found-in-" + request.manifest().hex();
        return new ScanOutcome.Scanned(
                new Inventory(
                        new OperatingSystem(family, "12"),
                        false,
                        List.of(new InstalledPackage(name, "1", "amd64", name, "1"))),
                List.of(),
                List.of(),
                scanner);
    }
}
