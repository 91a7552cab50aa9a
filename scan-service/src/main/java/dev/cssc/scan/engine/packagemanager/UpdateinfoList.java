package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of {@code updateinfo list}: an advisory, or a CVE, and a package that fixes it.
 *
 * @param id of the advisory or CVE
 */
record UpdateinfoList(String id, Severity severity, RpmPackageName fixed) {

    /** yum and dnf 4: {@code RLSA-2024:5529 Moderate/Sec.  curl-7.76.1-29.el9_4.1.noarch}. */
    private static final Pattern DNF = Pattern.compile("(\\S{1,200})\\s+([^\\s/]+)/Sec\\.\\s+(\\S{1,500})\\s*");

    /** dnf 5: {@code RLSA-2024:5529 security Moderate curl-7.76.1-29.el9_4.1.noarch 2024-08-16 14:32:00}. */
    private static final Pattern DNF5 = Pattern.compile(
            "(\\S{1,200})\\s+security\\s+(?:(\\S+)\\s+)?(\\S{1,500})\\s+\\d{4}-\\d\\d-\\d\\d\\s+\\d\\d:\\d\\d:\\d\\d\\s*");

    /** Reads the lines; all others, for example what a plug-in has to say, are nothing. */
    static List<UpdateinfoList> parse(String output) {
        return output.lines().flatMap(line -> line(line).stream()).toList();
    }

    /**
     * Two lists as one: what a package fixes are the CVEs listed for it, or where none is listed for it, the advisories.
     *
     * @param advisories all security advisories
     * @param cves the same, by CVE
     */
    static List<AdvisedPackage> together(List<UpdateinfoList> advisories, List<UpdateinfoList> cves) {
        Map<RpmPackageName, List<Vulnerability>> byPackage = new LinkedHashMap<>(byPackage(advisories));
        byPackage.putAll(byPackage(cves));
        return byPackage.entrySet().stream()
                .map(entry -> new AdvisedPackage(
                        entry.getKey().name(),
                        entry.getKey().architecture(),
                        entry.getKey().version(),
                        entry.getValue()))
                .toList();
    }

    private static Map<RpmPackageName, List<Vulnerability>> byPackage(List<UpdateinfoList> lines) {
        return lines.stream()
                .collect(Collectors.groupingBy(
                        UpdateinfoList::fixed,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                line -> new Vulnerability(line.id(), line.severity()), Collectors.toList())));
    }

    private static Optional<UpdateinfoList> line(String line) {
        Matcher dnf = DNF.matcher(line);
        Matcher matcher = dnf.matches() ? dnf : DNF5.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Severity severity = Optional.ofNullable(matcher.group(2))
                .map(AdvisedPackage::severity)
                .orElse(Severity.UNKNOWN);
        String id = matcher.group(1);
        return RpmPackageName.parse(matcher.group(3)).map(fixed -> new UpdateinfoList(id, severity, fixed));
    }
}
