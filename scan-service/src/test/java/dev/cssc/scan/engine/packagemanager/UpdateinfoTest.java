package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.InstalledPackage;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UpdateinfoTest {

    private static final String MODULAR = """
            <updates><update type="security"><id>RHSA-1</id><severity>Critical</severity>
            <references><reference id="CVE-1" type="cve"/></references>
            <pkglist><collection><module name="nodejs" stream="20" version="9"/>
            <package name="nodejs" epoch="1" version="20.2" release="1" arch="x86_64"/></collection></pkglist>
            </update></updates>
            """;

    @Test
    void securityAdvisoriesOfInstalledPackagesAreKept() throws XMLStreamException {
        List<AdvisedPackage> advised = read(
                Fixtures.text("updateinfo.xml"),
                installed("curl", Optional.empty()),
                installed("tzdata", Optional.empty()));

        assertThat(advised)
                .containsExactly(new AdvisedPackage(
                        "curl",
                        "noarch",
                        "7.76.1-29.el9_4.1",
                        List.of(new Vulnerability("CVE-2024-2398", Severity.MEDIUM))));
    }

    @Test
    void advisoryWithoutCveIsKnownByItself() throws XMLStreamException {
        assertThat(read(Fixtures.text("updateinfo.xml"), installed("libxml2", Optional.empty())))
                .singleElement()
                .satisfies(p ->
                        assertThat(p.fixes()).containsExactly(new Vulnerability("RLSA-2024:0119", Severity.MEDIUM)));
    }

    @Test
    void advisoryOfTheInstalledModulesStreamIsMeant() throws XMLStreamException {
        assertThat(read(MODULAR, installed("nodejs", Optional.of("nodejs:20:90401:rhel9"))))
                .extracting(AdvisedPackage::version)
                .containsExactly("1:20.2-1");
    }

    @Test
    void advisoryOfAnotherStreamOrOfAModuleThatIsNoneIsNotMeant() throws XMLStreamException {
        assertThat(read(MODULAR, installed("nodejs", Optional.of("nodejs:18:90401:rhel9"))))
                .isEmpty();
        assertThat(read(MODULAR, installed("nodejs", Optional.empty()))).isEmpty();
    }

    @Test
    void fileThatIsCutOffIsAnError() {
        String whole = Fixtures.text("updateinfo.xml");

        assertThatThrownBy(() -> read(whole.substring(0, whole.length() / 2), installed("curl", Optional.empty())))
                .isInstanceOf(XMLStreamException.class);
    }

    @Test
    void entityFromElsewhereIsNotRead() {
        String hostile = """
                <!DOCTYPE updates [<!ENTITY e SYSTEM "file:///etc/hostname">]>
                <updates><update type="security"><id>&e;</id></update></updates>
                """;

        assertThatThrownBy(() -> read(hostile, installed("curl", Optional.empty())))
                .isInstanceOf(XMLStreamException.class);
    }

    private static List<AdvisedPackage> read(String xml, InstalledPackage... installed) throws XMLStreamException {
        return new Updateinfo(List.of(installed)).read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static InstalledPackage installed(String name, Optional<String> module) {
        return new InstalledPackage(name, "1-1", "x86_64", name, "1-1", module, Optional.empty());
    }
}
