package dev.cssc.scan.advisory;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.Patched;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.scan.verdict.ImageVerdict;
import dev.cssc.scan.verdict.VerdictKind;

import java.util.Optional;
import java.util.Set;

/**
 * The newest image of a name, as a workflow had it judged.
 *
 * @param workflow the workflow; {@link ImageDue#FOREIGN_WORKFLOW} where nobody is to be told
 * @param name {@code registry/repository:tag} of the source
 * @param source digest of the source; empty where it was not kept yet
 * @param run that made the image due, or patched it; empty where it was not kept yet
 * @param repository where the judged image is
 * @param digest the judged image: the source or its newest patch
 * @param criteria by what it is judged
 * @param verdict what was found last
 * @param known ids of what could be raised when it was judged or told of, at most {@link #MOST_KNOWN}; empty where that was not kept yet
 */
public record WatchedImage(
        String workflow,
        String name,
        Optional<Digest> source,
        Optional<String> run,
        Repository repository,
        Digest digest,
        Criteria criteria,
        VerdictKind verdict,
        Optional<Set<String>> known) {

    /** Most ids that are remembered of an image. One with as many is not told of again before it is judged anew. */
    public static final int MOST_KNOWN = 5_000;

    public WatchedImage {
        known = known.map(Set::copyOf);
    }

    /** The due image with the verdict on its candidate. */
    public static WatchedImage of(ImageDue due, ImageVerdict verdict) {
        return new WatchedImage(
                due.workflow(),
                due.source().name(),
                Optional.of(due.source().digest()),
                Optional.of(due.run()),
                due.candidate().repository(),
                due.candidate().digest(),
                due.criteria().orElse(Criteria.NONE),
                VerdictKind.of(verdict.verdict()),
                Optional.of(verdict.fixes().ids(MOST_KNOWN)));
    }

    /** The published patch under the name of its source, judged by those criteria. Its verdict is that of a clean image until it is judged. */
    public static WatchedImage of(Patched patched, Criteria criteria) {
        return new WatchedImage(
                patched.workflow(),
                patched.source().name(),
                Optional.of(patched.source().digest()),
                Optional.of(patched.run()),
                patched.patched().repository(),
                patched.patched().digest(),
                criteria,
                VerdictKind.CLEAN,
                Optional.empty());
    }

    /** The same image under another verdict, with what is known of it by now. */
    WatchedImage judged(VerdictKind newer, Set<String> nowKnown) {
        return new WatchedImage(
                workflow, name, source, run, repository, digest, criteria, newer, Optional.of(nowKnown));
    }

    /** True where somebody is to be told. */
    public boolean told() {
        return !workflow.equals(ImageDue.FOREIGN_WORKFLOW);
    }
}
