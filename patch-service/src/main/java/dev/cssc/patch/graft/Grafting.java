package dev.cssc.patch.graft;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.job.AwaitedException;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import dev.cssc.patch.graft.GraftRefusal.Reason;
import dev.cssc.patch.graft.Kinship.Answer;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Decides before an engine runs whether it has to: the layers of a sibling's verified patch are taken over where {@link GraftRules} allow it,
 * a sibling's patch that is being made is waited for where they may come to allow it, and else the image is patched and others wait for
 * it. Nobody waits who is waited for, so that no two wait for each other.
 */
@ApplicationScoped
public class Grafting {
    private static final int MOST_LOOKS = 5;

    private final GraftDonors donors;
    private final Kinship kinship;
    private final GraftMeters meters;
    private final GraftConfig config;
    private final Transactions transactions;

    Grafting(GraftDonors donors, Kinship kinship, GraftMeters meters, GraftConfig config, Transactions transactions) {
        this.donors = donors;
        this.kinship = kinship;
        this.meters = meters;
        this.config = config;
        this.transactions = transactions;
    }

    /** What is done with one platform. */
    private sealed interface Course {
        /** Take these layers. */
        record Take(Graft graft) implements Course {}

        /** Run the engine, and let others wait for it; these donors were looked at and do not fit. */
        record Lead(Family family, Set<UUID> lookedAt) implements Course {}

        /** Wait for that donor. */
        record Wait(Family family, UUID donor) implements Course {}

        /** Run the engine; nobody gets anything by waiting for it. */
        record Alone() implements Course {}
    }

    /**
     * What the engine need not make.
     *
     * @param patch the patch's identity, and its job's
     * @param wanted platforms to patch
     * @param engine what would patch them
     * @param staging where the patch is to be staged
     * @return layers to take over, by the source's manifest of the platform; the engine has to run for the others
     * @throws AwaitedException where another patch is being made whose layers may be taken over then
     */
    public Map<Digest, Graft> plan(
            UUID patch, VulnsFound found, List<PlatformFindings> wanted, String engine, Repository staging) {
        if (!config.enabled()) {
            return Map.of();
        }
        // What an earlier attempt was to give is not being made any more.
        transactions.await(tx -> donors.dropped(tx, patch));
        for (int look = 1; look <= MOST_LOOKS; look++) {
            Map<PlatformFindings, Course> courses = new LinkedHashMap<>();
            wanted.forEach(platform -> courses.put(platform, course(patch, found, platform, engine)));
            for (Course course : courses.values()) {
                if (course instanceof Course.Wait(Family family, UUID donor)) {
                    throw awaited(patch, family, donor);
                }
            }
            if (lead(patch, found, courses, staging)) {
                return grafts(courses);
            }
        }
        return Map.of(); // others were faster again and again: patching alone is always right
    }

    private Course course(UUID patch, VulnsFound found, PlatformFindings platform, String engine) {
        Repository repository = found.source().repository();
        Optional<ImageLayers> image = kinship.image(repository, platform.manifest());
        if (image.isEmpty() || image.get().layers().isEmpty()) {
            return new Course.Alone(); // what is wrong with it is for the patcher to say
        }
        if (transactions.<Boolean>await(tx -> donors.isBarred(tx, platform.manifest()))) {
            refused(platform, new GraftRefusal(Reason.REFUSED_BEFORE, ""));
            return new Course.Alone();
        }
        Family family = Family.of(
                repository.registry(),
                engine,
                platform,
                image.get().layers().getFirst().digest());
        List<Donor> all = transactions.await(tx -> donors.of(tx, family, patch, config.patience()));
        return course(family, all, new Kinship.Sibling(repository, image.get()), found, platform);
    }

    private Course course(
            Family family, List<Donor> all, Kinship.Sibling sibling, VulnsFound found, PlatformFindings platform) {
        List<Donor> awaited = new ArrayList<>();
        boolean fitsNobody = false;
        for (Donor donor : all) {
            Answer answer = donor.leftOut().isEmpty() || donor.database().equals(database(found))
                    ? kinship.of(donor, sibling)
                    : new Answer.Refused(new GraftRefusal(Reason.DONOR_INCOMPLETE, "patch " + donor.patch()), false);
            switch (answer) {
                case Answer.Fits fits -> {
                    return new Course.Take(graft(donor, fits, platform));
                }
                case Answer.MayFit() -> awaited.add(donor);
                case Answer.Refused(GraftRefusal refusal, boolean byThePatch) -> {
                    refused(platform, refusal);
                    fitsNobody |= byThePatch;
                    if (refusal.reason() == Reason.DONOR_GONE) {
                        transactions.await(tx -> donors.dropped(tx, donor.patch()));
                    }
                }
            }
        }
        if (fitsNobody) {
            return new Course.Alone();
        }
        return awaited.isEmpty()
                ? new Course.Lead(
                        family, new HashSet<>(all.stream().map(Donor::patch).toList()))
                : new Course.Wait(family, awaited.getLast().patch()); // the one that was first
    }

    private static Graft graft(Donor donor, Answer.Fits fits, PlatformFindings platform) {
        List<PackageUpgrade> raised = new ArrayList<>();
        List<PackageUpgrade> leftOut = new ArrayList<>();
        platform.packages().forEach(p -> (donor.leftOut().contains(p.name()) ? leftOut : raised).add(p));
        return new Graft(
                donor.patch(),
                fits.patched(),
                fits.holder(),
                fits.added().stream().map(ImageLayers.Layer::descriptor).toList(),
                fits.added().stream().map(ImageLayers.Layer::diffId).toList(),
                raised,
                leftOut);
    }

    /** False where one of the families has a donor by now that was not looked at. */
    private boolean lead(UUID patch, VulnsFound found, Map<PlatformFindings, Course> courses, Repository staging) {
        return courses.entrySet().stream().allMatch(entry -> switch (entry.getValue()) {
            case Course.Lead(Family family, Set<UUID> lookedAt) -> {
                Donor own = new Donor(
                        patch,
                        entry.getKey().manifest(),
                        found.source().repository(),
                        found.site(),
                        staging,
                        Optional.empty(),
                        List.of(),
                        database(found),
                        false);
                yield transactions.await(tx -> donors.lead(tx, family, own, lookedAt, config.patience()));
            }
            case Course.Take take -> true;
            case Course.Wait wait -> true;
            case Course.Alone alone -> true;
        });
    }

    private AwaitedException awaited(UUID patch, Family family, UUID donor) {
        // Whoever waits for this one must not wait for one who waits.
        transactions.await(tx -> donors.dropped(tx, patch));
        meters.waited();
        return new AwaitedException(
                "patch " + donor + ", which raises the same packages on the same layers",
                family.awaited(),
                config.patience(),
                (Tx tx) -> donors.isBeingMade(tx, family, donor));
    }

    private Map<Digest, Graft> grafts(Map<PlatformFindings, Course> courses) {
        Map<Digest, Graft> grafts = new LinkedHashMap<>();
        courses.forEach((platform, course) -> {
            if (course instanceof Course.Take(Graft graft)) {
                grafts.put(platform.manifest(), graft);
            }
        });
        return grafts;
    }

    /** The layers were put on and staged. */
    public void grafted(PlatformFindings platform, Graft graft) {
        meters.grafted();
        JobLog.current()
                .line(platform.platform() + ": took over the layers of patch " + graft.donor() + " (" + graft.holder()
                        + "@" + graft.patched() + ")");
    }

    /** The layers were gone when they were to be put on. */
    public void lost(PlatformFindings platform, Graft graft) {
        refused(platform, new GraftRefusal(Reason.DONOR_GONE, graft.holder() + "@" + graft.patched()));
        transactions.await(tx -> donors.dropped(tx, graft.donor()));
    }

    private void refused(PlatformFindings platform, GraftRefusal refusal) {
        meters.refused(refusal);
        JobLog.current().line(platform.platform() + ": takes over no other patch: " + refusal.sentence());
    }

    private static String database(VulnsFound found) {
        return found.scanner().name() + " " + found.scanner().database();
    }
}
