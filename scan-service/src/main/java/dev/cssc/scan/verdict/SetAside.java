package dev.cssc.scan.verdict;

import dev.cssc.common.event.Severity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a policy's criteria set aside in an image, and what they could not set aside: each finding once, however many platforms have it.
 * Says so in a sentence.
 */
public final class SetAside {
    /** More names or days than these are counted instead of listed. */
    private static final int MOST_LISTED = 3;

    private final Optional<Severity> minimum;
    private final Set<Finding> below = new TreeSet<>();
    private final Map<Finding, Optional<LocalDate>> ignored = new TreeMap<>();
    private final Map<Finding, LocalDate> expired = new TreeMap<>();
    private final Set<Finding> unrated = new TreeSet<>();
    private final Set<Finding> unnamed = new TreeSet<>();

    SetAside(Optional<Severity> minimum) {
        this.minimum = minimum;
    }

    /** One vulnerability in one package; {@code id} is empty where the engine knows none. */
    record Finding(String packageName, String id) implements Comparable<Finding> {
        @Override
        public int compareTo(Finding other) {
            int byName = packageName.compareTo(other.packageName);
            return byName != 0 ? byName : id.compareTo(other.id);
        }
    }

    void below(Finding finding) {
        below.add(finding);
    }

    void ignored(Finding finding, Optional<LocalDate> until) {
        ignored.put(finding, until);
    }

    void expired(Finding finding, LocalDate lastDay) {
        expired.put(finding, lastDay);
    }

    void unrated(Finding finding) {
        unrated.add(finding);
    }

    void unnamed(Finding finding) {
        unnamed.add(finding);
    }

    /** That of several platforms together, all by the same criteria. */
    public static SetAside together(Collection<SetAside> platforms) {
        SetAside all = new SetAside(platforms.stream().findFirst().flatMap(first -> first.minimum));
        platforms.forEach(one -> {
            all.below.addAll(one.below);
            all.ignored.putAll(one.ignored);
            all.expired.putAll(one.expired);
            all.unrated.addAll(one.unrated);
            all.unnamed.addAll(one.unnamed);
        });
        return all;
    }

    /** How many findings do not count. */
    public int findings() {
        return below.size() + ignored.size();
    }

    /** For a person: how many findings do not count and why, and which do although somebody might think otherwise; empty where all is as ever. */
    public Optional<String> sentence() {
        List<String> sentences = new ArrayList<>();
        notCounting().ifPresent(sentences::add);
        countingAgain().ifPresent(sentences::add);
        if (!unrated.isEmpty()) {
            sentences.add(number(unrated.size(), "finding") + " of unknown severity "
                    + (unrated.size() == 1 ? "counts" : "count"));
        }
        if (!unnamed.isEmpty()) {
            sentences.add(number(unnamed.size(), "finding") + " without an id cannot be ignored");
        }
        return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", sentences));
    }

    private Optional<String> notCounting() {
        List<String> parts = new ArrayList<>();
        if (!below.isEmpty()) {
            parts.add(number(below.size(), "finding") + " below "
                    + minimum.map(Severity::name).orElse("the minimum"));
        }
        Map<String, Long> byDay = new TreeMap<>(ignored.values().stream()
                .collect(Collectors.groupingBy(
                        day -> day.map(last -> " until " + last).orElse(""), Collectors.counting())));
        if (byDay.size() > MOST_LISTED) {
            byDay = Map.of("", (long) ignored.size());
        }
        byDay.forEach((until, count) ->
                parts.add((parts.isEmpty() ? number(count, "finding") : count.toString()) + " ignored" + until));
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(enumerated(parts) + (findings() == 1 ? " does not count" : " do not count"));
    }

    private Optional<String> countingAgain() {
        if (expired.isEmpty()) {
            return Optional.empty();
        }
        List<String> ids =
                expired.keySet().stream().map(Finding::id).distinct().sorted().toList();
        if (ids.size() == 1) {
            return Optional.of(ids.getFirst() + " was ignored until "
                    + expired.values().stream().max(LocalDate::compareTo).orElseThrow() + " and counts again");
        }
        List<String> listed = new ArrayList<>(ids.subList(0, Math.min(MOST_LISTED, ids.size())));
        if (ids.size() > MOST_LISTED) {
            listed.add(ids.size() - MOST_LISTED + " more");
        }
        return Optional.of(enumerated(listed) + " are ignored no longer and count again");
    }

    private static String enumerated(List<String> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    }

    private static String number(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
