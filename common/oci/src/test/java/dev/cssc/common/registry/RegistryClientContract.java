package dev.cssc.common.registry;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every registry must do for us through the client; run against each real one that is installed. */
abstract class RegistryClientContract {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final long SMALL = 1024 * 1024;

    @TempDir
    Path scratch;

    /** Settings of the running registry. */
    abstract RegistrySettings settings();

    private RegistryClient client() {
        return new HttpRegistryClient(new Registries(List.of(settings())));
    }

    /** A repository nobody has used. */
    private Repository fresh() {
        return new Repository(settings().host(), "contract/r" + NEXT.incrementAndGet());
    }

    private RawManifest image(Repository repository, String text) {
        byte[] layer = ("layer " + text).getBytes(StandardCharsets.UTF_8);
        byte[] config = ("{\"os\":\"linux\",\"architecture\":\"amd64\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                        + "\"diff_ids\":[\"" + Digest.of(layer) + "\"]}}")
                .getBytes(StandardCharsets.UTF_8);
        client().putBlob(repository, layer);
        client().putBlob(repository, config);
        return ManifestWriter.manifest(
                Descriptor.of(MediaType.OCI_CONFIG, Digest.of(config), config.length),
                List.of(Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.of(layer), layer.length)),
                Map.of("org.example.text", text));
    }

    private static Descriptor pointerTo(RawManifest manifest) {
        return Descriptor.of(manifest.mediaType(), manifest.digest(), manifest.content().length);
    }

    @Test
    void missingThingsAreEmptyAndNotErrors() {
        Repository repository = fresh();
        RegistryClient client = client();
        Digest digest = Digest.of("nothing");

        assertThat(client.tags(repository)).isEmpty();
        assertThat(client.head(ImageReference.of(repository, new Tag("none")))).isEmpty();
        assertThat(client.manifest(ImageReference.of(repository, digest))).isEmpty();
        assertThat(client.blobExists(repository, digest)).isFalse();
        assertThat(client.deleteManifest(repository, digest)).isFalse();
        assertThat(client.referrers(repository, digest)).isEmpty();
        assertThatThrownBy(() -> client.blob(repository, digest, SMALL))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.MANIFEST_NOT_FOUND));
    }

    @Test
    void manifestComesBackByTagAndByDigestByteForByte() {
        Repository repository = fresh();
        RawManifest manifest = image(repository, "one");

        Digest digest = client().putManifest(repository, new Tag("1.0"), manifest);

        assertThat(digest).isEqualTo(manifest.digest());
        for (ImageReference reference : List.of(
                ImageReference.of(repository, new Tag("1.0")), ImageReference.of(repository, manifest.digest()))) {
            assertThat(client().head(reference)).contains(pointerTo(manifest));
            RawManifest read = client().manifest(reference).orElseThrow();
            assertThat(read.content()).isEqualTo(manifest.content());
            assertThat(read.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        }
    }

    @Test
    void manifestWithoutTagIsThereByDigestOnly() {
        Repository repository = fresh();
        RawManifest manifest = image(repository, "untagged");

        client().putManifest(repository, manifest);

        assertThat(client().head(ImageReference.of(repository, manifest.digest())))
                .isPresent();
        assertThat(client().tags(repository).orElse(List.of())).isEmpty();
    }

    @Test
    void allTagsAreListed() {
        Repository repository = fresh();
        RawManifest manifest = image(repository, "many");
        Set<Tag> expected = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            Tag tag = new Tag("t" + i);
            expected.add(tag);
            client().putManifest(repository, tag, manifest);
        }

        assertThat(client().tags(repository).orElseThrow()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void tagMovesToWhatWasPutLast() {
        Repository repository = fresh();
        client().putManifest(repository, new Tag("latest"), image(repository, "old"));
        RawManifest newer = image(repository, "new");

        client().putManifest(repository, new Tag("latest"), newer);

        assertThat(client().head(ImageReference.of(repository, new Tag("latest"))))
                .contains(pointerTo(newer));
    }

    @Test
    void indexKeepsItsChildrenAndTheirPlatforms() {
        Repository repository = fresh();
        RawManifest amd = image(repository, "amd64");
        RawManifest arm = image(repository, "arm64");
        client().putManifest(repository, amd);
        client().putManifest(repository, arm);
        RawManifest index = ManifestWriter.index(
                List.of(on("linux/amd64", amd), on("linux/arm64/v8", arm)), Map.of("org.example", "index"));

        client().putManifest(repository, new Tag("multi"), index);

        RawManifest read = client().manifest(ImageReference.of(repository, new Tag("multi")))
                .orElseThrow();
        assertThat(read).isEqualTo(index);
        assertThat(read.mediaType()).isEqualTo(MediaType.OCI_INDEX);
        assertThat(ImageIndex.parse(read).image(Platform.parse("linux/arm64/v8")))
                .contains(on("linux/arm64/v8", arm));
    }

    private static Descriptor on(String platform, RawManifest manifest) {
        return new Descriptor(
                manifest.mediaType(),
                manifest.digest(),
                manifest.content().length,
                Optional.of(Platform.parse(platform)),
                Optional.empty(),
                Map.of());
    }

    @Test
    void blobsComeBackFromBytesAndFromFiles() throws Exception {
        Repository repository = fresh();
        byte[] content = random(3_000_000, 7);
        Path file = Files.write(scratch.resolve("blob"), content);

        client().putBlob(repository, Digest.of(content), file);
        client().putBlob(repository, Digest.of(content), file); // is there: does nothing

        assertThat(client().blobExists(repository, Digest.of(content))).isTrue();
        try (InputStream in = client().openBlob(repository, Digest.of(content))) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void emptyBlobIsABlob() {
        Repository repository = fresh();

        Digest digest = client().putBlob(repository, new byte[0]);

        assertThat(client().blob(repository, digest, 0)).isEmpty();
    }

    @Test
    void blobBeyondTheLimitIsRefused() {
        Repository repository = fresh();
        Digest digest = client().putBlob(repository, random(2_000, 3));

        assertThatThrownBy(() -> client().blob(repository, digest, 1_999))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TOO_LARGE));
    }

    @Test
    void fileThatIsNotWhatItsDigestSaysIsRefused() throws Exception {
        Repository repository = fresh();
        Path file = Files.write(scratch.resolve("other"), random(500, 5));
        Digest digest = Digest.of("something else");

        assertThatThrownBy(() -> client().putBlob(repository, digest, file))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.DIGEST_MISMATCH));
        assertThat(client().blobExists(repository, digest)).isFalse();
    }

    @Test
    void blobIsCopiedToAnotherRepository() {
        Repository from = fresh();
        Repository to = fresh();
        byte[] content = random(100_000, 11);
        Digest digest = client().putBlob(from, content);
        Descriptor blob = Descriptor.of(MediaType.OCI_LAYER_GZIP, digest, content.length);

        client().copyBlob(from, to, blob);
        client().copyBlob(from, to, blob); // is there: does nothing

        assertThat(client().blob(to, digest, SMALL)).isEqualTo(content);
    }

    @Test
    void oneClientServesManyThreads() throws Exception {
        Repository from = fresh();
        RegistryClient client = client();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> copies = IntStream.range(0, 40)
                    .mapToObj(i -> threads.submit(() -> {
                        // Each its own blob: docker-registry 2.8 writes the link of a blob to a repository in place,
                        // and answers 500 to
                        // whoever reads it at that moment because another writes the same one again.
                        byte[] content = random(10_000, 1_000 + i);
                        Digest digest = client.putBlob(from, content);
                        Repository to = from.sibling(from.path() + "/copy" + i % 5);
                        client.copyBlob(from, to, Descriptor.of(MediaType.OCI_LAYER_GZIP, digest, content.length));
                        return Arrays.equals(client.blob(to, digest, content.length), content);
                    }))
                    .toList();
            for (Future<Boolean> copy : copies) {
                assertThat(copy.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void deletedManifestIsGoneAndDeletingItAgainSaysSo() {
        Repository repository = fresh();
        RawManifest manifest = image(repository, "doomed");
        client().putManifest(repository, manifest);

        assertThat(client().deleteManifest(repository, manifest.digest())).isTrue();

        assertThat(client().manifest(ImageReference.of(repository, manifest.digest())))
                .isEmpty();
        assertThat(client().deleteManifest(repository, manifest.digest())).isFalse();
    }

    @Test
    void referrersAreFoundByTheFallbackTag() {
        Repository repository = fresh();
        RawManifest subject = image(repository, "subject");
        RawManifest referrer = image(repository, "referrer");
        client().putManifest(repository, subject);
        client().putManifest(repository, referrer);
        client().putManifest(
                        repository,
                        ListReferrers.fallbackTag(subject.digest()),
                        ManifestWriter.index(List.of(pointerTo(referrer)), Map.of()));

        assertThat(client().referrers(repository, subject.digest())).containsExactly(pointerTo(referrer));
    }

    static byte[] random(int length, long seed) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }
}
