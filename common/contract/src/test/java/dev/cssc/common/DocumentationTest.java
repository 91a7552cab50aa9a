package dev.cssc.common;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages of docs/ that are made from code. Run with {@code -Dgolden.update} to write them anew. */
class DocumentationTest {
    private static final Path DOCS = Path.of("../../docs");

    @Test
    void theReasonCodesPageListsEveryCode() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Reason codes

                Every failure, skip and refusal carries one of these codes: in REST errors (`reason`), in `ImageStatus` events, in the headers of
                dead letters (`cssc-reason`), in logs. A code is never renamed. This page is generated from `ReasonCode`.

                """);
        for (ReasonCode.Actor actor : ReasonCode.Actor.values()) {
            page.append("## ")
                    .append(heading(actor))
                    .append("\n\n| code | tried again | what to do |\n|---|---|---|\n");
            Arrays.stream(ReasonCode.values())
                    .filter(c -> c.actor() == actor)
                    .forEach(c -> page.append("| `")
                            .append(c)
                            .append("` | ")
                            .append(dev.cssc.common.failure.Failure.of(c, "").retryable() ? "yes" : "no")
                            .append(" | ")
                            .append(c.help())
                            .append(" |\n"));
            page.append('\n');
        }
        String made = page.toString().stripTrailing() + "\n";
        assertThat(Golden.kept(DOCS.resolve("reason-codes.md"), made)).isEqualTo(made);
    }

    @Test
    void theLifecyclePageDrawsEveryTransition() throws IOException {
        String arrows = Arrays.stream(State.values())
                .flatMap(from ->
                        Arrays.stream(State.values()).filter(from::mayBecome).map(to -> "    " + from + " --> " + to))
                .collect(Collectors.joining("\n"));
        String ends = Arrays.stream(State.values())
                .filter(State::terminal)
                .map(s -> "    " + s + " --> [*]")
                .collect(Collectors.joining("\n"));
        String page = """
                # The way of one due image

                Each due image ends in exactly one of the terminal states, whatever crashes between. This page is generated from `ImageLifecycle`;
                a property test drives the choreography through random interleavings of deliveries, repetitions, crashes and cancellations.

                ```mermaid
                stateDiagram-v2
                    [*] --> DUE
                %s
                %s
                ```
                """.formatted(arrows, ends);
        assertThat(Golden.kept(DOCS.resolve("lifecycle.md"), page)).isEqualTo(page);
    }

    private static String heading(ReasonCode.Actor actor) {
        return switch (actor) {
            case NOBODY -> "Nobody needs to act";
            case IMAGE_OWNER -> "The owner of the image acts";
            case POLICY_AUTHOR -> "The author of the policy, request or event acts";
            case OPERATOR -> "The operator acts";
            case PRODUCT -> "A defect of this product";
        };
    }
}
