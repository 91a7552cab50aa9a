package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.scan.engine.InstalledPackage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * apk: Alpine, Wolfi and their kin. Its repositories say of no update what it is for, so every pending update within the configured
 * repositories is taken as a fix. A branch of Alpine gets little else.
 */
final class ApkInspection implements Inspection {

    private static final String CACHE = "/var/cache/apk";

    static final List<String> SCRATCH = List.of(CACHE);

    /** apk-tools 2 and 3, and those that moved it below /usr. */
    private static final List<String> DATABASES = List.of("/lib/apk/db/installed", "/usr/lib/apk/db/installed");

    private static final List<String> UPDATE = List.of("apk", "--no-progress", "update");

    /** With its own update among the others instead of before them, where a simulation would end. */
    private static final List<String> SIMULATE =
            List.of("apk", "--no-progress", "upgrade", "--simulate", "--no-self-upgrade");

    private final InspectedImage image;
    private final Path cache;

    ApkInspection(InspectedImage image) {
        this.image = image;
        this.cache = image.scratch(CACHE);
    }

    @Override
    public List<InstalledPackage> installed() {
        return DATABASES.stream()
                .flatMap(path -> image.text(path).stream())
                .findFirst()
                .map(ApkDatabase::parse)
                .orElse(List.of());
    }

    @Override
    public String refresh() {
        InspectedImage.Said said = image.refresh(UPDATE);
        if (said.code() != 0 || ApkUpgrade.repositoryWasSkipped(said.words())) {
            throw image.unavailable(said);
        }
        List<Path> indexes = indexes();
        if (indexes.isEmpty()) {
            throw image.failed(
                    ReasonCode.SCAN_INCONCLUSIVE,
                    "it has no remote package repository (/etc/apk/repositories), so pending updates cannot be told",
                    said.words());
        }
        return "apk@" + digest(indexes);
    }

    @Override
    public Pending pending(List<InstalledPackage> installed) {
        String said = image.listing(SIMULATE);
        if (!ApkUpgrade.isWhole(said)) {
            throw image.failed(ReasonCode.REPORT_MALFORMED, "apk did not finish its simulation", "");
        }
        List<PackageUpgrade> fixable = ApkUpgrade.parse(said).stream()
                .map(u -> new PackageUpgrade(u.name(), u.installed(), u.candidate(), List.of()))
                .toList();
        return new Pending(fixable, List.of());
    }

    private List<Path> indexes() {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> file.getFileName().toString().startsWith("APKINDEX."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + cache, e);
        }
    }

    private static Digest digest(List<Path> indexes) {
        MessageDigest digest = Digest.sha256();
        for (Path index : indexes) {
            digest.update(index.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(index, LinkOption.NOFOLLOW_LINKS)) {
                byte[] buffer = new byte[16 * 1024];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + index, e);
            }
        }
        return Digest.ofHash(digest.digest());
    }
}
