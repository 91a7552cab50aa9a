package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.ScanOutcome;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Judges inventories by a Trivy server: the package list is left with it once, then every question is one POST; no process is started, no
 * layer read. Some lists are kept there to be asked about again, the others are taken back, so that the server does not grow for ever.
 *
 * <p>Not for distributions with modules: the protocol has no field for their labels (up to Trivy 0.74).
 */
final class TrivyServer implements InventoryMatcher {

    private static final Logger LOG = Logger.getLogger(TrivyServer.class);

    /** Told again this often, it is lost again by then: several servers behind one address, or one that is restarted over and over. */
    private static final int TELLINGS = 2;

    private final TrivyRpc rpc;
    private final Supplier<Scanner> knowledge;
    private final int keptSets;
    private final int entryLimit;
    private final Map<Digest, Boolean> told = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param knowledge who the server is and which database it has
     * @param keptSets package lists that are left with it
     * @param entryLimit most findings taken from an answer
     */
    TrivyServer(TrivyRpc rpc, Supplier<Scanner> knowledge, int keptSets, int entryLimit) {
        this.rpc = rpc;
        this.knowledge = knowledge;
        this.keptSets = Math.max(1, keptSets);
        this.entryLimit = entryLimit;
    }

    @Override
    public Scanner knowledge() {
        return knowledge.get();
    }

    @Override
    public ScanOutcome.Scanned match(Inventory inventory) {
        Digest digest = inventory.digest();
        String doing = "judging package set " + digest;
        return judged(doing, before -> {
            byte[] json = ask(doing, ServerQuestion.putBlob(inventory), digest, true);
            ServerAnswer answer = ServerAnswer.read(json, inventory.os(), names(inventory), doing, entryLimit);
            return TrivyFindings.scanned(answer.report(before.version(), inventory), before);
        });
    }

    /** Judges all members at once. Nobody asks about the union again, so nothing of it stays with the server. */
    List<ScanOutcome.Scanned> match(PackageUnion union) {
        Inventory whole = union.whole();
        String doing = "judging " + union.members().size() + " package sets of "
                + whole.os().family() + " " + whole.os().release();
        return judged(doing, before -> {
            byte[] json = ask(doing, ServerQuestion.putBlob(union), whole.digest(), false);
            long atLeast = InventoryDocument.packages(whole).size();
            ServerAnswer answer = ServerAnswer.read(json, whole.os(), atLeast, doing, entryLimit);
            return answer.reports(before.version(), union).values().stream()
                    .map(report -> TrivyFindings.scanned(report, before))
                    .toList();
        });
    }

    private <T> T judged(String doing, Function<Scanner, T> judging) {
        Scanner before = knowledge.get();
        T outcome = judging.apply(before);
        if (!before.knowsWhat(knowledge.get())) {
            throw Failure.of(ReasonCode.ENGINE_UNAVAILABLE, doing + ": trivy's server changed its database meanwhile")
                    .toException();
        }
        return outcome;
    }

    /** At least so many have to come back: names, since it may take two of a name for one; foreign packages it leaves out. */
    private static long names(Inventory inventory) {
        return InventoryDocument.packages(inventory).stream()
                .map(InstalledPackage::name)
                .distinct()
                .count();
    }

    private byte[] ask(String doing, String list, Digest digest, boolean keep) {
        boolean known = keep && isTold(digest);
        for (int telling = 0; telling <= TELLINGS; telling++) {
            if (!known) {
                rpc.putBlob(doing, list);
                if (keep) {
                    wasTold(digest);
                }
            }
            switch (rpc.scan(doing, ServerQuestion.scan(digest))) {
                case TrivyRpc.Answer.Given(byte[] json) -> {
                    if (!keep) {
                        takeBack(List.of(digest));
                    }
                    return json;
                }
                case TrivyRpc.Answer.Forgotten() -> known = false;
            }
        }
        throw Failure.of(
                        ReasonCode.ENGINE_UNAVAILABLE,
                        doing + ": trivy's server forgets what it was told; where there are several behind one address"
                                + " they need a common cache")
                .toException();
    }

    private boolean isTold(Digest digest) {
        synchronized (told) {
            return told.get(digest) != null;
        }
    }

    private void wasTold(Digest digest) {
        List<Digest> surplus = new ArrayList<>();
        synchronized (told) {
            told.put(digest, true);
            var eldest = told.keySet().iterator();
            while (told.size() - surplus.size() > keptSets) {
                surplus.add(eldest.next());
            }
            surplus.forEach(told::remove);
        }
        if (!surplus.isEmpty()) {
            takeBack(surplus);
        }
    }

    private void takeBack(List<Digest> lists) {
        try {
            rpc.deleteBlobs("taking package sets back", ServerQuestion.deleteBlobs(lists));
        } catch (FailureException e) {
            LOG.warnf("trivy's server keeps package sets that nobody asks about: %s", e.getMessage());
        }
    }
}
