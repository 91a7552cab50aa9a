package dev.cssc.patch.staging;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.attempt.AttemptStore;
import dev.cssc.patch.awaited.AwaitedFixes;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.graft.Grafting;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.rebase.Rebasing;
import jakarta.inject.Inject;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** All that the service patches with, and an engine of the test's own. */
abstract class PatchHandlerDriver {
    @Inject
    StagingArea area;

    @Inject
    WorkDirectories directories;

    @Inject
    Rebasing rebasing;

    @Inject
    RebaseStage rebaseStage;

    @Inject
    Grafting grafting;

    @Inject
    PatchStore patches;

    @Inject
    AttemptStore attempts;

    @Inject
    Answers answers;

    @Inject
    AwaitedFixes awaited;

    @Inject
    Transactions transactions;

    @Inject
    JobStore jobs;

    @Inject
    Outbox outbox;

    @Inject
    PatchMeters meters;

    @Inject
    Clock clock;

    @Inject
    Registries registries;

    /** The service's own patcher, but for that engine. */
    Patcher patcher(PatchEngine engine) {
        return new Patcher(engine, area, rebasing, grafting, platforms(engine), clock);
    }

    /** The service's own patcher of platforms, but for that engine. */
    PlatformPatcher platforms(PatchEngine engine) {
        return new PlatformPatcher(engine, area, directories, rebaseStage, grafting, meters);
    }

    /** The service's own handler, but for that engine. */
    PatchHandler handler(PatchEngine engine) {
        return handler(engine, patcher(engine));
    }

    /** The service's own handler, but for that engine and patcher. */
    PatchHandler handler(PatchEngine engine, Patcher patcher) {
        return new PatchHandler(patcher, engine, patches, answers, awaited, jobs, outbox, clock);
    }

    /** The job that these findings lead to, in its last attempt. */
    static Job job(VulnsFound found) {
        return new Job(
                UUID.randomUUID(),
                PatchHandler.KIND,
                found.run(),
                found.source().name(),
                EventCodec.write(found),
                1,
                true,
                Instant.now());
    }
}
