package dev.cssc.scan.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.NewJob;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScanOrderTest {
    private static final Repository REPOSITORY = new Repository("registry.example.com", "demo/app");
    private static final PinnedImage SOURCE = new PinnedImage(REPOSITORY, new Tag("1.0"), Digest.of("source"));
    private static final PinnedImage CANDIDATE = new PinnedImage(REPOSITORY, new Tag("1.0-1"), Digest.of("candidate"));

    private static ImageDue due(String run, String workflow) {
        return new ImageDue(
                run, workflow, DueReason.SCHEDULED, SOURCE, CANDIDATE, TagConvention.INCREMENTAL, Optional.empty());
    }

    private static JsonNode json(String text) {
        return EventCodec.readObject(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Job stored(NewJob job) {
        return new Job(job.id(), job.kind(), job.run(), job.subject(), job.payload(), 3, true, Instant.now());
    }

    @Test
    void workflowsThatWantOneDigestJudgedExcludeEachOtherAndTakeTurns() {
        NewJob nightly = ScanOrder.of(json(EventCodec.write(due("run-1", "nightly"))), UUID.randomUUID())
                .job();
        NewJob weekly = ScanOrder.of(json(EventCodec.write(due("run-2", "weekly"))), UUID.randomUUID())
                .job();

        assertThat(nightly.exclusive())
                .contains("registry.example.com/demo/app@" + CANDIDATE.digest())
                .isEqualTo(weekly.exclusive());
        assertThat(nightly.flow()).isEqualTo("nightly");
        assertThat(weekly.flow()).isEqualTo("weekly");
    }

    @Test
    void theSameOrderForAnotherRunSaysThatRunAndNothingElseNew() {
        NewJob job = ScanOrder.of(json(EventCodec.write(due("run-1", "nightly"))), UUID.randomUUID())
                .job();

        String payload = ScanOrder.of(stored(job)).payload("retry-1-x");

        assertThat(EventCodec.read(payload, ImageDue.class)).isEqualTo(due("retry-1-x", "nightly"));
    }

    @Test
    void theShortFormOfAnotherProducerIsAFlowOfItsOwnAndNamesNoRun() {
        NewJob job = ScanOrder.of(json("{\"image\":\"registry.example.com/demo/app:1.0\"}"), UUID.randomUUID())
                .job();

        assertThat(job.flow()).isEqualTo(ImageDue.FOREIGN_WORKFLOW);
        assertThat(job.exclusive()).as("its digest is not known yet").contains("registry.example.com/demo/app:1.0");
        assertThat(ScanOrder.of(stored(job)).payload("retry-1-x")).isEqualTo(job.payload());
    }

    @Test
    void theImageToJudgeMayBeWhereThePolicyHasPatchesPublished() {
        var target = new PatchTarget(Optional.of("patched.example.com"), Optional.of("p"));
        PinnedImage there = new PinnedImage(
                new Repository("patched.example.com", "p/demo/app"), new Tag("1.0-1"), Digest.of("candidate"));
        ImageDue due = new ImageDue(
                "run-1",
                "nightly",
                DueReason.SCHEDULED,
                SOURCE,
                there,
                TagConvention.INCREMENTAL,
                Optional.of(Criteria.NONE.publishingTo(target)));

        NewJob job =
                ScanOrder.of(json(EventCodec.write(due)), UUID.randomUUID()).job();

        assertThat(job.exclusive()).contains("patched.example.com/p/demo/app@" + there.digest());
        assertThat(job.subject()).isEqualTo(SOURCE.name());
    }

    @Test
    void anImageToJudgeFromAnywhereElseIsRefused() {
        PinnedImage elsewhere =
                new PinnedImage(new Repository("other.example.com", "demo/app"), new Tag("1.0-1"), Digest.of("x"));
        ImageDue due = new ImageDue(
                "run-1",
                "nightly",
                DueReason.SCHEDULED,
                SOURCE,
                elsewhere,
                TagConvention.INCREMENTAL,
                Optional.of(Criteria.NONE.publishingTo(
                        new PatchTarget(Optional.of("patched.example.com"), Optional.empty()))));

        assertThatThrownBy(() -> ScanOrder.of(json(EventCodec.write(due)), UUID.randomUUID()))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.EVENT_INVALID);
                    assertThat(e.failure().detail()).contains("patched.example.com/demo/app");
                });
    }
}
