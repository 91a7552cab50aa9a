package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PackageUnionTest {

    private static final OperatingSystem DEBIAN = new OperatingSystem("debian", "12.15");
    private static final OperatingSystem ALPINE = new OperatingSystem("alpine", "3.19.1");
    private static final Scanner SCANNER = new Scanner("trivy", "0.74.0", "some");

    private static InstalledPackage installed(String name, String version) {
        return new InstalledPackage(name, version, "amd64", name, version);
    }

    private static Inventory inventory(OperatingSystem os, InstalledPackage... packages) {
        return new Inventory(os, false, List.of(packages));
    }

    private static Collection<Inventory> members(Collection<PackageUnion> unions) {
        return unions.stream().flatMap(union -> union.members().stream()).toList();
    }

    @Test
    void packageThatAllHaveIsNamedOnce() {
        Inventory one = inventory(DEBIAN, installed("base", "1"), installed("one", "1"));
        Inventory other = inventory(DEBIAN, installed("base", "1"), installed("other", "1"));

        List<PackageUnion> unions = PackageUnion.of(List.of(one, other));

        assertThat(unions).singleElement().satisfies(union -> {
            assertThat(union.members()).containsExactly(one, other);
            assertThat(union.whole().packages())
                    .extracting(InstalledPackage::name)
                    .containsExactly("base", "one", "other");
        });
    }

    @Test
    void releasesAreNotMixed() {
        Inventory debian = inventory(DEBIAN, installed("base", "1"));
        Inventory alpine = inventory(ALPINE, installed("base", "1"));

        assertThat(PackageUnion.of(List.of(debian, alpine)))
                .extracting(union -> union.whole().os())
                .containsExactlyInAnyOrder(DEBIAN, ALPINE);
    }

    @Test
    void ofNoneThereIsNone() {
        assertThat(PackageUnion.of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2-3.root.io.1", "1.36.1-r10071"})
    void imageWithAPackageOfACompanyThatMendsThemAllIsJudgedAlone(String version) {
        Inventory mended = inventory(ALPINE, installed("base", "1"), installed("openssl", version));
        Inventory plain = inventory(ALPINE, installed("base", "1"));
        Inventory sealed = inventory(ALPINE, installed("base", "1"), installed("seal-openssl", "1"));

        List<PackageUnion> unions = PackageUnion.of(List.of(plain, mended, sealed, plain));

        assertThat(unions)
                .extracting(PackageUnion::members)
                .containsExactlyInAnyOrder(List.of(mended), List.of(sealed), List.of(plain, plain));
    }

    @Test
    void unionGrowsNoLargerThanItMayUnlessOneAloneIs() {
        Random random = new Random(1);
        List<Inventory> inventories = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int size = i == 30 ? PackageUnion.MOST_PACKAGES + 1 : 1 + random.nextInt(200);
            inventories.add(inventory(
                    DEBIAN,
                    IntStream.range(0, size)
                            .mapToObj(p -> installed("p" + random.nextInt(5_000), "1"))
                            .toArray(InstalledPackage[]::new)));
        }

        List<PackageUnion> unions = PackageUnion.of(inventories);

        assertThat(unions)
                .allMatch(union ->
                        union.members().size() == 1 || union.whole().packages().size() <= PackageUnion.MOST_PACKAGES);
        assertThat(members(unions)).containsExactlyInAnyOrderElementsOf(inventories);
    }

    /** Judging apart and judging together must be the same, whatever the sets: the one against the other on random ones. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void eachMemberHasWhatIsFoundInItsOwnPackagesAndNothingElse(long seed) {
        Random random = new Random(seed);
        List<InstalledPackage> known = IntStream.range(0, 40)
                .mapToObj(i -> new InstalledPackage("p" + i / 4, "1." + i % 2, i % 3 == 0 ? "i386" : "amd64", "s", "1"))
                .toList();
        List<Inventory> inventories = IntStream.range(0, 20)
                .mapToObj(i -> inventory(
                        random.nextBoolean() ? DEBIAN : ALPINE,
                        random.ints(1 + random.nextInt(30), 0, known.size())
                                .distinct()
                                .mapToObj(known::get)
                                .toArray(InstalledPackage[]::new)))
                .toList();

        for (PackageUnion union : PackageUnion.of(inventories)) {
            ServerAnswer answer = new ServerAnswer(false, findings(union));
            answer.reports("1", union)
                    .forEach((member, report) -> assertThat(scanned(report))
                            .usingRecursiveComparison()
                            .ignoringCollectionOrder()
                            .isEqualTo(scanned(new ServerAnswer(false, findingsIn(member)).report("1", member))));
        }
    }

    private static ScanOutcome.Scanned scanned(TrivyReport report) {
        return TrivyFindings.scanned(report, SCANNER);
    }

    private static List<ServerAnswer.Found> findings(PackageUnion union) {
        List<InstalledPackage> packages = union.whole().packages();
        return IntStream.range(0, packages.size())
                .boxed()
                .flatMap(place -> in(packages.get(place), Integer.toString(place)))
                .toList();
    }

    private static List<ServerAnswer.Found> findingsIn(Inventory inventory) {
        return inventory.packages().stream()
                .flatMap(p -> in(p, p.name() + "@" + p.version()))
                .toList();
    }

    /** In every second package something, in every third something that is mended. */
    private static Stream<ServerAnswer.Found> in(InstalledPackage p, String id) {
        int number = p.name().hashCode();
        return Stream.of("CVE-1", "CVE-2")
                .filter(cve -> (number + cve.hashCode()) % 2 == 0)
                .map(cve -> new ServerAnswer.Found(
                        id,
                        "",
                        new TrivyReport.Finding(
                                cve,
                                p.name(),
                                p.version(),
                                number % 3 == 0 ? Optional.of("9") : Optional.empty(),
                                Severity.HIGH)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "base@1", "-1", "1", "99999999999"})
    void findingThatDoesNotSayInWhichPackageItIsIsNotLeftOut(String id) {
        PackageUnion union = PackageUnion.of(List.of(inventory(DEBIAN, installed("base", "1"))))
                .getFirst();
        ServerAnswer answer = new ServerAnswer(
                false,
                List.of(new ServerAnswer.Found(
                        id, "", new TrivyReport.Finding("CVE-1", "base", "1", Optional.empty(), Severity.LOW))));

        assertThatThrownBy(() -> answer.reports("1", union))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.REPORT_MALFORMED));
    }

    @Test
    void packageListedTwiceInASetIsOne() {
        Inventory twice = inventory(DEBIAN, installed("base", "1"), installed("base", "1"));
        PackageUnion union = PackageUnion.of(List.of(twice)).getFirst();

        assertThat(union.whole().packages()).hasSize(1);
        assertThat(union.apart(Map.of(0, List.of("found")))).containsExactly(Map.entry(twice, List.of("found")));
    }
}
