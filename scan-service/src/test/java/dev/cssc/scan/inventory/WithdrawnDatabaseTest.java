package dev.cssc.scan.inventory;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.service.ScanStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose findings are named while replicas judge by different databases, and after an operator went back to an older one. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class WithdrawnDatabaseTest {

    @Inject
    Transactions transactions;

    @Inject
    KnowledgeStore knowledges;

    @Inject
    JudgementStore judgements;

    @Inject
    Memory memory;

    private final String id = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void replicaThatStillHasTheOlderDatabaseChangesNothing() {
        number("db-1");
        judge("db-2");

        judge("db-1");

        assertThat(named()).containsExactly("db-2");
    }

    @Test
    void databaseThatIsInUseAgainIsNamedForWhatItJudgedBefore() {
        judge("db-1");
        judge("db-2");
        assertThat(named()).containsExactly("db-2");

        assertThat(useAgain("db-1")).isTrue();
        bringBack("db-1");

        assertThat(named()).containsExactly("db-1");
        assertThat(newest()).isEqualTo("db-1");
    }

    @Test
    void databaseThatIsInUseAgainIsNamedForWhatItJudgesFromThenOn() {
        number("db-1");
        judge("db-2");

        useAgain("db-1");
        judge("db-1");

        assertThat(named()).containsExactly("db-1");
    }

    @Test
    void replicaThatStillHasTheWithdrawnDatabaseChangesNothing() {
        judge("db-1");
        number("db-2");
        useAgain("db-1");

        judge("db-2");
        bringBack("db-2");

        assertThat(named()).containsExactly("db-1");
    }

    @Test
    void newerDatabaseTakesThePlaceOfTheOneThatWasInUseAgain() {
        judge("db-1");
        judge("db-2");
        useAgain("db-1");
        bringBack("db-1");

        judge("db-3");
        bringBack("db-1");

        assertThat(named()).containsExactly("db-3");
    }

    @Test
    void databaseThatNothingCameAfterIsNotInUseAgain() {
        number("db-1");
        number("db-2");

        assertThat(useAgain("db-2")).isFalse();
        assertThat(useAgain("db-1")).isTrue();
        assertThat(useAgain("db-1")).isFalse();
        assertThat(useAgain("db-2")).isTrue();
    }

    private void judge(String database) {
        ScanOutcome.Scanned scan = new ScanOutcome.Scanned(
                TestScans.inventory("libc-" + id),
                List.of(TestScans.upgrade("libc-" + id, database)),
                List.of(),
                knowledge(database).scanner());
        transactions.await(tx -> memory.keep(tx, Digest.of("manifest " + id), scan, ""));
    }

    private void bringBack(String database) {
        long number = number(database);
        List<Long> sets = List.of(set());
        transactions.await(tx -> judgements.bringBack(tx, number, sets));
    }

    private boolean useAgain(String database) {
        long number = number(database);
        return transactions.await(tx -> knowledges.useAgain(tx, number));
    }

    private long number(String database) {
        return transactions.await(tx -> knowledges.number(tx, knowledge(database)));
    }

    /** An engine of its own: the order is that of one engine's databases. */
    private Knowledge knowledge(String database) {
        return new Knowledge(new Scanner("test-" + id, "1", database), "");
    }

    private long set() {
        return transactions.await(
                tx -> tx.column("select package_set from manifest where engine = 'test-" + id + "'", Long.class)
                        .getSingleResult());
    }

    /** The vulnerabilities that are searched by; each is named like the database that knows it. */
    private List<String> named() {
        return transactions.await(
                tx -> tx.column("select vulnerability from finding where package = 'libc-" + id + "'", String.class)
                        .getResultList());
    }

    private String newest() {
        long set = set();
        return transactions
                .await(tx -> judgements.readNewest(tx, List.of(set)))
                .get(set)
                .findings()
                .fixable()
                .getFirst()
                .vulnerabilities()
                .getFirst()
                .id();
    }
}
