package dev.cssc.patch.promotion;

import java.util.UUID;

class RememberedReservationsTest extends ReservationsContract {
    private final RememberedReservations reservations = new RememberedReservations();

    @Override
    Reservations reservations() {
        return reservations;
    }

    @Override
    void written(UUID patch) {
        reservations.written(patch);
    }
}
