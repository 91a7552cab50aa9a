package dev.cssc.scan.advisory;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.Patched;
import dev.cssc.common.transaction.Tx;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.inventory.JudgementStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Optional;

/**
 * Published patches that take the place of what was watched under their sources' names. What became known after the patch was verified is
 * told: the rule is that of a sweep, and the package sets are held as a sweep holds them, so that either sees what the other did.
 */
@ApplicationScoped
public class PublishedPatches {

    private final JudgementStore judgements;
    private final WatchedImageStore watched;
    private final NewVerdicts verdicts;

    PublishedPatches(JudgementStore judgements, WatchedImageStore watched, NewVerdicts verdicts) {
        this.judgements = judgements;
        this.watched = watched;
        this.verdicts = verdicts;
    }

    /**
     * Watches the patch, unless something newer is watched under its name already. All its platforms were judged.
     *
     * @param knowledge by what
     */
    public Uni<Void> take(Tx tx, Patched patched, Knowledge knowledge) {
        return judgements
                .hold(tx, knowledge.scanner().name(), patched.patched().digest())
                .chain(() ->
                        watched.lock(tx, patched.workflow(), patched.source().name()))
                .flatMap(standing -> take(tx, patched, knowledge, standing));
    }

    private Uni<Void> take(Tx tx, Patched patched, Knowledge knowledge, Optional<Standing> standing) {
        if (standing.isPresent() && !standing.get().yieldsTo(patched)) {
            return Uni.createFrom().voidItem();
        }
        WatchedImage patch = WatchedImage.of(
                patched, standing.map(place -> place.image().criteria()).orElse(Criteria.NONE));
        // Where nothing was watched nobody is told: by which criteria is not known.
        WatchedImage before = standing.map(Standing::image).orElse(patch);
        return verdicts.change(tx, before, patch, knowledge)
                .flatMap(change -> change.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : watched.replace(tx, change.get().now(), patched.at())
                                .chain(() -> standing.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : verdicts.tell(tx, change.stream().toList(), knowledge)));
    }
}
