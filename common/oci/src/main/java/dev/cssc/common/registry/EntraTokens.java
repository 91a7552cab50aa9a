package dev.cssc.common.registry;

/** Tokens of Microsoft Entra for one identity. */
interface EntraTokens {

    /**
     * A token that is good now, kept and renewed by whoever gives it.
     *
     * @param description what it is for; begins every error message
     * @throws dev.cssc.common.failure.FailureException {@code IDENTITY_REFUSED} or {@code IDENTITY_UNAVAILABLE}
     */
    String token(String description);
}
