package dev.cssc.patch.promotion;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** What promotion relies on, of the database's reservations and of the ones that tests keep in memory. */
abstract class ReservationsContract {
    private static final Tag SOURCE = new Tag("1");
    private static final Tag TAG = new Tag("1-patched");
    private static final Digest FIRST = Digest.of("first");
    private static final Digest SECOND = Digest.of("second");

    private final Repository repository = new Repository("registry.test", "app-" + UUID.randomUUID());
    private final UUID one = UUID.randomUUID();
    private final UUID two = UUID.randomUUID();

    /** The reservations under test; every test works on a repository of its own. */
    abstract Reservations reservations();

    /** What the end of the patch's job makes true. */
    abstract void written(UUID patch);

    @Test
    void aTagIsReservedOnce() {
        assertThat(reserve(one, FIRST)).isTrue();
        assertThat(reserve(two, SECOND)).isFalse();

        assertThat(reservations().of(one)).contains(new Reservation(TAG, one, FIRST, Optional.empty(), false));
        assertThat(reservations().of(two)).isEmpty();
        assertThat(reservations().taken(repository, SOURCE)).containsExactly(TAG);
    }

    @Test
    void theNextTagOfASourceIsReservedOnlyWhenTheFirstIsWritten() {
        Tag next = new Tag("1-2");
        reserve(one, FIRST);
        assertThat(reservations().reserve(repository, SOURCE, next, two, SECOND))
                .isFalse();
        assertThat(reservations().contested(repository, SOURCE, two)).isTrue();
        assertThat(reservations().contested(repository, SOURCE, one)).isFalse();
        assertThat(reservations().reserve(repository, new Tag("2"), new Tag("2-1"), two, SECOND))
                .isTrue();

        written(one);

        assertThat(reservations().contested(repository, SOURCE, two)).isFalse();
        assertThat(reservations().reserve(repository, SOURCE, next, two, SECOND))
                .isTrue();
    }

    @Test
    void aTagIsTakenOverOnlyFromAWriterWhoIsThrough() {
        reserve(one, FIRST);
        assertThat(reservations().takeOver(repository, TAG, two, SECOND)).isFalse();

        written(one);

        assertThat(reservations().takeOver(repository, TAG, two, SECOND)).isTrue();
        assertThat(reservations().of(two)).contains(new Reservation(TAG, two, SECOND, Optional.of(FIRST), false));
        assertThat(reservations().of(one)).isEmpty();
    }

    @Test
    void whatNobodyReservedIsNotTakenOver() {
        assertThat(reservations().takeOver(repository, TAG, one, FIRST)).isFalse();
    }

    @Test
    void aReservationThatIsGivenBackIsFree() {
        reserve(one, FIRST);

        reservations().release(one);

        assertThat(reservations().taken(repository, SOURCE)).isEmpty();
        assertThat(reserve(two, SECOND)).isTrue();
    }

    @Test
    void aTagThatIsGivenBackIsWhereItWasLeftBefore() {
        reserve(one, FIRST);
        written(one);
        reservations().takeOver(repository, TAG, two, SECOND);

        reservations().release(two);

        assertThat(reservations().of(two)).isEmpty();
        UUID three = UUID.randomUUID();
        assertThat(reservations().takeOver(repository, TAG, three, SECOND)).isTrue();
        assertThat(reservations().of(three).flatMap(Reservation::previous)).contains(FIRST);
    }

    @Test
    void whatIsWrittenIsNotGivenBack() {
        reserve(one, FIRST);
        written(one);

        reservations().release(one);

        assertThat(reservations().of(one)).contains(new Reservation(TAG, one, FIRST, Optional.empty(), true));
    }

    private boolean reserve(UUID patch, Digest digest) {
        return reservations().reserve(repository, SOURCE, TAG, patch, digest);
    }
}
