package dev.cssc.common.layer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import org.apache.commons.compress.compressors.zstandard.ZstdUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** A native program unpacks zstd only if it was told of zstd-jni's library and of what that looks for in Java; neither says so itself. */
class NativeZstdTest {
    private static final String CONFIGURATION = "META-INF/native-image/dev.cssc/cssc-oci/";
    private static final String AT_RUN_TIME = "--initialize-at-run-time=";

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void itsLibraryIsInTheProgram(String architecture) throws IOException {
        String library = "linux/" + architecture + "/libzstd-jni-" + ZstdVersion.VERSION + ".so";

        assertThat(Native.class.getClassLoader().getResource(library)).isNotNull();
        assertThat(stream(json("resource-config.json").path("resources").path("includes"))
                        .map(include -> include.path("pattern").asText()))
                .anyMatch(library::matches);
    }

    /** The fields in which the library leaves how far it came. */
    @Test
    void itsLibraryFindsTheFieldsThatItSets() throws Exception {
        JsonNode type = stream(json("jni-config.json"))
                .filter(t -> t.path("name").asText().equals(ZstdInputStreamNoFinalizer.class.getName()))
                .findFirst()
                .orElseThrow();

        for (String field : List.of("srcPos", "dstPos")) {
            assertThat(ZstdInputStreamNoFinalizer.class.getDeclaredField(field).getType())
                    .isEqualTo(long.class);
            assertThat(stream(type.path("fields")).map(f -> f.path("name").asText()))
                    .contains(field);
        }
    }

    @Test
    void itsLibraryIsLoadedWhereTheProgramRuns() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = open("native-image.properties")) {
            properties.load(in);
        }

        assertThat(properties.getProperty("Args")).startsWith(AT_RUN_TIME);
        assertThat(properties
                        .getProperty("Args")
                        .substring(AT_RUN_TIME.length())
                        .split(","))
                .contains(Zstd.class.getPackageName(), ZstdUtils.class.getPackageName());
    }

    private static JsonNode json(String file) throws IOException {
        try (InputStream in = open(file)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(
                NativeZstdTest.class.getClassLoader().getResourceAsStream(CONFIGURATION + file), file);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
