package dev.cssc.scan.verdict;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What there is to say beside a verdict.
 *
 * @param aside what does not count
 * @param support what is to be known of the releases' support, a sentence each
 */
public record Remarks(SetAside aside, Set<String> support) {

    public Remarks {
        support = Set.copyOf(support);
    }

    /** These remarks and one more, where there is one. */
    public Remarks and(Optional<String> more) {
        Set<String> all = new HashSet<>(support);
        more.ifPresent(all::add);
        return new Remarks(aside, all);
    }

    /** Those of several platforms together, all by the same criteria. */
    public static Remarks together(Collection<Remarks> platforms) {
        Set<String> support = new TreeSet<>();
        platforms.forEach(remarks -> support.addAll(remarks.support));
        return new Remarks(
                SetAside.together(platforms.stream().map(Remarks::aside).toList()), support);
    }

    /** All of it in words; empty where there is nothing to say. */
    public Optional<String> sentence() {
        List<String> sentences = new ArrayList<>();
        aside.sentence().ifPresent(sentences::add);
        sentences.addAll(new TreeSet<>(support));
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", sentences));
    }
}
