package dev.cssc.scan.verdict;

import dev.cssc.scan.endoflife.Notice;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to say beside a verdict.
 *
 * @param aside what does not count
 * @param others what else, as what is to be known of the releases' support
 */
public record Remarks(SetAside aside, Set<Remark> others) {

    public Remarks {
        others = Set.copyOf(others);
    }

    /** These remarks and one more, where there is one. */
    public Remarks and(Optional<String> more) {
        Set<Remark> all = new HashSet<>(others);
        more.map(Remark::of).ifPresent(all::add);
        return new Remarks(aside, all);
    }

    /** Those of several platforms together, all by the same criteria. */
    public static Remarks together(Collection<Remarks> platforms) {
        Set<Remark> others = new HashSet<>();
        platforms.forEach(remarks -> others.addAll(remarks.others));
        return new Remarks(
                SetAside.together(platforms.stream().map(Remarks::aside).toList()), others);
    }

    /** All of it in words, what is urgent first; empty where there is nothing to say. */
    public Optional<String> sentence() {
        Predicate<Remark> hurries = remark -> remark.notice() != Notice.AHEAD;
        String words = Stream.of(said(hurries), aside.sentence().stream(), said(hurries.negate()))
                .flatMap(sentences -> sentences)
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    private Stream<String> said(Predicate<Remark> which) {
        return new TreeSet<>(others).stream().filter(which).map(Remark::sentence);
    }
}
