package dev.cssc.common.registry;

import java.util.Optional;

/**
 * One thing that {@link RegistryProbe} looked at.
 *
 * @param check what was looked at
 * @param outcome how it ended
 * @param reason why it did not end well
 * @param detail what was seen; never a credential
 * @param help what to do about it
 */
public record ProbeCheck(
        Kind check, Outcome outcome, Optional<ProbeReason> reason, String detail, Optional<String> help) {

    /** What is looked at, in this order. */
    public enum Kind {
        /** The name has an address, and one that is allowed. */
        DNS,
        /** Something takes connections there. */
        CONNECT,
        /** The certificate is good for the host. */
        TLS,
        /** It is a registry. */
        API,
        /** It accepts our credentials, or wants none. */
        AUTH,
        /** The repository's tags can be listed; without a repository, the catalogue of repositories. */
        CATALOG_OR_LIST,
        /** Long lists come in pages. */
        PAGING,
        /** Manifests can be asked for by what they refer to. */
        REFERRERS,
        /** Manifests can be written. */
        PUSH,
        /** Manifests can be deleted. */
        DELETE
    }

    /** How a check ended. */
    public enum Outcome {
        /** As it should be. */
        OK,
        /** The registry cannot do it, and the product can do without. */
        NOT_SUPPORTED,
        /** The registry cannot be used like this. */
        FAILED,
        /** Not looked at. */
        SKIPPED
    }

    static ProbeCheck ok(Kind check, String detail) {
        return new ProbeCheck(check, Outcome.OK, Optional.empty(), detail, Optional.empty());
    }

    static ProbeCheck notSupported(Kind check, ProbeReason reason, String detail) {
        return new ProbeCheck(check, Outcome.NOT_SUPPORTED, Optional.of(reason), detail, Optional.of(reason.help()));
    }

    static ProbeCheck failed(Kind check, ProbeReason reason, String detail) {
        return new ProbeCheck(check, Outcome.FAILED, Optional.of(reason), detail, Optional.of(reason.help()));
    }

    static ProbeCheck skipped(Kind check, ProbeReason reason, String detail) {
        return new ProbeCheck(check, Outcome.SKIPPED, Optional.of(reason), detail, Optional.of(reason.help()));
    }

    /** True where nothing that follows can work. */
    boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
