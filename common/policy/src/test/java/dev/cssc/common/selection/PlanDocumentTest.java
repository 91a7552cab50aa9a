package dev.cssc.common.selection;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.policy.PolicyProblem;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.testing.Golden;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import static dev.cssc.common.selection.Selections.entry;
import static dev.cssc.common.selection.Selections.judgedBy;
import static dev.cssc.common.selection.Selections.patched;
import static dev.cssc.common.selection.Selections.plan;
import static dev.cssc.common.selection.Selections.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The plan's JSON is what scripts read: golden files; run with {@code -Dgolden.update} after a deliberate, compatible change. */
class PlanDocumentTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @Test
    void aPlanIsWrittenAsItAlwaysWas() throws Exception {
        var unread = Failure.of(ReasonCode.REGISTRY_UNAUTHORIZED, "reading r:\"b\": 401");
        var plan = plan(
                policy(entry("r", "*"), entry("absent", "x"), entry("full", "a")),
                Map.of("r", patched("a", "a-1", "b").unreadable("b", unread), "full", patched("a", "a-999")));

        compare("plan.json", to -> PlanDocument.write(plan, TagConvention.INCREMENTAL, List.of(), to));
    }

    @Test
    void aPlanNamesTheRepositoryInWhichPatchesArePublished() throws Exception {
        var elsewhere = Criteria.NONE.publishingTo(new PatchTarget(Optional.of("patched.example"), Optional.of("p")));
        var plan = plan(
                policy(judgedBy(elsewhere, entry("r", "*"))),
                Map.of("r", patched("a", "b"), "p/r", FakeRepository.withTags().patchOf("a-1", "a")));

        compare("plan-elsewhere.json", to -> PlanDocument.write(plan, TagConvention.INCREMENTAL, List.of(), to));
    }

    @Test
    void anInvalidPolicyHasTheSameFormWithErrorsOnly() throws Exception {
        var document = """
                {"version": "v1", "repositories": [
                  {"repository": "r", "tags": ["a-1"], "minimum-severity": "hihg"}]}
                """.getBytes(StandardCharsets.UTF_8);
        var problems = ((PolicyReading.Refused) new PolicyReader().read(document, Optional.of("r.example"))).problems();

        compare("plan-of-invalid-policy.json", to -> PlanDocument.writeInvalid(problems, to));
    }

    @Test
    void warningsFollowWhereThereAreAny() throws Exception {
        var warning = new PolicyProblem("$.x", "is no key", Optional.of("did you mean y?"), Optional.empty());
        ByteArrayOutputStream written = new ByteArrayOutputStream();

        PlanDocument.write(new Plan(List.of()), TagConvention.FLOATING, List.of(warning), written);

        var json = new ObjectMapper().readTree(written.toByteArray());
        assertThat(json.path("tagConvention").asText()).isEqualTo("floating");
        assertThat(json.path("warnings").toString())
                .isEqualTo("[{\"path\":\"$.x\",\"message\":\"is no key\",\"proposal\":\"did you mean y?\"}]");
    }

    @Test
    void imagesAreWrittenBeforeThePlanIsComplete() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        List<Integer> sizes = new ArrayList<>();
        String[] many = IntStream.range(0, 100).mapToObj(i -> "t" + i).toArray(String[]::new);

        try (PlanDocument document = PlanDocument.begin(TagConvention.INCREMENTAL, List.of(), written)) {
            TagSelection.plan(policy(entry("p", "*"), entry("q", "*")), r -> patched(many), 2, repository -> {
                document.accept(repository);
                sizes.add(written.size());
            });
        }

        assertThat(sizes.getFirst()).isGreaterThan(20_000);
        assertThat(new ObjectMapper().readTree(written.toByteArray()).path("images"))
                .hasSize(200);
    }

    @Test
    void whatCannotBeWrittenEndsTheSelection() throws Exception {
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        String[] many = IntStream.range(0, 100).mapToObj(i -> "t" + i).toArray(String[]::new);
        PlanDocument document = PlanDocument.begin(TagConvention.INCREMENTAL, List.of(), full);

        assertThatThrownBy(() -> TagSelection.plan(policy(entry("p", "*")), r -> patched(many), 2, document))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("no space left");
    }

    private interface Writer {
        void write(OutputStream to) throws IOException;
    }

    private static void compare(String name, Writer writer) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        writer.write(written);
        String text = written.toString(StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(Golden.kept(GOLDEN.resolve(name), text));
    }
}
