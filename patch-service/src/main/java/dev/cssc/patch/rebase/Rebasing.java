package dev.cssc.patch.rebase;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Tag;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.graft.ImageLayers;
import dev.cssc.patch.graft.Layers;
import dev.cssc.patch.rebase.BaseBuildStore.Remembered;
import dev.cssc.patch.rebase.RebaseRefusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;

import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides, before layers are taken over and before an engine runs, which images are put on a newer build of their base. A base that cannot be
 * read keeps no image from being patched: then it goes the usual way, and the job's log says why.
 */
@ApplicationScoped
public class Rebasing {
    /** By which an image's owner forbids it (buildpacks.io, label {@code io.buildpacks.rebasable}). */
    private static final String REBASABLE = "io.buildpacks.rebasable";

    private final BaseRegistry registry;
    private final BaseFiles files;
    private final BaseBuildStore store;
    private final RebaseMeters meters;
    private final Transactions transactions;

    Rebasing(
            BaseRegistry registry,
            BaseFiles files,
            BaseBuildStore store,
            RebaseMeters meters,
            Transactions transactions) {
        this.registry = registry;
        this.files = files;
        this.store = store;
        this.meters = meters;
        this.transactions = transactions;
    }

    /** The answer about one platform, where it is no. */
    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RebaseRefusal refusal;

        RefusedException(Reason reason, String detail) {
            this(new RebaseRefusal(reason, detail));
        }

        RefusedException(RebaseRefusal refusal) {
            super(refusal.sentence(), null, false, false);
            this.refusal = refusal;
        }
    }

    /** What need not be patched, by the source's manifest of the platform; nothing where the policy names no base. */
    public Map<Digest, RebasePlan> plan(VulnsFound found) {
        Map<Digest, RebasePlan> plans = new LinkedHashMap<>();
        decide(found).forEach((platform, decision) -> {
            switch (decision) {
                case RebaseDecision.Planned(RebasePlan plan) -> plans.put(platform.manifest(), plan);
                case RebaseDecision.Refused(RebaseRefusal refusal) -> refused(platform, refusal);
            }
        });
        return plans;
    }

    /** The answer about each platform with packages to raise, in their order. */
    public Map<PlatformFindings, RebaseDecision> decide(VulnsFound found) {
        Map<PlatformFindings, RebaseDecision> decisions = new LinkedHashMap<>();
        found.criteria()
                .flatMap(criteria -> criteria.rebase())
                .map(base -> new NewestBuild(base, registry))
                .ifPresent(newest ->
                        found.toPatch().forEach(platform -> decisions.put(platform, decide(found, platform, newest))));
        return decisions;
    }

    private RebaseDecision decide(VulnsFound found, PlatformFindings platform, NewestBuild newest) {
        ImageReference base = newest.base();
        try {
            if (base.equals(ImageReference.of(
                    found.source().repository(), found.source().tag()))) {
                throw new RefusedException(Reason.IS_THE_BASE, base.toString());
            }
            if (transactions.<Boolean>await(tx -> store.isBarred(tx, platform.manifest(), base.repository()))) {
                throw new RefusedException(
                        Reason.REFUSED_BEFORE, platform.manifest().toString());
            }
            return new RebaseDecision.Planned(new RebasePlan(base, rebase(found, platform, newest)));
        } catch (RefusedException e) {
            return new RebaseDecision.Refused(e.refusal);
        } catch (Layers.UnreadableLayerException e) {
            return refusal(Reason.LAYER_UNREADABLE, String.valueOf(e.getMessage()));
        } catch (FailureException e) {
            if (e.failure().reason() == ReasonCode.SHUTTING_DOWN) {
                throw e;
            }
            return refusal(Reason.BASE_UNREACHABLE, e.failure().detail());
        } catch (UncheckedIOException e) {
            return refusal(Reason.BASE_UNREACHABLE, String.valueOf(e.getMessage()));
        }
    }

    private static RebaseDecision refusal(Reason reason, String detail) {
        return new RebaseDecision.Refused(new RebaseRefusal(reason, detail));
    }

    private Rebase rebase(VulnsFound found, PlatformFindings platform, NewestBuild newest) {
        ImageReference base = newest.base();
        BaseRegistry.Image source = registry.image(found.source().repository(), platform.manifest())
                // What is wrong with it is for the patcher to say.
                .orElseThrow(() -> new RefusedException(Reason.NOT_BUILT_ON_IT, "it is no image"));
        Platform runsOn = source.config()
                .platform()
                .orElseThrow(() -> new RefusedException(Reason.NO_SUCH_PLATFORM, "it does not say what it runs on"));
        if ("false".equals(source.config().labels().get(REBASABLE))) {
            throw new RefusedException(Reason.NOT_REBASABLE, REBASABLE);
        }
        BaseBuild to = current(newest, runsOn);
        List<Remembered> seen = transactions.await(tx -> store.of(tx, base, runsOn));
        OperatingSystem newRelease = remembered(base, to, seen);
        ImageLayers image = source.layers();
        if (platform.manifest().equals(to.manifest())
                || image.layers().size() == to.image().layers().size()
                        && image.sharedWith(to.image()) == image.layers().size()) {
            throw new RefusedException(Reason.IS_THE_BASE, base.toString());
        }
        if (to.image().liesBelow(image)) {
            throw new RefusedException(Reason.NO_NEWER_BUILD, base + "@" + to.manifest());
        }
        BaseBuild from = below(base, source, runsOn, seen);
        OperatingSystem release = known(from, seen).orElseGet(() -> read(base, from));
        if (!release.isSameRelease(newRelease)) {
            throw new RefusedException(
                    Reason.OTHER_RELEASE,
                    release.family() + " " + release.release() + " and " + newRelease.family() + " "
                            + newRelease.release());
        }
        check(found, source, from, to);
        return new Rebase(base.repository(), from.manifest(), to.manifest());
    }

    private void check(VulnsFound found, BaseRegistry.Image source, BaseBuild from, BaseBuild to) {
        int shared = from.image().sharedWith(to.image());
        int below = from.image().layers().size();
        RebaseGround ground = new RebaseGround(
                registry.paths(from.repository(), from.image().upTo(shared)),
                registry.paths(from.repository(), from.image().from(shared)),
                registry.paths(to.repository(), to.image().from(shared)),
                registry.paths(found.source().repository(), source.layers().from(below)));
        BuiltTree older = new BuiltTree(from, ground.before());
        BuiltTree newer = new BuiltTree(to, ground.after());
        RebaseRules.refusal(ground, paths -> files.differing(older, newer, paths))
                .or(() ->
                        files.renumbered(older, newer).map(name -> new RebaseRefusal(Reason.ACCOUNT_RENUMBERED, name)))
                .or(() -> StartRules.refusal(
                        source.config(), ground, (file, name) -> files.sameAccount(older, newer, file, name)))
                .ifPresent(refusal -> {
                    throw new RefusedException(refusal);
                });
    }

    private BaseBuild current(NewestBuild newest, Platform platform) {
        RawManifest there = newest.manifest()
                .orElseThrow(() ->
                        new RefusedException(Reason.BASE_ABSENT, newest.base().toString()));
        return registry.build(newest.base().repository(), there, platform)
                .orElseThrow(() -> new RefusedException(Reason.NO_SUCH_PLATFORM, newest.base() + ", " + platform));
    }

    /** The build below the image: the one that it names, else the largest that the tag was seen at. */
    private BaseBuild below(ImageReference base, BaseRegistry.Image source, Platform platform, List<Remembered> seen) {
        ImageLayers image = source.layers();
        Optional<BaseBuild> named = stated(base, source)
                .flatMap(digest -> registry.find(ImageReference.of(base.repository(), digest)).stream())
                .flatMap(found -> registry.build(base.repository(), found, platform).stream())
                .filter(build -> build.image().liesBelow(image))
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        List<Remembered> fitting = seen.stream()
                .filter(build -> build.liesBelow(image))
                .sorted(Comparator.comparing(
                                (Remembered build) -> build.layers().size())
                        .reversed())
                .toList();
        if (fitting.isEmpty()) {
            throw new RefusedException(Reason.NOT_BUILT_ON_IT, base.toString());
        }
        return fitting.stream()
                .map(Remembered::manifest)
                .flatMap(digest -> registry.find(ImageReference.of(base.repository(), digest)).stream())
                .flatMap(found -> registry.build(base.repository(), found, platform).stream())
                .filter(build -> build.image().liesBelow(image))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Reason.OLD_BUILD_GONE, base + "@" + fitting.getFirst().manifest()));
    }

    /**
     * What builders say about what they built on, on the manifest or as a label (OCI image-spec, annotations.md). It counts where it speaks of this
     * base's tag: another image of the same repository may be there under its digest as well.
     */
    private static Stream<Digest> stated(ImageReference base, BaseRegistry.Image source) {
        String tag = base.tag().map(Tag::value).orElse("");
        return Stream.of(source.manifest().annotations(), source.config().labels())
                .map(notes -> Lineage.of(notes, List.of()))
                .filter(lineage -> lineage.statesBase(base.repository().path(), tag))
                .flatMap(lineage -> lineage.baseDigest().stream())
                .distinct();
    }

    /** Which release the tag's newest build is; the build is one that the tag was seen at from now on. */
    private OperatingSystem remembered(ImageReference base, BaseBuild build, List<Remembered> seen) {
        Optional<OperatingSystem> known = known(build, seen);
        if (known.isPresent()) {
            transactions.await(tx -> store.used(tx, base, build));
            return known.get();
        }
        OperatingSystem os = read(base, build);
        transactions.await(tx -> store.keep(tx, base, build, os));
        return os;
    }

    private static Optional<OperatingSystem> known(BaseBuild build, List<Remembered> seen) {
        return seen.stream()
                .filter(one -> one.manifest().equals(build.manifest()))
                .map(Remembered::os)
                .findFirst();
    }

    /** Which release a build is. One that only an image speaks of is not remembered: other images would be told that it is the base. */
    private OperatingSystem read(ImageReference base, BaseBuild build) {
        return registry.os(build)
                .orElseThrow(() -> new RefusedException(
                        Reason.OTHER_RELEASE, base + "@" + build.manifest() + " does not say which release it is"));
    }

    /** The image was put on the newer build and staged. */
    public void rebased(PlatformFindings platform, RebasePlan plan) {
        meters.rebased();
        JobLog.current()
                .line(platform.platform() + ": put on the newer build of " + plan.base() + ", "
                        + plan.rebase().to() + ", in the place of "
                        + plan.rebase().from());
    }

    /** A build could not be had any more when the image was to be put on it. */
    public void lost(PlatformFindings platform, FailureException why) {
        refused(
                platform,
                new RebaseRefusal(Reason.BASE_UNREACHABLE, why.failure().detail()));
    }

    private void refused(PlatformFindings platform, RebaseRefusal refusal) {
        meters.refused(refusal);
        JobLog.current().line(platform.platform() + ": is not rebased: " + refusal.sentence());
    }
}
