package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ZypperPatchesTest {

    @Test
    void neededSecurityPatchesAreReadWithTheirCves() throws XMLStreamException {
        assertThat(ZypperPatches.needed(Fixtures.text("zypper-list-patches.stdout")))
                .isEqualTo(Map.of(
                        "RLSA-2024:2447",
                                List.of(
                                        new Vulnerability("CVE-2023-2975", Severity.LOW),
                                        new Vulnerability("CVE-2023-3446", Severity.LOW)),
                        "RLSA-2024:9333", List.of(new Vulnerability("CVE-2024-2511", Severity.HIGH)),
                        "RLSA-2024:5529", List.of(new Vulnerability("CVE-2024-2398", Severity.MEDIUM)),
                        "RLSA-2024:0119", List.of(new Vulnerability("RLSA-2024:0119", Severity.MEDIUM))));
    }

    @Test
    void patchThatIsNotNeededIsLeftOut() throws XMLStreamException {
        assertThat(ZypperPatches.needed("""
                <stream><update-list><update kind="patch" name="p" status="applied" category="security" severity="low"/>
                </update-list></stream>
                """)).isEmpty();
    }

    @Test
    void patchRaisesWhatItConflictsWith() {
        Map<String, List<RpmPackageName>> raised = ZypperPatches.raised(Fixtures.text("zypper-info-patches.stdout"));

        assertThat(raised)
                .containsOnlyKeys("RLSA-2024:2447", "RLSA-2024:9333", "RLSA-2024:5529", "RLSA-2024:0119")
                .containsEntry("RLSA-2024:9333", List.of(new RpmPackageName("openssl-libs", "1:3.0.7-27.el9", "")));
        assertThat(raised.get("RLSA-2024:0119"))
                .contains(
                        new RpmPackageName("libxml2", "2.9.13-6.el9_4", "x86_64"),
                        new RpmPackageName("python3-libxml2", "2.9.13-6.el9_4", "x86_64"));
    }

    @Test
    void pendingUpdatesAreReadByName() throws XMLStreamException {
        assertThat(ZypperPatches.updates(Fixtures.text("zypper-list-updates.stdout")))
                .containsEntry("openssl-libs", "1:3.0.7-27.el9")
                .containsEntry("tzdata", "2024b-2.el9")
                .hasSize(6);
    }

    @Test
    void outputThatIsCutOffIsAnError() {
        String whole = Fixtures.text("zypper-list-patches.stdout");

        assertThatThrownBy(() -> ZypperPatches.needed(whole.substring(0, whole.length() - 40)))
                .isInstanceOf(XMLStreamException.class);
    }
}
