package dev.cssc.common.selection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.policy.PolicyProblem;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.policy.Position;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes a plan as JSON, in UTF-8: what {@code cssc plan}, a dry run and the services show. One object with {@code tagConvention} and the
 * lists {@code images}, {@code notFound}, {@code leftOut} and {@code errors}, one line an element; {@code warnings} of the policy follow
 * where there are any. Images are written when their repository comes; the other lists wait until the plan is closed.
 *
 * <p>As a consumer it takes what {@link TagSelection} gives; what cannot be written is an {@link UncheckedIOException} there.
 */
public final class PlanDocument implements Consumer<RepositoryPlan>, AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;
    private final List<Plan.NotFound> notFound = new ArrayList<>();
    private final List<Plan.Out> leftOut = new ArrayList<>();
    private final List<Plan.Failed> failed = new ArrayList<>();
    private final List<PolicyProblem> problems;
    private final List<PolicyProblem> warnings;

    private PlanDocument(
            Optional<TagConvention> convention,
            List<PolicyProblem> problems,
            List<PolicyProblem> warnings,
            OutputStream to)
            throws IOException {
        this.problems = problems;
        this.warnings = warnings;
        json = JSON.createGenerator(to)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .setPrettyPrinter(oneLineAnElement());
        json.writeStartObject();
        json.writeFieldName("tagConvention");
        if (convention.isPresent()) {
            json.writeString(convention.get().toString());
        } else {
            json.writeNull();
        }
        json.writeArrayFieldStart("images");
    }

    /**
     * Begins a plan that is written while it is made.
     *
     * @param convention the policy's own, for entries that say nothing else
     * @param warnings of the policy
     * @param to where to; stays open when the document is closed
     */
    public static PlanDocument begin(TagConvention convention, List<PolicyProblem> warnings, OutputStream to)
            throws IOException {
        return new PlanDocument(Optional.of(convention), List.of(), warnings, to);
    }

    /** Writes a whole plan; {@code to} stays open. */
    public static void write(Plan plan, TagConvention convention, List<PolicyProblem> warnings, OutputStream to)
            throws IOException {
        try (PlanDocument document = begin(convention, warnings, to)) {
            document.add(plan.entries());
        }
    }

    /** Writes that there is no plan, because the policy is invalid: the same form, with nothing but errors. {@code to} stays open. */
    public static void writeInvalid(PolicyProblems problems, OutputStream to) throws IOException {
        new PlanDocument(Optional.empty(), problems.all(), List.of(), to).close();
    }

    @Override
    public void accept(RepositoryPlan repository) {
        try {
            add(repository.entries());
        } catch (IOException e) {
            throw new UncheckedIOException("writing the plan", e);
        }
    }

    private void add(List<Plan.Entry> entries) throws IOException {
        for (Plan.Entry entry : entries) {
            switch (entry) {
                case Plan.In in -> image(in);
                case Plan.Out out -> leftOut.add(out);
                case Plan.NotFound missing -> notFound.add(missing);
                case Plan.Failed unread -> failed.add(unread);
            }
        }
    }

    /** Writes what waited, and the end. */
    @Override
    public void close() throws IOException {
        json.writeEndArray();
        json.writeArrayFieldStart("notFound");
        for (Plan.NotFound missing : notFound) {
            unselected(missing.registry(), missing.repository(), missing.tag(), missing.why());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("leftOut");
        for (Plan.Out out : leftOut) {
            unselected(
                    out.repository().registry(),
                    out.repository().path(),
                    out.tag().value(),
                    out.why());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("errors");
        for (PolicyProblem problem : problems) {
            problem(problem, Optional.of(ReasonCode.POLICY_INVALID));
        }
        for (Plan.Failed unread : failed) {
            failed(unread);
        }
        json.writeEndArray();
        if (!warnings.isEmpty()) {
            json.writeArrayFieldStart("warnings");
            for (PolicyProblem warning : warnings) {
                problem(warning, Optional.empty());
            }
            json.writeEndArray();
        }
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }

    private void image(Plan.In in) throws IOException {
        json.writeStartObject();
        json.writeStringField("registry", in.source().repository().registry());
        json.writeStringField("repository", in.source().repository().path());
        json.writeStringField("tag", in.source().tag().value());
        json.writeStringField("digest", in.source().digest().value());
        json.writeStringField("scanTag", in.candidate().tag().value());
        json.writeStringField("scanDigest", in.candidate().digest().value());
        Repository sources = in.source().repository();
        if (!in.candidate().repository().equals(sources)) {
            json.writeStringField("scanRepository", in.candidate().repository().toString());
        }
        if (!in.site().equals(sources)) {
            json.writeStringField("target", in.site().toString());
        }
        if (in.nextTag().isPresent()) {
            json.writeStringField("nextTag", in.nextTag().get().value());
        }
        json.writeStringField("tagConvention", in.convention().toString());
        json.writeStringField("why", in.why());
        json.writeEndObject();
    }

    private void unselected(String registry, String repository, String tag, String why) throws IOException {
        json.writeStartObject();
        json.writeStringField("registry", registry);
        json.writeStringField("repository", repository);
        json.writeStringField("tag", tag);
        json.writeStringField("why", why);
        json.writeEndObject();
    }

    private void problem(PolicyProblem problem, Optional<ReasonCode> reason) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", problem.path());
        json.writeStringField("message", problem.message());
        if (problem.proposal().isPresent()) {
            json.writeStringField("proposal", problem.proposal().get());
        }
        if (problem.position().isPresent()) {
            Position position = problem.position().get();
            json.writeNumberField("line", position.line());
            json.writeNumberField("column", position.column());
        }
        if (reason.isPresent()) {
            json.writeStringField("reason", reason.get().name());
        }
        json.writeEndObject();
    }

    private void failed(Plan.Failed unread) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", unread.path());
        json.writeStringField("message", unread.failure().detail());
        json.writeStringField("reason", unread.failure().reason().name());
        json.writeStringField("registry", unread.registry());
        json.writeStringField("repository", unread.repository());
        if (unread.tag().isPresent()) {
            json.writeStringField("tag", unread.tag().get());
        }
        json.writeEndObject();
    }

    private static DefaultPrettyPrinter oneLineAnElement() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("");
        return new DefaultPrettyPrinter(separators)
                .withArrayIndenter(lines)
                .withObjectIndenter(new DefaultPrettyPrinter.NopIndenter() {
                    @Override
                    public void writeIndentation(JsonGenerator g, int level) throws IOException {
                        // The document's own keys stand at level 1, those of the elements deeper.
                        if (level <= 1) {
                            lines.writeIndentation(g, level);
                        } else {
                            g.writeRaw(' ');
                        }
                    }

                    @Override
                    public boolean isInline() {
                        return false;
                    }
                });
    }
}
