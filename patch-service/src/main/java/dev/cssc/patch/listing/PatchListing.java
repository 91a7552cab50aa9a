package dev.cssc.patch.listing;

import dev.cssc.common.image.Digest;
import dev.cssc.common.request.PlaceInTime;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Patches for people, in the database. */
@ApplicationScoped
class PatchListing {
    private static final String COLUMNS = """
            select id, run, workflow, registry, repository, tag, source_digest, convention, site, staging, parts, verifications, publishes,
                   engine, database_id, state, published_tag, added_bytes, patch_seconds, promote_seconds, staged_at, ended_at, retired_at,
                   stays_reason, stays, %s as at
            from patch
            """;

    PatchListing() {}

    /** Which patches are listed, and by which time. */
    enum Which {
        /** Those that were published, whether they are there still or were removed since. */
        PUBLISHED("state in ('PUBLISHED', 'RETIRED')", "ended_at"),
        /** Those that wait for their verification or are being published. */
        STAGED("state in ('STAGED', 'ACCEPTED')", "staged_at");

        private final String where;
        private final String time;

        Which(String where, String time) {
            this.where = where;
            this.time = time;
        }
    }

    /**
     * What the source of a patch, or what it is published as, has to be; everything where a part is empty.
     *
     * @param digest of the source or of what was published
     */
    record Filter(
            Optional<String> registry, Optional<String> repository, Optional<String> tag, Optional<Digest> digest) {
        private Map<String, Object> columns() {
            Map<String, Object> columns = new HashMap<>();
            registry.ifPresent(value -> columns.put("registry", value));
            repository.ifPresent(value -> columns.put("repository", value));
            tag.ifPresent(value -> columns.put("tag", value));
            return columns;
        }
    }

    /** The newest patches of that kind, newest first, behind a place where one is named. */
    Uni<List<PatchRow>> newest(Tx tx, Which which, Filter filter, Optional<PlaceInTime> behind, int most) {
        Map<String, Object> parameters = filter.columns();
        StringBuilder sql = new StringBuilder(COLUMNS.formatted(which.time) + " where " + which.where);
        sql.append(parameters.keySet().stream()
                .map(column -> " and " + column + " = :" + column)
                .collect(Collectors.joining()));
        filter.digest().ifPresent(digest -> {
            sql.append(" and :digest in (source_digest, publishes)");
            parameters.put("digest", digest.value());
        });
        behind.ifPresent(place -> {
            sql.append(" and " + PlaceInTime.isBehind(which.time));
            parameters.put("micros", place.micros());
            parameters.put("id", place.id().toString());
        });
        parameters.put("most", most);
        sql.append(" order by " + which.time + " desc, id desc limit :most");
        return JsonRows.all(tx, sql.toString(), parameters, PatchRow.class);
    }

    /** The patch of that id, whatever became of it. */
    Uni<Optional<PatchRow>> find(Tx tx, UUID id) {
        return JsonRows.one(
                tx,
                COLUMNS.formatted("staged_at") + " where id = cast(:id as uuid)",
                Map.of("id", id.toString()),
                PatchRow.class);
    }

    /** The patch whose manifest or index that is, the newest where there are several. */
    Uni<Optional<PatchRow>> find(Tx tx, Digest digest) {
        return JsonRows.one(
                tx,
                COLUMNS.formatted("staged_at") + " where publishes = :digest order by staged_at desc limit 1",
                Map.of("digest", digest.value()),
                PatchRow.class);
    }
}
