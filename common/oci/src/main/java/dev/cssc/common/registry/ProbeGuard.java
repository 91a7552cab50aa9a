package dev.cssc.common.registry;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.registry.ProbeCheck.Kind;

import java.util.Optional;
import java.util.function.Supplier;

/** Takes checks, and says of those that end with a failure of the client what it means to a probe. */
final class ProbeGuard {
    private final RegistrySettings settings;

    ProbeGuard(RegistrySettings settings) {
        this.settings = settings;
    }

    /** A check of somebody whom the registry may not know yet. */
    ProbeCheck signingIn(Kind kind, Supplier<ProbeCheck> step) {
        try {
            return step.get();
        } catch (FailureException e) {
            return ProbeCheck.failed(kind, reason(kind, e, false), e.failure().detail());
        }
    }

    /** A check of somebody whom the registry let in: what he is refused now, he has no right to. */
    ProbeCheck signedIn(Kind kind, Supplier<ProbeCheck> step) {
        try {
            return step.get();
        } catch (FailureException e) {
            return ProbeCheck.failed(kind, reason(kind, e, true), e.failure().detail());
        }
    }

    /** The same for what the product can do without, so that the right to it may be missing too. */
    ProbeCheck optional(Kind kind, Supplier<ProbeCheck> step) {
        ProbeCheck check = signedIn(kind, step);
        return check.failed() && check.reason().equals(Optional.of(ProbeReason.RIGHTS_MISSING))
                ? ProbeCheck.notSupported(kind, ProbeReason.RIGHTS_MISSING, check.detail())
                : check;
    }

    private ProbeReason reason(Kind kind, FailureException e, boolean signedIn) {
        return switch (e.failure().reason()) {
            case REGISTRY_UNAUTHORIZED ->
                signedIn
                        ? ProbeReason.RIGHTS_MISSING
                        : settings.credentials() instanceof CredentialSource.Anonymous
                                ? ProbeReason.CREDENTIALS_MISSING
                                : ProbeReason.CREDENTIALS_REFUSED;
            case REGISTRY_FORBIDDEN -> ProbeReason.RIGHTS_MISSING;
            case CREDENTIALS_UNUSABLE, IDENTITY_UNAVAILABLE -> ProbeReason.CREDENTIALS_UNUSABLE;
            case IDENTITY_REFUSED -> ProbeReason.CREDENTIALS_REFUSED;
            case REGISTRY_RATE_LIMITED -> ProbeReason.RATE_LIMITED;
            case REGISTRY_HOST_REFUSED -> kind == Kind.API ? ProbeReason.NOT_A_REGISTRY : ProbeReason.HOST_REFUSED;
            case REGISTRY_ADDRESS_REFUSED -> ProbeReason.ADDRESS_REFUSED;
            case REGISTRY_UNREACHABLE -> ProbeReason.UNREACHABLE;
            case TIMED_OUT -> ProbeReason.TIMED_OUT;
            default -> ProbeReason.SERVER_ERROR;
        };
    }
}
