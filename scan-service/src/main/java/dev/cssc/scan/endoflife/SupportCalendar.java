package dev.cssc.scan.endoflife;

import dev.cssc.common.event.OperatingSystem;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Last days of security support. Trivy has a list of its own compiled in, which differs between its versions and takes a release that it
 * does not know for a supported one (pkg/detector/ospkg/version); this one decides for both engines, and can be corrected without a new
 * program.
 */
public final class SupportCalendar {

    /** Knows nothing. */
    public static final SupportCalendar EMPTY = new SupportCalendar(List.of());

    private final List<Entry> entries;

    private SupportCalendar(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * What is known of a release, or of a distribution.
     *
     * @param family as Trivy names it, in small letters
     * @param release its leading numbers, {@code 12} for 12.5 too; all releases where empty
     * @param last the last day; none where it never ends
     * @param source where that stands
     */
    record Entry(String family, String release, Optional<LocalDate> last, String source) {

        /** True where it speaks of that release, of which it may name the beginning only. */
        boolean covers(String family, String actual) {
            return this.family.equals(family)
                    && (release.isEmpty()
                            || !isPrerelease(actual) && (actual.equals(release) || actual.startsWith(release + ".")));
        }
    }

    static SupportCalendar of(List<Entry> entries) {
        return new SupportCalendar(entries);
    }

    /** This calendar, except where the other one knows a release as well. */
    public SupportCalendar correctedBy(SupportCalendar other) {
        List<Entry> all = new ArrayList<>(other.entries);
        all.addAll(entries);
        return new SupportCalendar(all);
    }

    /** Whether the release gets security updates on that day. The entry that names most of the release counts; among equals the first. */
    public Support support(OperatingSystem os, LocalDate day) {
        String family = Family.of(os.family());
        String release = number(os.release());
        return entries.stream()
                .filter(entry -> entry.covers(family, release))
                .max(Comparator.comparingInt((Entry entry) -> entry.release().length())
                        .thenComparing(Comparator.comparingInt((Entry entry) -> entries.indexOf(entry))
                                .reversed()))
                .map(entry -> support(entry, day))
                .orElseGet(Support.Unknown::new);
    }

    /**
     * True where the release gets no security updates any more on that day.
     *
     * @param otherwise the answer where the calendar does not know the release
     */
    public boolean ended(OperatingSystem os, LocalDate day, boolean otherwise) {
        return switch (support(os, day)) {
            case Support.Ended ended -> true;
            case Support.Until until -> false;
            case Support.Rolling rolling -> false;
            case Support.Unknown unknown -> otherwise;
        };
    }

    private static Support support(Entry entry, LocalDate day) {
        return entry.last()
                .<Support>map(last -> day.isAfter(last) ? new Support.Ended(last) : new Support.Until(last))
                .orElseGet(Support.Rolling::new);
    }

    /** {@code 3.22.0_alpha20250108} is Alpine's edge, which goes on where 3.22 ends: a number that is not a release's yet says nothing. */
    private static boolean isPrerelease(String release) {
        return release.contains("_");
    }

    /** Amazon's releases are {@code 2 (Karoo)} and, for the first one, {@code AMI release 2018.03}. */
    private static String number(String release) {
        int end = release.indexOf(' ');
        return end < 0 ? release : release.substring(0, end);
    }

    List<Entry> entries() {
        return entries;
    }
}
