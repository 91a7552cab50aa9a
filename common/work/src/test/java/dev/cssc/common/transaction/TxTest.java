package dev.cssc.common.transaction;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
class TxTest {
    private static final String ALL_TYPES =
            "select cast(:text as text) as t, cast(2 as bigint) as b, cast(3 as integer) as i, true as y";

    @Inject
    Transactions transactions;

    private <T> T in(Function<Tx, Uni<T>> work) {
        return transactions.await(work);
    }

    @Test
    void aColumnIsReadAsTheTypeThatIsAskedFor() {
        assertThat(this.<String>in(tx ->
                        tx.column("select cast('one' as text)", String.class).getSingleResult()))
                .isEqualTo("one");
        assertThat(this.<Long>in(tx -> tx.column("select count(*) from outbox where false", Long.class)
                        .getSingleResult()))
                .isZero();
        assertThat(this.<Integer>in(tx ->
                        tx.column("select cast(3 as integer)", Integer.class).getSingleResult()))
                .isEqualTo(3);
        assertThat(this.<Boolean>in(
                        tx -> tx.column("select true", Boolean.class).getSingleResult()))
                .isTrue();
    }

    @Test
    void rowsHaveTheirColumnsInOrder() {
        assertThat(this.<Object[]>in(
                        tx -> tx.rows(ALL_TYPES).setParameter("text", "one").getSingleResult()))
                .containsExactly("one", 2L, 3, true);
    }

    @Test
    void aStatementSaysHowManyRowsItChanged() {
        assertThat(this.<Integer>in(tx -> tx.statement("delete from outbox where seq = :seq")
                        .setParameter("seq", -1L)
                        .executeUpdate()))
                .isZero();
    }
}
