package dev.cssc.cli.plan;

import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.planning.RegistryRepositoryView;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyProblem;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.selection.PlanDocument;
import dev.cssc.common.selection.TagSelection;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans without a service, from the registries themselves. Nothing is contacted before the policy follows all rules, and then only what it
 * names.
 *
 * @param registries how to reach them
 * @param concurrency how many requests are under way at once
 */
public record DirectPlanning(RegistryOptions registries, int concurrency) {
    /** Enough to hide the way to a registry, and few enough for a small one. */
    public static final int REQUESTS_AT_ONCE = 32;

    /** Plans with the usual number of requests at once. */
    public DirectPlanning(RegistryOptions registries) {
        this(registries, REQUESTS_AT_ONCE);
    }

    /** Where the sources are, and where their patches. */
    private static Stream<String> registries(Policy.Entry entry) {
        return Stream.concat(
                Stream.of(entry.registry()), entry.criteria().target().flatMap(PatchTarget::registry).stream());
    }

    /**
     * Writes the plan, or all that is wrong with the policy, as {@link PlanDocument}.
     *
     * @param policy the document
     * @param registry of the repositories for which the document names none
     */
    public void write(byte[] policy, Optional<String> registry, OutputStream to) throws IOException {
        switch (new PolicyReader().read(policy, registry)) {
            case PolicyReading.Refused(PolicyProblems problems) -> PlanDocument.writeInvalid(problems, to);
            case PolicyReading.Accepted(Policy accepted, List<PolicyProblem> warnings) -> {
                RegistryClient client = registries.client(accepted.repositories().stream()
                        .filter(Policy.Entry::enabled)
                        .flatMap(DirectPlanning::registries)
                        .collect(Collectors.toCollection(TreeSet::new)));
                try (PlanDocument document = PlanDocument.begin(accepted.tagConvention(), warnings, to)) {
                    TagSelection.plan(
                            accepted,
                            repository -> new RegistryRepositoryView(repository, client),
                            concurrency,
                            document);
                }
            }
        }
    }
}
