package dev.cssc.patch.engine.copa;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.TestRegistry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A shell script in Copa's place, where only the adapter matters: it says what Copa really said in some situation, or writes down how it was
 * called. The registry is real.
 */
final class ScriptedCopa implements AutoCloseable {
    static final PackageUpgrade PERL = new PackageUpgrade(
            "perl-base", "5.36.0-7+deb12u3", "9.9.9-1", List.of(new Vulnerability("CVE-2026-8376", Severity.HIGH)));
    static final PackageUpgrade XZ = new PackageUpgrade("liblzma5", "5.4.1-1+deb12u1", "5.4.1-1+deb12u2", List.of());

    private static final OperatingSystem DEBIAN = new OperatingSystem("debian", "12.15");

    final Path directory;
    final TestRegistry registry;

    ScriptedCopa(Path directory) {
        this.directory = directory;
        registry = new TestRegistry(directory.resolve("registry"));
    }

    /** The adapter, with that script as Copa. */
    CopaEngine engine(Path copa) {
        return engine(copa, Map.of());
    }

    /** The same, with more settings below {@code cssc.patch.copa}. */
    CopaEngine engine(Path copa, Map<String, String> more) {
        return engine(copa, more, Duration.ofMinutes(1), Duration.ofSeconds(30));
    }

    CopaEngine engine(Path copa, Map<String, String> more, Duration timeout, Duration overtime) {
        return new CopaEngine(
                new ChildProcesses(),
                registry.client,
                registry.credentials,
                TestCopa.config(copa.toString(), "tcp://buildkit.test:1", more),
                timeout,
                overtime);
    }

    /** A request to patch {@code app:1}, which is not in the registry, by way of {@code staging/app}. */
    PatchRequest request(String temporary, PackageUpgrade... packages) {
        return request(Digest.of("child"), Platform.host(), DEBIAN, temporary, packages);
    }

    PatchRequest request(
            Digest manifest, Platform platform, OperatingSystem os, String temporary, PackageUpgrade... packages) {
        return new PatchRequest(
                new PinnedImage(new Repository(registry.host(), "app"), new Tag("1"), Digest.of("index")),
                manifest,
                platform,
                os,
                List.of(packages),
                new Repository(registry.host(), "staging/app"),
                new Tag(temporary),
                directory);
    }

    /** Puts something under the temporary tag, as Copa would. */
    Digest pushed(String temporary) {
        return new Digest(ImageBuild.of(Layer.ofFiles(Map.of("patched", temporary)))
                .push(registry.host(), "staging/app", temporary));
    }

    /** Bytes of a manifest, as an index states them. */
    int size(String repository, Digest manifest) {
        return registry.client
                .manifest(ImageReference.of(new Repository(registry.host(), repository), manifest))
                .orElseThrow()
                .content()
                .length;
    }

    /** Says what Copa said in that situation, and ends as it did. */
    Path replay(String situation) throws IOException {
        return script("cat \"%s\" >&2; exit %d\n"
                .formatted(fixture(situation), CopaOutput.of(situation).exitCode()));
    }

    /** Says this, and ends with that code. */
    Path saying(int exitCode, String text) throws IOException {
        Path said = Files.writeString(Files.createTempFile(directory, "said-", ".txt"), text);
        return script("cat \"%s\" >&2; exit %d\n".formatted(said, exitCode));
    }

    /** Writes down in that directory how it was called: files {@code argv}, {@code env} and {@code report.json}. */
    Path recording(Path into) throws IOException {
        return script(
                "printf '%%s\\n' \"$@\" > \"%1$s/argv\"; env > \"%1$s/env\"; cp \"${report}\" \"%1$s/report.json\"\n"
                        .formatted(into));
    }

    static Path fixture(String situation) {
        return Path.of(Objects.requireNonNull(ScriptedCopa.class.getResource("/copa/" + situation + ".stderr"))
                .getPath());
    }

    /** A script with that body; {@code ${report}} is the file that Copa is to read. */
    Path script(String body) throws IOException {
        Path script = Files.createTempFile(
                directory,
                "copa-",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(
                script,
                "#!/bin/sh\nfor a in \"$@\"; do case \"$a\" in --report=*) report=\"${a#--report=}\";; esac; done\n"
                        + body);
    }

    @Override
    public void close() {
        registry.close();
    }
}
