package dev.cssc.scan.endoflife;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A calendar as a JSON file: {@code {"families": [{"family": "debian", "source": "…", "ends": {"12": "2028-06-30"}}]}}, or
 * {@code "rolling": true} in place of {@code ends} for a distribution without releases.
 */
public final class CalendarFile {
    private static final String BUNDLED = "calendar.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final List<SupportCalendar.Entry> entries = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private CalendarFile(String name) {
        this.name = name;
    }

    /** The calendar that comes with the product. */
    public static SupportCalendar bundled() {
        try (InputStream in = Objects.requireNonNull(CalendarFile.class.getResourceAsStream(BUNDLED), BUNDLED)) {
            return new CalendarFile(BUNDLED).read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + BUNDLED, e);
        }
    }

    /**
     * The bundled calendar, corrected by this file.
     *
     * @throws IllegalStateException where it cannot be read or says something else than a calendar; names all that is wrong with it
     */
    public static SupportCalendar bundledCorrectedBy(Path file) {
        try {
            return bundled().correctedBy(new CalendarFile(file.toString()).read(Files.readString(file)));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "reading the calendar of ends of life (cssc.scan.end-of-life-file): " + file
                            + " cannot be read as text: " + e,
                    e);
        }
    }

    private SupportCalendar read(String text) {
        try {
            JsonNode families = JSON.readTree(text).path("families");
            if (!families.isArray() || families.isEmpty()) {
                problems.add("$.families: expected a list with at least one element");
            }
            for (int i = 0; i < families.size(); i++) {
                family(families.path(i), "$.families[" + i + "]");
            }
        } catch (JsonProcessingException e) {
            problems.add("it is no JSON: " + e.getOriginalMessage());
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException("reading the calendar of ends of life (cssc.scan.end-of-life-file) " + name
                    + ": " + String.join("; ", problems));
        }
        return SupportCalendar.of(entries);
    }

    private void family(JsonNode family, String path) {
        String named = family.path("family").asText("");
        String source = family.path("source").asText("");
        if (named.isBlank()) {
            problems.add(path + ".family: expected the name of a distribution, as \"debian\"");
        }
        if (source.isBlank()) {
            problems.add(path + ".source: expected where the dates stand");
        }
        JsonNode ends = family.path("ends");
        boolean rolling = family.path("rolling").asBoolean(false);
        if (rolling == ends.isObject()) {
            problems.add(path + ": expected either \"ends\", an object of releases and days, or \"rolling\": true");
        }
        if (rolling) {
            entries.add(new SupportCalendar.Entry(Family.of(named), "", Optional.empty(), source));
        }
        ends.properties()
                .forEach(end -> day(end.getValue(), path + ".ends." + end.getKey())
                        .ifPresent(last -> entries.add(
                                new SupportCalendar.Entry(Family.of(named), end.getKey(), Optional.of(last), source))));
    }

    private Optional<LocalDate> day(JsonNode value, String path) {
        try {
            return Optional.of(LocalDate.parse(value.asText()));
        } catch (DateTimeParseException e) {
            problems.add(path + ": is '" + value.asText() + "'; expected a day, as 2028-06-30");
            return Optional.empty();
        }
    }
}
