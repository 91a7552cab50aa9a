package dev.cssc.common.transaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.smallrye.mutiny.Uni;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads rows as records by letting PostgreSQL write them as JSON: one text column, the columns are the record's
 * components in snake case, null is an empty {@link Optional}. Writes many rows with one statement the same way.
 */
public final class JsonRows {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private JsonRows() {}

    /** All rows of a query. */
    public static <R> Uni<List<R>> all(Tx tx, String select, Map<String, ?> parameters, Class<R> form) {
        var query = tx.column("select cast(row_to_json(rows) as text) from (" + select + ") as rows", String.class);
        parameters.forEach(query::setParameter);
        return query.getResultList()
                .map(rows -> rows.stream().map(row -> read(row, form)).toList());
    }

    /** The only row of a query, if there is one. */
    public static <R> Uni<Optional<R>> one(Tx tx, String select, Map<String, ?> parameters, Class<R> form) {
        return all(tx, select, parameters, form).map(rows -> rows.stream().findFirst());
    }

    /** The JSON in which many rows are handed to {@code json_to_recordset}. */
    public static String write(Object rows) {
        try {
            return MAPPER.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("writing rows as JSON", e);
        }
    }

    private static <R> R read(String row, Class<R> form) {
        try {
            return MAPPER.readValue(row, form);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("reading a row as " + form.getSimpleName(), e);
        }
    }
}
