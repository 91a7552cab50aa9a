package dev.cssc.common.selection;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.TagChoice;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import static dev.cssc.common.selection.Selections.entry;
import static dev.cssc.common.selection.Selections.policy;
import static dev.cssc.common.selection.Selections.versions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Plans too large to be held at once. */
class StreamedSelectionTest {

    /** A stand-in for volume: answers at once, and counts. */
    private static class VolumeView implements RepositoryView {
        private final AtomicInteger requests = new AtomicInteger();
        private final List<Tag> tags;

        VolumeView(List<Tag> tags) {
            this.tags = tags;
        }

        @Override
        public Optional<List<Tag>> tags() {
            return Optional.of(tags);
        }

        @Override
        public Optional<Digest> head(Tag tag) {
            requests.incrementAndGet();
            return Optional.of(Digest.of(tag.value()));
        }

        @Override
        public Optional<TaggedImage> image(Tag tag) {
            requests.incrementAndGet();
            String source = Listing.sourceNamedBy(tag).orElseThrow();
            return Optional.of(new TaggedImage(
                    Digest.of(tag.value()),
                    Lineage.of(Map.of(Lineage.BASE_DIGEST, Digest.of(source).value()), List.of())));
        }

        @Override
        public Optional<Lineage> lineage(Digest digest) {
            throw new AssertionError("every patch states its base");
        }
    }

    @Test
    void aRepositoryOf100000TagsIsPlannedWithOneRequestForEach() {
        List<Tag> tags = IntStream.range(0, 100_000)
                .mapToObj(i -> new Tag(i % 2 == 0 ? "build." + i : "build." + (i - 1) + "-" + (1 + i % 3)))
                .toList();
        var view = new VolumeView(tags);

        var plan = TagSelection.plan(policy(entry("r", "*")), repository -> view, 16);

        assertThat(plan.in()).hasSize(50_000);
        assertThat(plan.out()).hasSize(50_000);
        assertThat(view.requests).hasValue(100_000);
    }

    @Test
    void ofManyVersionsOnlyTheNewestAreRead() {
        List<Tag> tags = IntStream.range(0, 100_000)
                .mapToObj(i -> new Tag("1." + i / 100 + "." + i % 100))
                .toList();
        var view = new VolumeView(tags);

        var plan = TagSelection.plan(policy(entry("r", versions("1.x", 3))), repository -> view, 16);

        assertThat(plan.in())
                .extracting(in -> in.source().tag().value())
                .containsExactly("1.999.97", "1.999.98", "1.999.99");
        assertThat(view.requests).hasValue(3);
    }

    @Test
    void eachRepositoryIsGivenAwayBeforeLaterOnesAreListedAndInThePolicysOrder() {
        Policy.Entry[] entries = IntStream.range(0, 2_000)
                .mapToObj(i -> entry("r" + i, TagChoice.every()))
                .toArray(Policy.Entry[]::new);
        AtomicInteger listed = new AtomicInteger();
        List<String> given = new ArrayList<>();
        AtomicReference<Thread> giver = new AtomicReference<>();

        TagSelection.plan(
                policy(entries),
                repository -> {
                    listed.incrementAndGet();
                    return new VolumeView(List.of(new Tag("a"), new Tag("a-1"), new Tag("b")));
                },
                16,
                repository -> {
                    given.add(repository.repository());
                    giver.set(Thread.currentThread());
                    assertThat(listed.get()).isLessThanOrEqualTo(given.size() + TagSelection.REPOSITORIES_AT_ONCE - 1);
                });

        assertThat(given)
                .containsExactlyElementsOf(
                        IntStream.range(0, 2_000).mapToObj(i -> "r" + i).toList());
        assertThat(giver.get()).isEqualTo(Thread.currentThread());
    }

    @Test
    void asManyRequestsAreUnderWayAsAreAllowedAndNoMore() {
        int allowed = 5;
        CountDownLatch together = new CountDownLatch(allowed);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Tag> tags = IntStream.range(0, 200).mapToObj(i -> new Tag("t" + i)).toList();
        RepositoryView slow = new VolumeView(tags) {
            @Override
            public Optional<Digest> head(Tag tag) {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                together.countDown();
                assertThat(waitFor(together)).as("%d requests at once", allowed).isTrue();
                underWay.decrementAndGet();
                return super.head(tag);
            }
        };
        Policy.Entry[] entries =
                IntStream.range(0, 6).mapToObj(i -> entry("r" + i, "*")).toArray(Policy.Entry[]::new);

        var plan = TagSelection.plan(policy(entries), repository -> slow, allowed);

        assertThat(plan.in()).hasSize(1_200);
        assertThat(most).hasValue(allowed);
    }

    @Test
    void anInterruptEndsItAndWhatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        RepositoryView stuck = new VolumeView(List.of(new Tag("a"))) {
            @Override
            public Optional<Digest> head(Tag tag) {
                asked.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    ended.countDown();
                    Thread.currentThread().interrupt();
                }
                return Optional.empty();
            }
        };
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                TagSelection.plan(policy(entry("r", "*")), repository -> stuck, 2, given -> {});
            } catch (FailureException e) {
                thrown.set(e);
            }
        });
        assertThat(waitFor(asked)).isTrue();

        caller.interrupt();

        assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.SHUTTING_DOWN));
        assertThat(waitFor(ended)).isTrue();
    }

    @Test
    void whatTheSinkThrowsEndsIt() {
        AtomicInteger listed = new AtomicInteger();
        Policy.Entry[] entries =
                IntStream.range(0, 100).mapToObj(i -> entry("r" + i, "*")).toArray(Policy.Entry[]::new);

        assertThatThrownBy(() -> TagSelection.plan(
                        policy(entries),
                        (Repository repository) -> {
                            listed.incrementAndGet();
                            return new VolumeView(List.of());
                        },
                        2,
                        given -> {
                            throw new IllegalStateException("full");
                        }))
                .hasMessage("full");
        assertThat(listed.get()).isLessThanOrEqualTo(TagSelection.REPOSITORIES_AT_ONCE);
    }

    private static boolean waitFor(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
