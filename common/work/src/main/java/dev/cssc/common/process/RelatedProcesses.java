package dev.cssc.common.process;

import dev.cssc.common.linux.ProcessStat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Processes that belong together: those that bear a mark, and what these started, known by descent or by its session. Whoever was found is
 * remembered: once its parent is gone, a process in a session of its own without the mark cannot be told from others.
 */
final class RelatedProcesses {
    private final Predicate<ProcessStat> marked;
    private final Consumer<ProcessStat> news;

    /** When each began, by its number: that of one that is gone may be somebody else's. */
    private final Map<Long, Long> known = new HashMap<>();

    /**
     * @param marked asked of those that are not known yet
     * @param news told of each that is found, once
     */
    RelatedProcesses(Predicate<ProcessStat> marked, Consumer<ProcessStat> news) {
        this.marked = marked;
        this.news = news;
    }

    /** Those among the running ones; whoever is one of them has to be in the list as long as it runs. */
    List<ProcessStat> among(List<ProcessStat> running) {
        List<ProcessStat> others = new ArrayList<>();
        for (ProcessStat process : running) {
            // A number that is another process's now tells nothing any more of who has it as parent.
            known.computeIfPresent(process.pid(), (pid, started) -> started == process.started() ? started : null);
            if (isKnown(process) || marked.test(process)) {
                note(process);
            } else {
                others.add(process);
            }
        }
        // Children of children of them, until there are no more.
        for (boolean more = true; more; ) {
            List<ProcessStat> theirs = others.stream().filter(this::belongs).toList();
            theirs.forEach(this::note);
            more = others.removeAll(theirs);
        }
        return running.stream().filter(this::isKnown).toList();
    }

    /** Counts it among them, whatever it bears. */
    void note(ProcessStat process) {
        if (known.put(process.pid(), process.started()) == null) {
            news.accept(process);
        }
    }

    private boolean isKnown(ProcessStat process) {
        return Long.valueOf(process.started()).equals(known.get(process.pid()));
    }

    private boolean belongs(ProcessStat process) {
        return known.containsKey(process.parent()) || known.containsKey(process.session());
    }
}
