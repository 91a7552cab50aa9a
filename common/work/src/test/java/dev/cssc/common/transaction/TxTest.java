package dev.cssc.common.transaction;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
class TxTest {
    @Inject
    Transactions transactions;

    @Test
    void aColumnIsReadAsTheTypeThatIsAskedFor() {
        assertThat(transactions.<String>await(tx ->
                        tx.column("select cast('one' as text)", String.class).getSingleResult()))
                .isEqualTo("one");
        assertThat(transactions.<Long>await(tx -> tx.column("select count(*) from outbox where false", Long.class)
                        .getSingleResult()))
                .isZero();
        assertThat(transactions.<Integer>await(tx ->
                        tx.column("select cast(3 as integer)", Integer.class).getSingleResult()))
                .isEqualTo(3);
        assertThat(transactions.<Boolean>await(
                        tx -> tx.column("select true", Boolean.class).getSingleResult()))
                .isTrue();
    }

    @Test
    void rowsHaveTheirColumnsInOrder() {
        assertThat(transactions.<Object[]>await(tx -> tx.rows(
                                "select cast(:text as text) as t, cast(2 as bigint) as b, cast(3 as integer) as i, true as y")
                        .setParameter("text", "one")
                        .getSingleResult()))
                .containsExactly("one", 2L, 3, true);
    }

    @Test
    void aStatementSaysHowManyRowsItChanged() {
        assertThat(transactions.<Integer>await(tx -> tx.statement("delete from outbox where seq = :seq")
                        .setParameter("seq", -1L)
                        .executeUpdate()))
                .isZero();
    }
}
