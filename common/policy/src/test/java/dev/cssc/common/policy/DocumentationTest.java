package dev.cssc.common.policy;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

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
                .isNotEmpty()
                .allSatisfy(example -> assertThat(new PolicyReader()
                                .read(
                                        example.group(1).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                        java.util.Optional.of("registry.example")))
                        .isInstanceOf(PolicyReading.Accepted.class));
    }
}
