package dev.cssc.common.registry;

/** Why a check of {@link RegistryProbe} did not end well, and what to do. Stable: a reason is never renamed or given another meaning. */
public enum ProbeReason {
    NAME_NOT_RESOLVED("Check the spelling of the host, and whether this machine's name server knows it."),
    ADDRESS_REFUSED(
            "The host has none but loopback, private or link-local addresses. Allow them for this registry (allow-private-address) where that is intended."),
    CONNECTION_REFUSED("Nothing listens there. Check the port, and whether the registry runs."),
    UNREACHABLE("No way leads there from this machine. Check routes, firewall and proxy-free access."),
    TIMED_OUT("There was no answer in time. Check firewall and load, or raise the registry's timeouts."),
    TLS_UNTRUSTED("The certificate is of an authority that is not trusted here. Name its PEM file as ca-file."),
    TLS_EXPIRED("The certificate is past its time, or not yet in it. Renew it, and check this machine's clock."),
    TLS_NAME_MISMATCH("The certificate is for other names. Use one of those, or have the certificate name this host."),
    TLS_FAILED("No TLS connection came about. Check protocol versions and ciphers on both sides."),
    SPEAKS_PLAIN_HTTP(
            "The server speaks plain HTTP. Give it TLS; or define the registry with scheme http, for other than loopback hosts with insecure."),
    SPEAKS_TLS("The server speaks TLS. Define the registry with scheme https."),
    NOT_A_REGISTRY("Something answers, but no registry. Check host and port; the API is expected at /v2/."),
    CREDENTIALS_MISSING("The registry wants credentials, and none are defined. Add a user and where the secret is."),
    CREDENTIALS_REFUSED(
            "The registry does not accept the user and secret. Check both, and whether the secret expired."),
    CREDENTIALS_UNUSABLE(
            "The secret is not where the definition says. The detail names the file, variable or identity."),
    RIGHTS_MISSING(
            "The credentials are accepted, but lack this right. Grant pulling for scans, and pushing and deleting for patches."),
    RATE_LIMITED(
            "The registry limits requests. Wait, use credentials with a higher limit, or lower requests per second."),
    HOST_REFUSED(
            "The registry sends clients to a host that is not allowed for it. Add it to realm-hosts (tokens) or redirect-hosts (blobs) where it is trusted."),
    REPOSITORY_NOT_FOUND(
            "There is no such repository; some registries answer so where the right to see it is missing."),
    SERVER_ERROR("The registry answers with an error of its own. See the detail, and the registry's log."),
    DELETION_DISABLED("The registry keeps every manifest. Allow deletion, or let it expire staged patches by itself."),
    NOT_OFFERED("The registry does not have this part of the API. The product does without; see docs/registries.md."),
    PAGES_NOT_LINKED(
            "The registry cuts long lists without saying where they go on. Tags beyond the first 1,000 of a repository are overlooked; keep fewer."),
    NOTHING_TO_TRY("There was nothing to try it with. Name a repository that holds at least two tags."),
    NOT_ASKED("It would change the registry, and was not asked for."),
    NOT_APPLICABLE("It does not apply to a registry that is defined like this."),
    EARLIER_FAILURE("An earlier check failed; put that right first.");

    private final String help;

    ProbeReason(String help) {
        this.help = help;
    }

    /** What to do, in a sentence or two. */
    public String help() {
        return help;
    }
}
