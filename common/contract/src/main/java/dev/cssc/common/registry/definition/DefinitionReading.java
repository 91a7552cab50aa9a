package dev.cssc.common.registry.definition;

import java.util.List;

/** What came of reading a definition. */
public sealed interface DefinitionReading {

    /** It follows all rules. */
    record Accepted(RegistryDefinition definition) implements DefinitionReading {}

    /** It does not; everything that is wrong with it, at least one thing. */
    record Refused(List<DefinitionProblem> problems) implements DefinitionReading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
