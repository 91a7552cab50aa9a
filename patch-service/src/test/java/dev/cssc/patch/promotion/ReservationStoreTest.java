package dev.cssc.patch.promotion;

import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.RegistryResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

import java.util.UUID;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class ReservationStoreTest extends ReservationsContract {
    @Inject
    ReservationStore store;

    @Inject
    Transactions transactions;

    @Override
    Reservations reservations() {
        return store;
    }

    @Override
    void written(UUID patch) {
        transactions.await(tx -> store.written(tx, patch));
    }
}
