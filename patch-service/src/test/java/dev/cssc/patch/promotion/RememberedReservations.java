package dev.cssc.patch.promotion;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reservations in memory, with the rules of the database's table; survives what a test calls a crash. */
final class RememberedReservations implements Reservations {
    private record Row(Repository repository, Tag source, Reservation reservation) {}

    private final Map<ImageReference, Row> rows = new LinkedHashMap<>();

    @Override
    public synchronized Optional<Reservation> of(UUID patch) {
        return rows.values().stream()
                .map(Row::reservation)
                .filter(r -> r.patch().equals(patch))
                .findFirst();
    }

    @Override
    public synchronized List<Tag> taken(Repository repository, Tag source) {
        return rows.values().stream()
                .filter(row ->
                        row.repository().equals(repository) && row.source().equals(source))
                .map(row -> row.reservation().tag())
                .toList();
    }

    @Override
    public synchronized boolean reserve(Repository repository, Tag source, Tag tag, UUID patch, Digest digest) {
        Row row = new Row(repository, source, new Reservation(tag, patch, digest, Optional.empty(), false));
        return !contested(repository, source, patch)
                && rows.putIfAbsent(ImageReference.of(repository, tag), row) == null;
    }

    @Override
    public synchronized boolean contested(Repository repository, Tag source, UUID patch) {
        return rows.values().stream()
                .filter(row ->
                        row.repository().equals(repository) && row.source().equals(source))
                .map(Row::reservation)
                .anyMatch(r -> !r.written() && !r.patch().equals(patch));
    }

    @Override
    public synchronized boolean takeOver(Repository repository, Tag tag, UUID patch, Digest digest) {
        Row row = rows.get(ImageReference.of(repository, tag));
        if (row == null || !row.reservation().written()) {
            return false;
        }
        Optional<Digest> previous = Optional.of(row.reservation().digest());
        put(row, new Reservation(tag, patch, digest, previous, false));
        return true;
    }

    @Override
    public synchronized void release(UUID patch) {
        for (Row row : new ArrayList<>(rows.values())) {
            Reservation r = row.reservation();
            if (r.patch().equals(patch) && !r.written()) {
                rows.remove(ImageReference.of(row.repository(), r.tag()));
                r.previous()
                        .ifPresent(digest ->
                                put(row, new Reservation(r.tag(), UUID.randomUUID(), digest, Optional.empty(), true)));
            }
        }
    }

    /** What the end of the job makes true. */
    synchronized void written(UUID patch) {
        for (Row row : new ArrayList<>(rows.values())) {
            Reservation r = row.reservation();
            if (r.patch().equals(patch)) {
                put(row, new Reservation(r.tag(), patch, r.digest(), Optional.empty(), true));
            }
        }
    }

    /** The database was lost, or the tag comes from before it. */
    synchronized void forgetAll() {
        rows.clear();
    }

    private void put(Row row, Reservation reservation) {
        rows.put(
                ImageReference.of(row.repository(), reservation.tag()),
                new Row(row.repository(), row.source(), reservation));
    }
}
