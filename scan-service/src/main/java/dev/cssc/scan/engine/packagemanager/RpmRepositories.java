package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.image.Digest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a package manager fetched of the image's RPM repositories. Each has an index, {@code repomd.xml}, which names all else of the
 * repository by hash.
 *
 * @param cache outside of the image, mounted where the package manager keeps it
 */
record RpmRepositories(Path cache) {

    private static final String INDEX = "repomd.xml";
    private static final String ADVISORIES = "updateinfo";
    private static final int DEEPEST = 12;
    private static final int LONGEST_INDEX = 4 * 1024 * 1024;

    /**
     * One repository that was read.
     *
     * @param index its {@code repomd.xml}
     * @param advisories file name of its {@code updateinfo}; empty where it has none
     */
    record Repository(Path index, Optional<String> advisories) {

        /**
         * Whether the advisories were fetched: under the name in the index, or in another form that the repository offers besides, such as
         * {@code …-updateinfo.xml.zck}. Nothing is missing where it has none.
         */
        boolean hasFetchedAdvisories() {
            return advisories.isEmpty() || advisoriesFile().isPresent() || hasAdvisoriesInAnotherForm();
        }

        private boolean hasAdvisoriesInAnotherForm() {
            try (Stream<Path> files = Files.list(index.resolveSibling(""))) {
                return files.anyMatch(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && file.getFileName().toString().contains(ADVISORIES));
            } catch (IOException e) {
                throw new UncheckedIOException("listing what lies beside " + index, e);
            }
        }

        /** The advisories beside the index, as a file; empty where they were not fetched. */
        Optional<Path> advisoriesFile() {
            return advisories
                    .map(name -> index.resolveSibling(name))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** The repositories, in the order of their paths. */
    List<Repository> read() {
        return indexes().stream().map(RpmRepositories::repository).toList();
    }

    /** Identity of the state that they are in. */
    Digest digest() {
        MessageDigest digest = Digest.sha256();
        for (Path index : indexes()) {
            digest.update(cache.relativize(index).toString().getBytes(StandardCharsets.UTF_8));
            digest.update(bytes(index));
        }
        return Digest.ofHash(digest.digest());
    }

    private List<Path> indexes() {
        try (Stream<Path> files = Files.find(
                cache,
                DEEPEST,
                (file, attributes) -> attributes.isRegularFile()
                        && file.getFileName().toString().equals(INDEX))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + cache, e);
        }
    }

    private static Repository repository(Path index) {
        try {
            return new Repository(index, advisories(XmlReading.of(new ByteArrayInputStream(bytes(index)))));
        } catch (XMLStreamException e) {
            throw new UncheckedIOException("reading " + index, new IOException(e));
        }
    }

    /** {@code <data type="updateinfo"><location href="repodata/…-updateinfo.xml.gz"/></data>}. */
    private static Optional<String> advisories(XMLStreamReader xml) throws XMLStreamException {
        boolean inUpdateinfo = false;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (xml.getLocalName().equals("data")) {
                inUpdateinfo = XmlReading.attributeOrEmpty(xml, "type").equals(ADVISORIES);
            } else if (inUpdateinfo && xml.getLocalName().equals("location")) {
                String href = XmlReading.attributeOrEmpty(xml, "href");
                return Optional.of(href.substring(href.lastIndexOf('/') + 1));
            }
        }
        return Optional.empty();
    }

    private static byte[] bytes(Path index) {
        try (var in = Files.newInputStream(index, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LONGEST_INDEX + 1);
            if (bytes.length > LONGEST_INDEX) {
                throw new IOException("longer than " + LONGEST_INDEX + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + index, e);
        }
    }
}
