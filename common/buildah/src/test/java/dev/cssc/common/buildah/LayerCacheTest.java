package dev.cssc.common.buildah;

import dev.cssc.common.image.Digest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LayerCacheTest {
    private static final long LIMIT = 20;
    private static final String LAYER = "ten bytes.";

    @TempDir
    Path directory;

    private final AtomicInteger fetched = new AtomicInteger();
    private Path layers;
    private LayerCache cache;
    private int jobs;

    @BeforeEach
    void anEmptyCache() {
        layers = directory.resolve("layers");
        cache = new LayerCache(layers, LIMIT);
    }

    @Test
    void layerIsFetchedOnceForTwoJobs() throws IOException {
        assertThat(place(cache, LAYER)).hasContent(LAYER);
        assertThat(place(cache, LAYER)).hasContent(LAYER);

        assertThat(fetched).hasValue(1);
    }

    @Test
    void twoServicesOnOneDirectoryShareIt() throws IOException {
        place(cache, LAYER);
        place(new LayerCache(layers, LIMIT), LAYER);

        assertThat(fetched).hasValue(1);
    }

    @Test
    void damagedLayerIsFetchedAnew() throws IOException {
        place(cache, LAYER);
        Files.writeString(entry(LAYER), "TEN BYTES!");

        assertThat(place(cache, LAYER)).hasContent(LAYER);
        assertThat(place(cache, LAYER)).hasContent(LAYER);

        assertThat(fetched).hasValue(2);
    }

    @Test
    void theOneUsedLongestAgoGoesFirstAndAJobKeepsIts() throws IOException {
        Path first = place(cache, LAYER);
        place(cache, "ten others");
        Files.setLastModifiedTime(
                entry("ten others"), FileTime.from(Instant.now().minusSeconds(60)));
        Files.setLastModifiedTime(entry(LAYER), FileTime.from(Instant.now().minusSeconds(90)));
        place(cache, LAYER);

        place(cache, "and ten more");

        assertThat(entry("ten others")).doesNotExist();
        assertThat(entry("and ten more")).exists();
        assertThat(first).hasContent(LAYER);
    }

    @Test
    void nobodyElseReadsIt() throws IOException {
        place(cache, LAYER);

        assertThat(Files.getPosixFilePermissions(layers)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void layerLargerThanTheCacheIsNotKeptAndCostsNoOther() throws IOException {
        place(cache, LAYER);

        assertThat(place(cache, "more than twenty bytes")).hasContent("more than twenty bytes");

        assertThat(entry(LAYER)).exists();
        assertThat(entry("more than twenty bytes")).doesNotExist();
    }

    @Test
    void withoutRoomEveryJobFetchesItsOwn() throws IOException {
        LayerCache none = new LayerCache(layers, 0);
        place(none, LAYER);
        place(none, LAYER);

        assertThat(fetched).hasValue(2);
    }

    @Test
    void directoryThatWasRemovedIsMadeAgain() throws IOException {
        place(cache, LAYER);
        Files.delete(entry(LAYER));
        Files.delete(layers);

        assertThat(place(cache, LAYER)).hasContent(LAYER);

        assertThat(entry(LAYER)).exists();
    }

    @Test
    void cacheThatCannotBeUsedKeepsNoJobFromItsLayer() throws IOException {
        Files.writeString(layers, "a file is in the way");

        assertThat(place(cache, LAYER)).hasContent(LAYER);
    }

    @Test
    void transferThatBreaksLeavesNothingInTheCache() {
        InputStream breaking = new InputStream() {
            private int left = 5;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("broken");
                }
                left--;
                return 't';
            }
        };

        assertThatThrownBy(() -> cache.place(Digest.of(LAYER), directory.resolve("broken"), () -> breaking))
                .hasMessageContaining("broken");

        assertThat(entry(LAYER)).doesNotExist();
    }

    @Test
    void whatACrashLeftUnfinishedGoesInTime() throws IOException {
        Files.createDirectories(layers);
        Path old = Files.writeString(layers.resolve("unfinished-1"), "half a la");
        Path young = Files.writeString(layers.resolve("unfinished-2"), "half a la");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7_200)));

        place(cache, LAYER);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void jobsThatWantALayerAtTheSameTimeFetchItOnce() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        LayerCache.Origin slow = () -> {
            fetched.incrementAndGet();
            started.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new ByteArrayInputStream(LAYER.getBytes(StandardCharsets.UTF_8));
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Path> job = job(slow);
            Future<Path> first = threads.submit(job);
            started.await();
            List<Future<Path>> others = List.of(threads.submit(job(slow)), threads.submit(job(slow)));
            go.countDown();
            assertThat(first.get()).hasContent(LAYER);
            for (Future<Path> other : others) {
                assertThat(other.get()).hasContent(LAYER);
            }
        }
        assertThat(fetched).hasValue(1);
    }

    private Callable<Path> job(LayerCache.Origin origin) {
        Path target = directory.resolve("job-" + jobs++);
        return () -> {
            cache.place(Digest.of(LAYER), target, origin);
            return target;
        };
    }

    private Path place(LayerCache in, String content) throws IOException {
        Path target = directory.resolve("job-" + jobs++);
        in.place(Digest.of(content), target, () -> {
            fetched.incrementAndGet();
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        });
        return target;
    }

    private Path entry(String content) {
        return layers.resolve(Digest.of(content).hex());
    }
}
