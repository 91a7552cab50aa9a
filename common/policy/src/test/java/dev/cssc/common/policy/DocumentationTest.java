package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentationTest {
    @Test
    void thePoliciesOnTheirPageAreAccepted() throws Exception {
        String page = Files.readString(Path.of("../../docs/policy.md"));

        List<MatchResult> examples = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .toList();

        assertThat(examples)
                .hasSizeGreaterThan(2)
                .allSatisfy(example -> assertThat(Policies.read(Policies.bytes(example.group(1))))
                        .isInstanceOfSatisfying(
                                PolicyReading.Accepted.class,
                                accepted -> assertThat(accepted.warnings()).isEmpty()));
    }

    @Test
    void thePageNamesEveryKey() throws Exception {
        String page = Files.readString(Path.of("../../docs/policy.md"));

        assertThat(Stream.of(
                                PolicyKeys.OF_DOCUMENT,
                                PolicyKeys.OF_ENTRY,
                                PolicyKeys.OF_IGNORE,
                                PolicyKeys.OF_SEMVER,
                                PolicyKeys.OF_REBASE,
                                PolicyKeys.OF_TARGET)
                        .flatMap(Set::stream))
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    @Test
    void theKeysThatAreKnownAreThoseOfTheSchema() throws Exception {
        JsonNode schema;
        try (InputStream resource = PolicySchema.class.getResourceAsStream(PolicySchema.RESOURCE)) {
            schema = new ObjectMapper().readTree(resource);
        }
        JsonNode entry = schema.path("properties").path("repositories").path("items");

        assertThat(keys(schema)).containsExactlyInAnyOrderElementsOf(PolicyKeys.OF_DOCUMENT);
        assertThat(keys(entry)).containsExactlyInAnyOrderElementsOf(PolicyKeys.OF_ENTRY);
        assertThat(keys(entry.path("properties").path("semver")))
                .containsExactlyInAnyOrderElementsOf(PolicyKeys.OF_SEMVER);
        assertThat(keys(schema.path("$defs").path("ignore").path("items")))
                .containsExactlyInAnyOrderElementsOf(PolicyKeys.OF_IGNORE);
        assertThat(keys(schema.path("$defs").path("rebase"))).containsExactlyInAnyOrderElementsOf(PolicyKeys.OF_REBASE);
        assertThat(keys(schema.path("$defs").path("target"))).containsExactlyInAnyOrderElementsOf(PolicyKeys.OF_TARGET);
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
