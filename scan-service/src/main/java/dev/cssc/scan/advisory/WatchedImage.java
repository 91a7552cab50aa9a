package dev.cssc.scan.advisory;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.scan.verdict.Verdict;
import dev.cssc.scan.verdict.VerdictKind;

/**
 * The newest image of a name, as a workflow had it judged.
 *
 * @param workflow the workflow; {@link ImageDue#FOREIGN_WORKFLOW} where nobody is to be told
 * @param name {@code registry/repository:tag} of the source
 * @param repository where the judged image is
 * @param digest the judged image: the source or its newest patch
 * @param criteria by what it is judged
 * @param verdict what was found last
 */
public record WatchedImage(
        String workflow, String name, Repository repository, Digest digest, Criteria criteria, VerdictKind verdict) {

    /** The due image with the verdict on its candidate. */
    public static WatchedImage of(ImageDue due, Verdict verdict) {
        return new WatchedImage(
                due.workflow(),
                due.source().name(),
                due.candidate().repository(),
                due.candidate().digest(),
                due.criteria().orElse(Criteria.NONE),
                VerdictKind.of(verdict));
    }

    /** The same image under another verdict. */
    public WatchedImage judged(VerdictKind newer) {
        return new WatchedImage(workflow, name, repository, digest, criteria, newer);
    }

    /** True where somebody is to be told. */
    public boolean told() {
        return !workflow.equals(ImageDue.FOREIGN_WORKFLOW);
    }
}
