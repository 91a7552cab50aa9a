package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/** zypper: openSUSE and SUSE Linux Enterprise. */
record ZypperTool() implements RpmTool {

    /** Manual page of zypper, EXIT CODES: 6, no repositories are defined. */
    private static final int NO_REPOSITORIES = 6;

    private static final List<String> ZYPPER = List.of("zypper", "--non-interactive");
    private static final List<String> XML = List.of("zypper", "--non-interactive", "--xmlout", "--no-refresh");

    @Override
    public String label() {
        return "zypper";
    }

    /** SUSE has no modules of RPM's kind, and the rpm of SUSE Linux Enterprise 12 does not know them. */
    @Override
    public boolean modules() {
        return false;
    }

    @Override
    public List<String> refresh() {
        return with(ZYPPER, "refresh", "--force");
    }

    @Override
    public boolean incomplete(InspectedImage.Said said) {
        return said.code() != 0 && said.code() != NO_REPOSITORIES;
    }

    @Override
    public List<AdvisedPackage> advised(
            InspectedImage image, RpmRepositories repositories, List<InstalledPackage> installed) {
        Map<String, List<Vulnerability>> needed = needed(image);
        if (needed.isEmpty()) {
            return List.of();
        }
        List<String> info = new ArrayList<>(with(ZYPPER, "--no-refresh", "info", "--type", "patch", "--"));
        info.addAll(needed.keySet());
        Map<String, List<RpmPackageName>> raised = ZypperPatches.raised(image.listing(info));
        List<AdvisedPackage> advised = new ArrayList<>();
        needed.forEach((patch, fixes) -> {
            List<RpmPackageName> packages = raised.getOrDefault(patch, List.of());
            if (packages.isEmpty()) {
                throw image.failed(
                        ReasonCode.REPORT_MALFORMED, "zypper did not say which packages a patch raises", patch);
            }
            packages.forEach(p -> advised.add(new AdvisedPackage(p.name(), p.architecture(), p.version(), fixes)));
        });
        return advised;
    }

    @Override
    public Optional<Map<String, String>> available(InspectedImage image) {
        String said = image.listing(with(XML, "list-updates", "--type", "package"));
        try {
            return Optional.of(ZypperPatches.updates(said));
        } catch (XMLStreamException e) {
            throw image.failed(ReasonCode.REPORT_MALFORMED, "zypper's list of updates is no XML", e.toString());
        }
    }

    private static Map<String, List<Vulnerability>> needed(InspectedImage image) {
        String said = image.listing(with(XML, "list-patches", "--category", "security"));
        try {
            return ZypperPatches.needed(said);
        } catch (XMLStreamException e) {
            throw image.failed(ReasonCode.REPORT_MALFORMED, "zypper's list of patches is no XML", e.toString());
        }
    }

    private static List<String> with(List<String> first, String... then) {
        return Stream.concat(first.stream(), Stream.of(then)).toList();
    }
}
