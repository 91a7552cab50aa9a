package dev.cssc.common.embedded.trivy;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.embedded.Program;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What Debian itself says of the example image: for each update that its security suite has for a package of the image, the vulnerabilities
 * that the newer package's changelog names above the installed version, with the version that names them first. Not all that Debian's
 * tracker knows, but nothing that is not true.
 */
public final class DebianAdvisories {
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(2);

    private DebianAdvisories() {}

    /**
     * The advisories for {@link DebianImage}, ordered by source package and id.
     *
     * @param announce told in a sentence what is done, before it is done
     * @throws IllegalStateException where apt cannot reach the release's sources; with the end of what it said
     */
    public static List<Advisory> ofExampleImage(DebianRelease release, Consumer<String> announce) {
        Layer base = DebianImage.of(release, announce).layers().getFirst();
        String status = base.text("var/lib/dpkg/status")
                .orElseThrow(() -> new IllegalStateException("the example image has no list of packages"));
        announce.accept("Reading what Debian's security updates for the example image mend");
        try {
            Path directory = Files.createTempDirectory("debian-advisories-");
            try {
                List<Path> packages =
                        PendingUpgrades.of(release, status, directory).download();
                return of(packages, DpkgStanza.installedSources(status), directory);
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the advisories for the example image cannot be collected", e);
        }
    }

    /** Several packages of one source have the same changelog; each vulnerability is told once. */
    private static List<Advisory> of(List<Path> packages, Map<String, String> installed, Path directory)
            throws IOException {
        Map<String, Advisory> advisories = new HashMap<>();
        for (Path file : packages) {
            DpkgStanza control = control(file, directory);
            String source = control.source();
            Optional<String> before = Optional.ofNullable(installed.get(source));
            if (before.isEmpty()) {
                continue;
            }
            // Oldest first: what a later version names again was mended by the earlier.
            List<DebianChangelog.Entry> entries = DebianChangelog.parse(changelog(file, control.name(), directory))
                    .since(before.get())
                    .reversed();
            for (DebianChangelog.Entry entry : entries) {
                for (String id : entry.vulnerabilities()) {
                    advisories.putIfAbsent(
                            source + "\n" + id, Advisory.fixed(source, id, entry.version(), entry.severity()));
                }
            }
        }
        return advisories.values().stream()
                .sorted(Comparator.comparing(Advisory::sourcePackage).thenComparing(Advisory::id))
                .toList();
    }

    private static DpkgStanza control(Path file, Path directory) throws IOException {
        Path fields = directory.resolve("control");
        Program.run(fields, UNPACK_LIMIT, List.of("dpkg-deb", "--field", file.toString()));
        return DpkgStanza.parse(Files.readString(fields)).getFirst();
    }

    /** A package that is Debian's own has {@code changelog.gz}, others {@code changelog.Debian.gz} (Debian Policy 12.7). */
    private static String changelog(Path file, String name, Path directory) throws IOException {
        Path unpacked = directory.resolve("unpacked.tar");
        Files.deleteIfExists(unpacked);
        Program.run(unpacked, UNPACK_LIMIT, List.of("dpkg-deb", "--fsys-tarfile", file.toString()));
        Map<String, byte[]> found = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(unpacked);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile() && entry.getName().matches("\\./usr/share/doc/[^/]+/changelog(\\.Debian)?\\.gz")) {
                    found.put(entry.getName(), tar.readAllBytes());
                }
            }
        }
        String place = "./usr/share/doc/" + name + "/changelog";
        byte[] packed = found.getOrDefault(place + ".Debian.gz", found.getOrDefault(place + ".gz", new byte[0]));
        if (packed.length == 0) {
            return ""; // it links to another package's, which has it
        }
        try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void remove(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walked = Files.walk(directory)) {
            walked.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
