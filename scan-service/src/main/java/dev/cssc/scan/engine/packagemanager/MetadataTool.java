package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLStreamException;

/**
 * A package manager that fetches the repositories' advisories but does not list them with ids: they are read from what it fetched.
 *
 * @param skipped what it says of a repository that it leaves out
 */
record MetadataTool(String label, List<String> refresh, String skipped) implements RpmTool {

    /** microdnf: minimal images of Enterprise Linux 8 to 10. It has no {@code updateinfo}. */
    static final MetadataTool MICRODNF =
            new MetadataTool("microdnf", List.of("microdnf", "makecache"), "Skipping refresh of ");

    /** tdnf: Photon OS, Azure Linux, CBL-Mariner. Its {@code updateinfo list} names neither CVEs nor severities nor epochs. */
    static final MetadataTool TDNF =
            new MetadataTool("tdnf", List.of("tdnf", "--refresh", "makecache"), "Disabling Repo:");

    MetadataTool {
        refresh = List.copyOf(refresh);
    }

    @Override
    public boolean modules() {
        return true;
    }

    @Override
    public boolean incomplete(InspectedImage.Said said) {
        return said.code() != 0 || said.words().contains(skipped) || said.lineStarts("Error:");
    }

    @Override
    public List<AdvisedPackage> advised(
            InspectedImage image, RpmRepositories repositories, List<InstalledPackage> installed) {
        Updateinfo wanted = new Updateinfo(installed);
        List<AdvisedPackage> advised = new ArrayList<>();
        for (RpmRepositories.Repository repository : repositories.read()) {
            if (repository.advisories().isEmpty()) {
                continue;
            }
            Path file = repository
                    .advisoriesFile()
                    .orElseThrow(() -> image.failed(
                            ReasonCode.SCAN_INCONCLUSIVE,
                            label + " did not fetch a repository's advisories",
                            repository.advisories().get()));
            try (InputStream in = open(file)) {
                advised.addAll(wanted.read(in));
            } catch (IOException | XMLStreamException e) {
                throw image.failed(
                        ReasonCode.SCAN_INCONCLUSIVE,
                        "a repository's advisories cannot be read: " + file.getFileName(),
                        e.toString());
            }
        }
        return advised;
    }

    /** Neither lists what it would raise; whether the version can be had is seen when it is raised. */
    @Override
    public Optional<Map<String, String>> available(InspectedImage image) {
        return Optional.empty();
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
        String name = file.getFileName().toString();
        if (name.endsWith(".gz")) {
            return new GZIPInputStream(in);
        }
        if (name.endsWith(".xml")) {
            return in;
        }
        in.close();
        throw new IOException("only gzip is understood here");
    }
}
