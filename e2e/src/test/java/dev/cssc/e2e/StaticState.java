package dev.cssc.e2e;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the project's classes set where they are initialised. In a service's native image Quarkus has that done while the image is built, so
 * that what is asked of the machine there is the builder's answer for good; and the build ends where an object is kept whose class is
 * initialised at run time. What a lambda does is left out: it is done later.
 */
final class StaticState {
    private static final String PROJECT = "dev.cssc.";

    /** Of these each method, or those that are named, asks the machine or the moment. */
    private static final Map<String, Set<String>> MACHINE = Map.ofEntries(
            Map.entry("java.lang.ProcessHandle", Set.of()),
            Map.entry("java.lang.Runtime", Set.of()),
            Map.entry("java.lang.System", Set.of("getenv", "getProperty", "nanoTime", "currentTimeMillis")),
            Map.entry("java.lang.Thread", Set.of()),
            Map.entry("java.net.InetAddress", Set.of()),
            Map.entry("java.nio.file.Files", Set.of()),
            Map.entry("java.security.SecureRandom", Set.of()),
            Map.entry("java.time.Instant", Set.of("now")),
            Map.entry("java.time.LocalDate", Set.of("now")),
            Map.entry("java.time.ZonedDateTime", Set.of("now")),
            Map.entry("java.util.Random", Set.of()),
            Map.entry("java.util.UUID", Set.of("randomUUID")),
            Map.entry("java.util.concurrent.Executors", Set.of()));

    private final Set<String> atRunTime;
    private final Map<String, String> found = new TreeMap<>();

    private StaticState(Set<String> atRunTime) {
        this.atRunTime = atRunTime;
    }

    /**
     * Each class that is initialised while an image is built and must not be, with what it asks for.
     *
     * @param atRunTime names of classes, and of packages with all below, that are initialised at run time
     */
    static Map<String, String> wronglyKeptIn(JavaClasses classes, Set<String> atRunTime) {
        StaticState state = new StaticState(atRunTime);
        classes.stream()
                .filter(type -> type.getName().startsWith(PROJECT))
                .filter(type -> !state.isAtRunTime(type.getName()))
                .forEach(state::read);
        return state.found;
    }

    private boolean isAtRunTime(String type) {
        return atRunTime.stream().anyMatch(name -> type.equals(name) || type.startsWith(name + "."));
    }

    private void read(JavaClass type) {
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        type.getStaticInitializer().ifPresent(open::add);
        Set<JavaCodeUnit> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            for (JavaCall<?> call : open.remove().getCallsFromSelf()) {
                if (call.isDeclaredInLambda()) {
                    continue;
                }
                if (isRefused(call)) {
                    found.put(type.getName(), call.getDescription());
                }
                call.getTarget()
                        .resolveMember()
                        .filter(unit -> unit.getOwner().getName().startsWith(PROJECT))
                        .filter(seen::add)
                        .ifPresent(open::add);
            }
        }
    }

    private boolean isRefused(JavaCall<?> call) {
        String owner = call.getTargetOwner().getName();
        Set<String> methods = MACHINE.get(owner);
        return isAtRunTime(owner) && !owner.startsWith(PROJECT)
                || methods != null && (methods.isEmpty() || methods.contains(call.getName()));
    }
}
