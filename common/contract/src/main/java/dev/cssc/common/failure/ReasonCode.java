package dev.cssc.common.failure;

/**
 * Every reason the product gives, grouped by who must act. Stable: a code is never renamed or given another meaning.
 * {@code docs/reason-codes.md} is generated from this list.
 */
public enum ReasonCode {
    // The image's owner acts, or nobody: the answer is final for this digest.
    NOTHING_TO_PATCH(
            Actor.NOBODY, false, "The newest patch, or the source itself, has no fixable finding. Nothing to do."),
    UNFIXABLE_ONLY(
            Actor.NOBODY,
            false,
            "Findings remain, but no fixed package version exists yet. Wait for the distribution."),
    END_OF_LIFE(
            Actor.IMAGE_OWNER,
            false,
            "The distribution release gets no security updates any more. Move to a supported release."),
    UNSUPPORTED_IMAGE(
            Actor.IMAGE_OWNER,
            false,
            "No package manager or distribution this product can patch was found (scratch, Windows, distroless). Rebuild the image from a patched base."),
    PLATFORM_NOT_WANTED(
            Actor.NOBODY,
            false,
            "The image, or each image of the index, is of a platform that the policy does not name. Nothing to do, unless the policy should name it."),
    PLATFORM_NOT_RUNNABLE(
            Actor.OPERATOR,
            false,
            "Programs of the image's platform do not run where it would be patched, which the patch engine needs. Register an emulator there (docs/engines.md, Platforms), patch on a host of that platform, or leave the platform out in the policy."),
    NO_IMPROVEMENT(
            Actor.NOBODY,
            false,
            "A patch would fix nothing, or only repeat one that is published already, so nothing was published. It is tried again when the source, the database, the engine or the policy changes."),
    PATCH_INCOMPLETE(
            Actor.NOBODY,
            false,
            "The patch would fix only a part of what counts, and the policy wants all or nothing (partial is false), so nothing was published. It is tried again when the source, the database, the engine or the policy changes."),
    VERIFICATION_REFUSED(
            Actor.IMAGE_OWNER,
            false,
            "The staged patch did not pass verification; see the detail for what remained, what was new, or what was changed. Nothing was published."),
    PATCH_FAILED(Actor.IMAGE_OWNER, false, "The image's package manager refused the upgrade. See the job's log."),
    FIXED_VERSION_UNAVAILABLE(
            Actor.NOBODY,
            true,
            "The package repositories do not hold the fixed version yet. It is looked for again after some hours (cssc.patch.awaited)."),
    PACKAGE_REPOSITORY_UNAVAILABLE(
            Actor.OPERATOR,
            true,
            "The image's package repositories could not be read from here. Check network, proxy and the image's sources."),
    MANIFEST_INVALID(
            Actor.IMAGE_OWNER,
            false,
            "The manifest, index or config does not follow the OCI image specification; the detail names the field. Push the image again."),

    // The author of a policy or an event acts.
    POLICY_INVALID(
            Actor.POLICY_AUTHOR,
            false,
            "The policy document breaks the rules listed with their JSON paths. Correct them and submit again."),
    SCHEDULE_INVALID(
            Actor.POLICY_AUTHOR,
            false,
            "The schedule is none of: Nd with N from 1 to 30 (7d); every Nd or every Nh, a true interval (every 12h); cron with five fields and a time zone (cron 0 3 * * 1 Europe/Berlin)."),
    REQUEST_INVALID(
            Actor.POLICY_AUTHOR,
            false,
            "The request cannot be read; the detail names the field and what was expected."),
    EVENT_INVALID(
            Actor.POLICY_AUTHOR,
            false,
            "The message is not an event this topic takes. It was put on the dead-letter topic; correct the producer."),
    REFERENCE_INVALID(Actor.POLICY_AUTHOR, false, "The image reference does not follow registry/repository:tag."),
    REGISTRY_UNKNOWN(
            Actor.POLICY_AUTHOR,
            false,
            "The registry is not configured here. Add it with cssc registry add or under cssc.registries, or correct the name."),
    REGISTRY_NOT_FOUND(Actor.POLICY_AUTHOR, false, "There is no registry defined under that name."),
    REGISTRY_CHANGED(
            Actor.POLICY_AUTHOR,
            false,
            "Someone else changed the registry since it was read. Read it again and decide anew."),
    REGISTRY_EXISTS(
            Actor.POLICY_AUTHOR,
            false,
            "A registry of that name or host is defined already. Update it, or choose another name."),
    REGISTRY_READ_ONLY(
            Actor.POLICY_AUTHOR,
            false,
            "The registry is defined by the services' configuration, which wins. Change it there."),
    REGISTRY_IN_USE(
            Actor.POLICY_AUTHOR,
            false,
            "Workflows still use the registry; the detail names them. Change or delete them first, or force the removal."),
    REPOSITORY_NOT_FOUND(
            Actor.POLICY_AUTHOR,
            false,
            "The registry has no such repository (some registries answer so where the right to see it is missing)."),
    TAG_NOT_FOUND(Actor.POLICY_AUTHOR, false, "The repository has no such tag."),
    MANIFEST_NOT_FOUND(
            Actor.IMAGE_OWNER, false, "The digest is no longer in the registry; it was deleted after it was selected."),
    WORKFLOW_NOT_FOUND(Actor.POLICY_AUTHOR, false, "There is no workflow of that name."),
    WORKFLOW_EXISTS(
            Actor.POLICY_AUTHOR, false, "A workflow of that name exists already. Update it, or choose another name."),
    WORKFLOW_CHANGED(
            Actor.POLICY_AUTHOR,
            false,
            "Someone else changed the workflow since it was read. Read it again and decide anew."),
    RUN_NOT_FOUND(Actor.POLICY_AUTHOR, false, "There is no run of that id."),
    JOB_NOT_FOUND(
            Actor.POLICY_AUTHOR,
            false,
            "This service has no job of that id: it never had, or the job ended longer ago than cssc.worker.keep. The scan, patch and trigger service each have their own."),
    JOB_ENDED(Actor.POLICY_AUTHOR, false, "The job is over, so that there is nothing left to cancel."),
    JOB_NOT_REPEATABLE(
            Actor.POLICY_AUTHOR,
            false,
            "Only a job that was given up is done again, and only where it can be done alone; the detail says what to do instead."),
    REPORT_NOT_FOUND(
            Actor.POLICY_AUTHOR,
            false,
            "There is no report of that digest: it was never scanned here, or the report is not kept any more. Name the digest of an image or index, not a tag."),
    PATCH_NOT_FOUND(
            Actor.POLICY_AUTHOR,
            false,
            "The patch service made no such patch. Name its id, or the digest that it was published as; a list is given by /api/v1/patches."),
    NO_MATCHING_IMAGES(Actor.POLICY_AUTHOR, false, "The policy selects no existing tag."),

    // The operator acts.
    REGISTRY_UNREACHABLE(
            Actor.OPERATOR,
            true,
            "The registry does not answer (DNS, connection or TLS). Check host, network and certificate."),
    REGISTRY_UNAUTHORIZED(
            Actor.OPERATOR,
            false,
            "The registry refuses the credentials. Check the configured user, secret and their rights."),
    REGISTRY_UNUSABLE(
            Actor.OPERATOR,
            true,
            "This service cannot use the registry as it is defined; the detail says why, most often a file that is missing in cssc.secrets.directory."),
    REGISTRY_FORBIDDEN(
            Actor.OPERATOR,
            false,
            "The registry knows the credentials, but they lack a right to this repository. Grant it: reading for scans, reading and writing for patches."),
    CREDENTIALS_UNUSABLE(
            Actor.OPERATOR,
            false,
            "A file, variable or program that should hold a registry's credentials is missing, unreadable or empty; the detail names it."),
    IDENTITY_REFUSED(
            Actor.OPERATOR,
            false,
            "Microsoft Entra gives the configured identity no token. Look up the AADSTS code of the detail; check tenant, client, secret or federation."),
    IDENTITY_UNAVAILABLE(
            Actor.OPERATOR,
            true,
            "Microsoft Entra, or the machine's endpoint for identities, does not answer. Check network and authority host."),
    REGISTRY_RATE_LIMITED(
            Actor.OPERATOR, true, "The registry limits the rate of requests. It is retried after the time it names."),
    REGISTRY_ERROR(
            Actor.OPERATOR, true, "The registry answers with an error of its own; the detail holds status and code."),
    REGISTRY_ADDRESS_REFUSED(
            Actor.OPERATOR,
            false,
            "The host resolves to an address that is not allowed for it. Set allow-private-address where this is intended."),
    DIGEST_MISMATCH(Actor.OPERATOR, true, "The registry sent bytes that do not have the digest asked for."),
    TOO_LARGE(
            Actor.OPERATOR,
            false,
            "A limit on size was exceeded; the detail names the limit and its configuration key."),
    TIMED_OUT(Actor.OPERATOR, true, "The step took longer than its configured limit and was ended."),
    ENGINE_UNAVAILABLE(
            Actor.OPERATOR,
            true,
            "The engine's program could not be started or does not answer. Check that it is installed and on PATH, and that what it works with (BuildKit for Copa) can be reached."),
    ENGINE_FAILED(Actor.OPERATOR, true, "The engine ended with an error it does not classify. See the job's log."),
    DATABASE_UNAVAILABLE(Actor.OPERATOR, true, "The vulnerability database is missing or cannot be downloaded."),
    REPORT_MALFORMED(
            Actor.OPERATOR,
            true,
            "The engine's report is empty, cut off or not of the expected form. No verdict was drawn from it."),
    SCAN_INCONCLUSIVE(
            Actor.OPERATOR,
            false,
            "The scan gave no basis for a verdict (no operating system or package list). Unknown is not clean."),
    KAFKA_UNAVAILABLE(Actor.OPERATOR, true, "Kafka does not answer. Check kafka.bootstrap.servers and the brokers."),
    KAFKA_REFUSED(
            Actor.OPERATOR,
            false,
            "Kafka refuses an event of ours for good. Check the brokers' message.max.bytes (at least 1 MiB) and the topic."),
    DISK_FULL(Actor.OPERATOR, true, "There is no space left for the step's working files."),
    REGISTRY_HOST_REFUSED(
            Actor.OPERATOR,
            false,
            "The registry sends the client to a host that is not allowed for it. Add it to redirect-hosts or realm-hosts where it is trusted."),

    // Others' actions, seen and respected.
    TAG_MOVED(
            Actor.IMAGE_OWNER,
            false,
            "The tag to write was created or moved by someone else meanwhile. It was left alone."),
    TAGS_EXHAUSTED(
            Actor.IMAGE_OWNER,
            false,
            "All 999 incremental patch tags of this source are used. Retag or rebuild the source."),
    TAG_SHARED(
            Actor.NOBODY,
            false,
            "A patch that is older than those that are kept stays, because a tag that is not ours points to it as well. Remove that tag where the patch is not wanted any more."),
    PATCH_REFERENCED(
            Actor.NOBODY,
            false,
            "A patch that is older than those that are kept stays, because an index in its repository that remains has it as a child."),
    DELETION_REFUSED(
            Actor.OPERATOR,
            false,
            "The registry does not delete manifests, or not this one: deletion is off or the image is locked. Allow it, or leave cssc.patch.retention.keep and the policies' key keep unset; it is asked again after cssc.patch.retention.again."),
    CANCELLED(Actor.NOBODY, false, "The run was cancelled."),
    SHUTTING_DOWN(
            Actor.NOBODY, true, "The service is stopping; the job was given back and is not counted as an attempt."),

    // We act.
    INTERNAL(Actor.PRODUCT, true, "An error in this product. Please report it with the log.");

    /** Who can do something about it. */
    public enum Actor {
        NOBODY,
        IMAGE_OWNER,
        POLICY_AUTHOR,
        OPERATOR,
        PRODUCT
    }

    private final Actor actor;
    private final boolean retryable;
    private final String help;

    ReasonCode(Actor actor, boolean retryable, String help) {
        this.actor = actor;
        this.retryable = retryable;
        this.help = help;
    }

    /** Who can do something about it. */
    public Actor actor() {
        return actor;
    }

    /** What to do, in a sentence or two. */
    public String help() {
        return help;
    }

    /** Whether trying again may help, where the failure itself does not say. */
    public Retry retry() {
        return retryable ? Retry.backoff() : Retry.never();
    }
}
