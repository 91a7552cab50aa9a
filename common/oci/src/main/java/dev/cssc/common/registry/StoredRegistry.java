package dev.cssc.common.registry;

/** A registry that is stored, as this process sees it. */
public sealed interface StoredRegistry {

    /** What people call it. */
    String name();

    /** Host and optional port. */
    String host();

    /** All that it needs is here. */
    record Usable(RegistrySettings settings) implements StoredRegistry {
        @Override
        public String name() {
            return settings.name();
        }

        @Override
        public String host() {
            return settings.host();
        }
    }

    /**
     * Something that it needs is not.
     *
     * @param why what is missing; never a secret
     */
    record Unusable(String name, String host, String why) implements StoredRegistry {}
}
