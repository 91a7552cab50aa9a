package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.database.Staleness;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Judging by a server over real HTTP, with the answers of a real one. */
class TrivyServerTest {

    private static final Scanner KNOWLEDGE = new Scanner("trivy", "0.74.0", "trivy-db:2@2026-11-27T06:00:00Z");

    private final ServerStandIn standIn = new ServerStandIn();
    private final Inventory debian = Inventories.debian();

    @AfterEach
    void stop() {
        standIn.close();
    }

    private TrivyServer server() {
        return new TrivyServer(rpc(standIn.url(), ServerStandIn.TOKEN, 1 << 20), () -> KNOWLEDGE, 2, 1_000);
    }

    private static TrivyRpc rpc(HttpUrl url, String token, long limit) {
        return new TrivyRpc(url, () -> Optional.of(token), limit, Duration.ofSeconds(30));
    }

    @Test
    void whatTheServerFoundIsTranslatedLikeAReport() {
        ScanOutcome.Scanned outcome = server().match(debian);

        assertThat(outcome.fixable())
                .extracting(PackageUpgrade::name, PackageUpgrade::fixed)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("bsdutils", "1:2.38.1-5+deb12u9"),
                        org.assertj.core.groups.Tuple.tuple("libpcre2-8-0", "10.42-1+deb12u2"));
        assertThat(outcome.unfixed()).extracting(f -> f.name()).containsExactly("tar");
        assertThat(outcome.inventory().digest()).isEqualTo(debian.digest());
        assertThat(outcome.scanner()).isEqualTo(KNOWLEDGE);
    }

    @Test
    void aPackageListIsLeftWithTheServerOnce() {
        TrivyServer server = server();

        server.match(debian);
        server.match(debian);

        assertThat(standIn.calls()).containsExactly("PutBlob", "Scan", "Scan");
    }

    @Test
    void aServerThatWasRestartedIsToldAgain() {
        TrivyServer server = server();
        server.match(debian);
        standIn.restart();

        server.match(debian);

        assertThat(standIn.calls()).containsExactly("PutBlob", "Scan", "Scan", "PutBlob", "Scan");
    }

    @Test
    void serversThatForgetEverythingAreGivenUp() {
        standIn.forgetsAlways();

        assertFails(ReasonCode.ENGINE_UNAVAILABLE, () -> server().match(debian));
    }

    @Test
    void theListNotAskedAboutForLongestIsTakenBack() {
        TrivyServer server = server();
        Inventory second = Inventories.debianWith("adduser");
        standIn.answers("server-vulnerable.json");

        server.match(debian);
        server.match(second);
        server.match(debian);
        server.match(Inventories.debianWith("apt"));
        server.match(debian);

        assertThat(standIn.calls())
                .containsExactly(
                        "PutBlob", "Scan", "PutBlob", "Scan", "Scan", "PutBlob", "DeleteBlobs", "Scan", "Scan");
    }

    @ParameterizedTest
    @CsvSource({
        "server-nothing.json, SCAN_INCONCLUSIVE",
        "server-unknown-family.json, SCAN_INCONCLUSIVE",
        "server-eosl.json, SCAN_INCONCLUSIVE", // two packages, asked were 88
        "server-panic.json, ENGINE_FAILED",
        "manifest-unknown.stderr, REPORT_MALFORMED",
    })
    void whatIsNoJudgementOfAllPackagesIsNeverClean(String recording, ReasonCode reason) {
        standIn.answers(recording);

        assertFails(reason, () -> server().match(debian));
    }

    @Test
    void anAnswerCutOffAtAnyByteIsAFailure() {
        byte[] whole = Fixtures.bytes("server-vulnerable.json");
        for (int length = 0; length < whole.length - 1; length += 97) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertFails(ReasonCode.REPORT_MALFORMED, () -> ServerAnswer.read(cut, debian.os(), 1, "judging", 1_000));
        }
    }

    @Test
    void theEndOfLifeIsTheServersWord() {
        byte[] answer = Fixtures.bytes("server-eosl.json");

        assertThat(ServerAnswer.read(answer, new OperatingSystem("debian", "9.13"), 2, "judging", 1_000)
                        .endOfLife())
                .isTrue();
    }

    @Test
    void anAnswerBeyondTheLimitIsRefused() {
        TrivyServer server = new TrivyServer(rpc(standIn.url(), ServerStandIn.TOKEN, 1_000), () -> KNOWLEDGE, 2, 1_000);

        assertFails(ReasonCode.TOO_LARGE, () -> server.match(debian));
    }

    @Test
    void aWrongTokenIsNamedAsSuch() {
        TrivyServer server = new TrivyServer(rpc(standIn.url(), "wrong", 1 << 20), () -> KNOWLEDGE, 2, 1_000);

        assertFails(ReasonCode.CREDENTIALS_UNUSABLE, () -> server.match(debian));
    }

    @Test
    void aServerOfSomebodyElsesSaysItselfWhatItKnows() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-28T00:00:00Z"), ZoneOffset.UTC);
        ExternalServer external = new ExternalServer(
                rpc(standIn.url(), ServerStandIn.TOKEN, 1 << 20), new Staleness(Duration.ofHours(48), clock), 2, 1_000);

        assertThat(external.knowledge()).isEqualTo(new Scanner("trivy", "dev", "trivy-db:2@2026-11-27T06:00:00Z"));
        assertThat(external.missing()).isEmpty();

        standIn.hasDatabaseOf("2026-11-20T06:00:00Z");
        assertThat(external.knowledge().stale()).contains(true);
    }

    @Test
    void whereNoJsonComesBackSomethingStandsBetweenAndMayGoAway() {
        standIn.saysOfItself("<html>a proxy's page</html>");
        ExternalServer external = new ExternalServer(
                rpc(standIn.url(), ServerStandIn.TOKEN, 1 << 20),
                new Staleness(Duration.ofHours(48), Clock.systemUTC()),
                2,
                1_000);

        assertFails(ReasonCode.ENGINE_UNAVAILABLE, external::knowledge);
    }

    @Test
    void whoOnlyComparesDoesNotAskTheServerEachTime() {
        ExternalServer external = new ExternalServer(
                rpc(standIn.url(), ServerStandIn.TOKEN, 1 << 20),
                new Staleness(Duration.ofHours(48), Clock.systemUTC()),
                2,
                1_000);

        assertThat(external.recentKnowledge()).isEqualTo(external.recentKnowledge());
        assertThat(standIn.calls()).containsExactly("version");

        standIn.hasDatabaseOf("2026-11-27T12:00:00Z");
        assertThat(external.knowledge()).isEqualTo(external.recentKnowledge());
    }

    @Test
    void severalAreAskedAboutAtOnceAndNothingOfThemStays() {
        standIn.answers("server-vulnerable.json");
        TrivyServer server = server();
        PackageUnion union =
                PackageUnion.of(List.of(debian, Inventories.debianWith("more"))).getFirst();

        // The recorded answer is about one set alone.
        assertFails(ReasonCode.SCAN_INCONCLUSIVE, () -> server.match(union));

        assertThat(standIn.calls()).containsExactly("PutBlob", "Scan", "DeleteBlobs");
    }

    @Test
    void aServerThatIsNotThereIsMissing() {
        ExternalServer external = new ExternalServer(
                rpc(HttpUrl.get("http://127.0.0.1:1/"), "t", 1_000),
                new Staleness(Duration.ofHours(48), Clock.systemUTC()),
                2,
                1_000);

        assertThat(external.missing()).hasValueSatisfying(why -> assertThat(why).contains("127.0.0.1:1"));
    }

    private static void assertFails(ReasonCode reason, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }
}
