package dev.cssc.patch.engine.buildah;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.testing.RpmRepository;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;
import dev.cssc.patch.engine.TestBuildah;
import dev.cssc.patch.engine.TestRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The engine on images with real dnf and with real zypper. */
@EnabledIf(
        value = "dev.cssc.common.testing.RpmRepository#isPossible",
        disabledReason = "rpm, rpmbuild or createrepo_c is not installed")
class RealRpmManagersTest {
    private static final PackageUpgrade CURL = upgrade("curl", "1.0-1.el9", "1.0-2.el9");
    private static final PackageUpgrade OPENSSL = upgrade("openssl", "1:3.0-1.el9", "1:3.0-2.el9");
    private static final PackageUpgrade NEEDY = upgrade("needy", "1.0-1.el9", "1.0-2.el9");
    private static final PackageUpgrade LOCKED = upgrade("locked", "1.0-1.el9", "1.0-2.el9");

    /** How dnf and zypper keep a package back. */
    private static final Map<String, String> LOCK = Map.of(
            "etc/dnf/dnf.conf", "[main]\nexcludepkgs=locked\n",
            "etc/zypp/locks", "type: package\nmatch_type: glob\ncase_sensitive: on\nsolvable_name: locked\n");

    @TempDir
    static Path directory;

    private static TestRegistry registry;
    private static RpmImages images;
    private static BuildahEngine engine;

    @BeforeAll
    static void aRepositoryAndAnImage() throws IOException {
        registry = new TestRegistry(directory.resolve("registry"));
        RpmRepository repository = RpmRepository.in(Files.createDirectory(directory.resolve("repository")));
        for (String release : List.of("1.el9", "2.el9")) {
            repository
                    .with("curl", "1.0-" + release)
                    .with("openssl", "1:3.0-" + release)
                    .with("locked", "1.0-" + release)
                    .with("tzdata", "1.0-" + release);
        }
        repository
                .with("needy", "1.0-1.el9")
                .with("needy", "1.0-2.el9", "needed")
                .with("needed", "1.0-1.el9")
                .with("newest", "1.0-1.el9");
        images = RpmImages.of(
                registry,
                Files.createDirectory(directory.resolve("making")),
                repository.indexed(),
                Map.of(
                        "curl", "1.0-1.el9",
                        "openssl", "1:3.0-1.el9",
                        "locked", "1.0-1.el9",
                        "tzdata", "1.0-1.el9",
                        "needy", "1.0-1.el9",
                        "newest", "1.0-1.el9"));
        engine = new BuildahEngine(
                TestBuildah.create(registry.client, directory), registry.client, Duration.ofMinutes(5));
    }

    @AfterAll
    static void theEnd() {
        images.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnf", "zypper"})
    void exactlyTheListedPackagesAndWhatTheyNeedAreRaisedThoughOthersCannotBe(String manager) throws IOException {
        PackageUpgrade early = upgrade("tzdata", "1.0-1.el9", "1.0-3.el9");
        PackageUpgrade unknown = upgrade("no-such-package", "1-1", "2-1");
        PinnedImage image = images.with(manager, "locking", LOCK);

        PatchedLayers result = engine.patch(request(image, List.of(CURL, early, OPENSSL, unknown, LOCKED, NEEDY)));

        assertThat(result.raised()).containsExactly(CURL, OPENSSL, NEEDY);
        assertThat(result.unavailable()).containsExactlyInAnyOrder(early, unknown, LOCKED);
        assertThat(images.installed(staged(result)))
                .isEqualTo(Map.of(
                        "curl", "1.0-2.el9",
                        "openssl", "1:3.0-2.el9",
                        "locked", "1.0-1.el9",
                        "tzdata", "1.0-1.el9",
                        "needy", "1.0-2.el9",
                        "newest", "1.0-1.el9",
                        "needed", "1.0-1.el9"));
        assertThat(pathsOfTheLayer(result))
                .as("nothing is left of the work")
                .contains("usr/share/curl/version", "usr/share/needed/version")
                .allMatch(path -> path.startsWith("usr/share/") || path.startsWith("var/lib/rpm/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnf", "zypper"})
    void wherePackagesAreKeptBackTheMessageSaysByWhat(String manager) {
        PinnedImage image = images.with(manager, "locking", LOCK);

        assertFails(
                image,
                LOCKED,
                ReasonCode.FIXED_VERSION_UNAVAILABLE,
                manager.equals("dnf")
                        ? "dnf (exclude or versionlock)"
                        : "zypper (a lock, or another vendor's package)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnf", "zypper"})
    void packagesThatAreFixedAlreadyAreNoImprovement(String manager) {
        PinnedImage image = images.with(manager, "plain", Map.of());

        assertFails(
                image,
                upgrade("newest", "1.0-1.el9", "1.0-1.el9"),
                ReasonCode.NO_IMPROVEMENT,
                "at their fixed version before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnf", "zypper"})
    void oneUnreachableRepositoryIsAFailureThoughItMayBeSkipped(String manager) throws IOException {
        String gone =
                "[gone]\nname=gone\nbaseurl=http://127.0.0.1:9/\nenabled=1\ngpgcheck=0\nskip_if_unavailable=True\n";
        PinnedImage image = images.with(
                manager, "gone", Map.of("etc/yum.repos.d/gone.repo", gone, "etc/zypp/repos.d/gone.repo", gone));

        assertFails(image, CURL, ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE, "cannot be read");
    }

    private static void assertFails(PinnedImage image, PackageUpgrade wanted, ReasonCode reason, String words) {
        assertThatThrownBy(() -> engine.patch(request(image, List.of(wanted))))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).as(e.failure().detail()).isEqualTo(reason);
                    assertThat(e.failure().detail()).contains(words);
                });
    }

    private static PatchRequest request(PinnedImage image, List<PackageUpgrade> packages) {
        return new PatchRequest(
                image,
                image.digest(),
                Platform.host(),
                new OperatingSystem("rocky", "9.5"),
                packages,
                new Repository(registry.host(), "cssc-staging/demo/rpm"),
                image.tag(),
                directory);
    }

    private static ImageReference staged(PatchedLayers result) {
        return ImageReference.of(new Repository(registry.host(), "cssc-staging/demo/rpm"), result.manifest());
    }

    private static List<String> pathsOfTheLayer(PatchedLayers result) throws IOException {
        ImageManifest manifest =
                ImageManifest.parse(registry.client.manifest(staged(result)).orElseThrow());
        return LayerPaths.of(registry.client.openBlob(
                new Repository(registry.host(), "cssc-staging/demo/rpm"),
                manifest.layers().getLast().digest()));
    }

    private static PackageUpgrade upgrade(String name, String installed, String fixed) {
        return new PackageUpgrade(name, installed, fixed, List.of());
    }
}
