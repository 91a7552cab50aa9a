package dev.cssc.patch.engine.copa;

import dev.cssc.common.image.Repository;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which BuildKit patches whose images: a tenant's own, so that no other's work is seen in its cache, or the one for all. */
final class BuildKits {
    private final BuildKit common;
    private final Map<String, BuildKit> byPrefix;

    private BuildKits(BuildKit common, Map<String, BuildKit> byPrefix) {
        this.common = common;
        this.byPrefix = byPrefix;
    }

    /**
     * As configured.
     *
     * @throws IllegalStateException where an address is none, or two BuildKits are named for the same repositories
     */
    static BuildKits of(CopaConfig config) {
        Map<String, BuildKit> byPrefix = new LinkedHashMap<>();
        config.buildkits().forEach((name, further) -> {
            String setting = "cssc.patch.copa.buildkits." + name;
            BuildKit buildKit = BuildKit.of(
                    setting, further.address(), further.caCertificate(), further.certificate(), further.key());
            for (String prefix : further.repositories()) {
                if (byPrefix.put(prefix, buildKit) != null) {
                    throw new IllegalStateException(
                            setting + ".repositories names '" + prefix + "', which another BuildKit is for already");
                }
            }
        });
        return new BuildKits(
                BuildKit.of(
                        "cssc.patch.copa",
                        config.address(),
                        config.caCertificate(),
                        config.certificate(),
                        config.key()),
                byPrefix);
    }

    /** The one for images of that repository. */
    BuildKit of(Repository repository) {
        String name = repository.toString() + "/";
        return byPrefix.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey() + "/"))
                .max(Map.Entry.comparingByKey((a, b) -> Integer.compare(a.length(), b.length())))
                .map(Map.Entry::getValue)
                .orElse(common);
    }

    /** Why one of them cannot be used, each in a sentence; empty where all answer. All are asked at the same time. */
    Optional<String> unreachable() {
        List<BuildKit> all = Stream.concat(Stream.of(common), byPrefix.values().stream())
                .distinct()
                .toList();
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<String>>> answers =
                    all.stream().map(one -> asking.submit(one::unreachable)).toList();
            String missing = answers.stream()
                    .map(BuildKits::answer)
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining("; "));
            return missing.isEmpty() ? Optional.empty() : Optional.of(missing);
        }
    }

    private static Optional<String> answer(Future<Optional<String>> future) {
        try {
            return future.get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("asking for a connection is never exceptional", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("asking for BuildKit was interrupted");
        }
    }
}
