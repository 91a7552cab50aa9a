package dev.cssc.scan.engine;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.FreePort;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.version.DebianVersion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every engine keeps to, shown with the real tool on a real Debian image that has real pending updates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ScanEngineContract {

    @TempDir
    protected static Path directory;

    private EmbeddedRegistry registry;
    private final String unreachable = "127.0.0.1:" + FreePort.any();
    private NoCredentials access;
    private ScanEngine engine;
    private Repository debian;
    private Digest source;

    /** Where the images are: {@code host:port} of a registry without TLS. */
    protected final String registry() {
        return registry.host();
    }

    /** Where nobody listens, as {@code host:port}. */
    protected final String unreachable() {
        return unreachable;
    }

    /** The engine under test. */
    protected abstract ScanEngine engine(RegistryAccess registries);

    @BeforeAll
    void anImageWithPendingUpdates() throws IOException {
        registry = EmbeddedRegistry.start(directory.resolve("registry"));
        access = new NoCredentials(Files.createDirectory(directory.resolve("docker")), true);
        engine = engine(access);
        debian = new Repository(registry.host(), "demo/debian");
        source = new Digest(image().push(registry.host(), debian.path(), "12"));
    }

    @AfterAll
    void theRegistryEnds() {
        registry.close();
    }

    /** The example image. */
    protected static ImageBuild image() {
        return DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {});
    }

    /** The outcome for this image, pushed under that name. */
    protected final ScanOutcome scan(String name, ImageBuild image) throws IOException {
        Repository repository = debian.sibling("demo/" + name);
        return scan(repository, new Digest(image.push(registry.host(), repository.path(), "1")));
    }

    private ScanOutcome scan(Repository repository, Digest digest) throws IOException {
        Path work = Files.createTempDirectory(directory, "work-");
        try {
            return engine.scan(new ScanRequest(repository, digest, Platform.host(), work, Instant.now()));
        } finally {
            assertThat(access.open()).as("credentials left behind").isZero();
            assertThat(work).as("storage left behind").isDirectoryNotContaining("glob:**buildah-*");
        }
    }

    @Test
    void pendingUpdatesOfARealImageAreFoundByPackage() throws IOException {
        ScanOutcome outcome = scan(debian, source);

        assertThat(outcome).isInstanceOfSatisfying(ScanOutcome.Scanned.class, scanned -> {
            assertThat(scanned.inventory().os().family()).isEqualTo("debian");
            assertThat(scanned.inventory().os().release()).startsWith("12.");
            assertThat(scanned.inventory().endOfLife()).isFalse();
            assertThat(scanned.inventory().packages()).hasSizeGreaterThan(50);
            assertThat(scanned.fixable()).isNotEmpty().allSatisfy(upgrade -> {
                assertThat(new DebianVersion(upgrade.fixed())).isGreaterThan(new DebianVersion(upgrade.installed()));
                assertThat(scanned.inventory().packages())
                        .anyMatch(p ->
                                p.name().equals(upgrade.name()) && p.version().equals(upgrade.installed()));
            });
            assertThat(scanned.fixable())
                    .extracting(PackageUpgrade::name)
                    .isSorted()
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void secondScanSaysTheSame() throws IOException {
        ScanOutcome.Scanned first = (ScanOutcome.Scanned) scan(debian, source);
        ScanOutcome.Scanned second = (ScanOutcome.Scanned) scan(debian, source);

        assertThat(second.fixable()).isEqualTo(first.fixable());
        assertThat(second.inventory().digest()).isEqualTo(first.inventory().digest());
        assertThat(second.scanner()).isEqualTo(first.scanner());
        assertThat(first.scanner().name()).isEqualTo(engine.name());
        assertThat(first.scanner().database()).isNotBlank();
    }

    @Test
    void imageWithoutDistributionIsNotUnderstood() throws IOException {
        assertThat(scan("scratch", ImageBuild.of(Layer.ofFiles(Map.of("hello", "world")))))
                .isInstanceOf(ScanOutcome.NotUnderstood.class);
    }

    @Test
    void imageOfADeadReleaseIsAtItsEndOfLife() throws IOException {
        Layer stretch = Layer.ofFiles(Map.of(
                "etc/os-release", "ID=debian\nVERSION_ID=\"9\"\nPRETTY_NAME=\"Debian GNU/Linux 9 (stretch)\"\n",
                "etc/debian_version", "9.13\n"));

        assertThat(scan("dead", image().plus(stretch)))
                .isInstanceOfSatisfying(
                        ScanOutcome.Scanned.class,
                        scanned -> assertThat(scanned.inventory().endOfLife()).isTrue());
    }

    @Test
    void digestThatIsNotThereIsSaid() {
        assertFails(ReasonCode.MANIFEST_NOT_FOUND, debian, Digest.of("nothing"));
    }

    @Test
    void registryThatDoesNotAnswerIsSaid() throws IOException {
        assertFails(ReasonCode.REGISTRY_UNREACHABLE, new Repository(unreachable, debian.path()), source);
    }

    private void assertFails(ReasonCode reason, Repository repository, Digest digest) {
        assertThatThrownBy(() -> scan(repository, digest))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }

    /** For conditions: whether the example image can be made and served here. */
    public static boolean exampleImageIsPossible() {
        return EmbeddedRegistry.isInstalled()
                && dev.cssc.common.process.Executables.find("debootstrap").isPresent()
                && "root".equals(System.getProperty("user.name"));
    }
}
