package dev.cssc.common.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What a {@link CredentialSource} has to show, now. Safe for use by many threads. */
interface CredentialSupply {

    /**
     * What to show.
     *
     * @param description what for; begins every error message
     * @param service the registry as its challenge names itself, where it did
     * @param until to be good until then at least, where that can be had
     */
    Presented present(String description, Optional<String> service, Instant until);

    /** Drops what is kept: it was refused. */
    default void forget() {}

    /** For what is in memory, in a variable or in a file of its own. */
    record Fixed(CredentialSource.StaticUser user) implements CredentialSupply {
        @Override
        public Presented present(String description, Optional<String> service, Instant until) {
            return new Presented.User(
                    new Credentials(user.username(), user.secret().read()));
        }
    }

    /** For Docker's configuration. Kept for a minute: a credential helper may take a second. */
    final class FromDockerConfig implements CredentialSupply {
        private static final Duration KEPT = Duration.ofMinutes(1);

        private final DockerConfigFile file;
        private final String key;
        private final InstantSource clock;
        private volatile Optional<Kept> kept = Optional.empty();

        FromDockerConfig(DockerConfigFile file, String key, InstantSource clock) {
            this.file = file;
            this.key = key;
            this.clock = clock;
        }

        private record Kept(Presented presented, Instant end) {}

        @Override
        public Presented present(String description, Optional<String> service, Instant until) {
            Instant now = clock.instant();
            Optional<Kept> known = kept.filter(k -> now.isBefore(k.end()));
            if (known.isPresent()) {
                return known.get().presented();
            }
            Presented read = file.presented(key);
            kept = Optional.of(new Kept(read, now.plus(KEPT)));
            return read;
        }

        @Override
        public void forget() {
            kept = Optional.empty();
        }
    }
}
