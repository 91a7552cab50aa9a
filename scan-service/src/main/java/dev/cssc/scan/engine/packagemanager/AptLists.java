package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.image.Digest;

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
 * What {@code apt-get update} fetched: the state of the image's package repositories.
 *
 * @param directory outside of the image, mounted as {@code /var/lib/apt/lists}
 */
record AptLists(Path directory) {

    private static final int HEAD = 8 * 1024;

    /** Identity of that state: a digest over the repositories' signed release files, which name all else by hash. */
    String identity() {
        MessageDigest digest = Digest.sha256();
        for (Path release : releases()) {
            digest.update(release.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            try (InputStream in = Files.newInputStream(release, LinkOption.NOFOLLOW_LINKS)) {
                byte[] buffer = new byte[16 * 1024];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + release, e);
            }
        }
        return "apt@" + Digest.ofHash(digest.digest());
    }

    /** Whether one of the repositories is a suite of security updates: without any, "no security updates" would mean nothing. */
    boolean hasSecuritySuite() {
        return releases().stream().anyMatch(AptLists::isSecurity);
    }

    private List<Path> releases() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> file.getFileName().toString().matches(".*_(In)?Release"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + directory, e);
        }
    }

    private static boolean isSecurity(Path release) {
        try (InputStream in = Files.newInputStream(release, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line ->
                            line.startsWith("Suite:") || line.startsWith("Label:") || line.startsWith("Codename:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .anyMatch(
                            value -> value.equalsIgnoreCase("Debian-Security") || AptSimulation.isSecuritySuite(value));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + release, e);
        }
    }
}
