package dev.cssc.common.registry;

import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ProbeCheck.Kind;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Looks at a registry step by step, from its name to what it can do, and says of each step how it ended, with a reason a person can act on.
 * Uses the same client as everything else, only with less patience: what passes here works there.
 */
public final class RegistryProbe {
    /** A registry that is to be left alone for longer says so, and that is an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final RegistrySettings settings;

    /** A probe of that registry, which need not be configured. */
    public RegistryProbe(RegistrySettings settings) {
        RequestBudget budget = settings.budget();
        this.settings = settings.within(new RequestBudget(budget.concurrent(), budget.perSecond(), PATIENCE))
                .within(shorter(settings.timeouts()));
    }

    /** Somebody waits for the report: what takes longer than that is worth telling. */
    private static Timeouts shorter(Timeouts configured) {
        return new Timeouts(least(configured.connect()), least(configured.read()), least(configured.transfer()));
    }

    private static Duration least(Duration configured) {
        return configured.compareTo(LONGEST_SILENCE) < 0 ? configured : LONGEST_SILENCE;
    }

    /**
     * Looks. The first answer that does not come in time ends it.
     *
     * @throws IllegalArgumentException where the request names something that is no repository
     */
    public ProbeReport run(ProbeRequest request) {
        request.repository().ifPresent(path -> new Repository(settings.host(), path));
        ReachProbe reach = new ReachProbe(settings);
        List<ProbeCheck> checks = new ArrayList<>();
        if (!gates(checks, reach::dns, reach::connect, reach::tls)) {
            skip(checks);
            return report(request, checks);
        }
        try (RegistryConnection connection =
                new RegistryConnection(settings, InstantSource.system(), Waiting.SLEEP, RequestListener.NONE)) {
            ApiProbe api = new ApiProbe(settings, connection, reach, request);
            if (gates(checks, api::api, api::auth)) {
                checks.add(api.list());
                checks.add(api.paging());
                checks.add(api.referrers());
                WriteProbe writing = new WriteProbe(settings, connection, api.repository(), request.write());
                checks.add(writing.push());
                checks.add(writing.delete());
            }
            skip(checks);
            return report(new ProbeRequest(api.repository().map(Repository::path), request.write()), checks);
        }
    }

    /** Takes these checks one after the other until one fails; true where none did. */
    @SafeVarargs
    private static boolean gates(List<ProbeCheck> checks, Supplier<ProbeCheck>... steps) {
        for (Supplier<ProbeCheck> step : steps) {
            ProbeCheck check = step.get();
            checks.add(check);
            if (check.failed()) {
                return false;
            }
        }
        return true;
    }

    private static void skip(List<ProbeCheck> checks) {
        for (Kind kind : Kind.values()) {
            if (checks.stream().noneMatch(done -> done.check() == kind)) {
                checks.add(ProbeCheck.skipped(kind, ProbeReason.EARLIER_FAILURE, "not looked at"));
            }
        }
    }

    private ProbeReport report(ProbeRequest request, List<ProbeCheck> checks) {
        return new ProbeReport(
                settings.name(),
                settings.host(),
                request.repository(),
                checks.stream().noneMatch(ProbeCheck::failed),
                checks);
    }
}
