package dev.cssc.common.registry;

import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ProbeCheck.Kind;

import java.util.Optional;
import java.util.Set;

/** What a registry that can be reached lets us read. */
final class ApiProbe {
    private final RegistrySettings settings;
    private final RegistryConnection connection;
    private final ReachProbe reach;
    private final ProbeGuard guard;
    private Optional<Repository> repository;
    private boolean open;

    ApiProbe(RegistrySettings settings, RegistryConnection connection, ReachProbe reach, ProbeRequest request) {
        this.settings = settings;
        this.connection = connection;
        this.reach = reach;
        this.guard = new ProbeGuard(settings);
        this.repository = request.repository().map(path -> new Repository(settings.host(), path));
    }

    /** The repository that is tried; known after {@link #list} where it was not asked for. */
    Optional<Repository> repository() {
        return repository;
    }

    ProbeCheck api() {
        ProbeCheck check = guard.signingIn(Kind.API, this::answer);
        boolean odd = check.failed()
                && settings.scheme() == Scheme.HTTP
                && !check.reason().equals(Optional.of(ProbeReason.RATE_LIMITED));
        return odd && reach.speaksTls() ? ProbeCheck.failed(Kind.API, ProbeReason.SPEAKS_TLS, check.detail()) : check;
    }

    private ProbeCheck answer() {
        Look.Seen seen = connection.callUnauthorized(Look.at("looking for the API of " + settings.host(), "v2/"));
        open = seen.status() == 200 && !seen.isPage();
        String detail = "/v2/ answers " + seen.told();
        return open || seen.status() == 401
                ? ProbeCheck.ok(Kind.API, detail)
                : ProbeCheck.failed(Kind.API, seen.reason(ProbeReason.NOT_A_REGISTRY), detail);
    }

    ProbeCheck auth() {
        // With the scope of the repository: some realms give no token for nothing.
        Set<String> scopes = repository.map(Endpoint::pull).map(Set::of).orElse(Set.of());
        return guard.signingIn(Kind.AUTH, () -> {
            Look.Seen seen = connection.call(
                    Look.at("signing in to " + settings.host(), "v2/").within(scopes));
            return seen.status() == 200
                    ? ProbeCheck.ok(Kind.AUTH, signedIn())
                    : ProbeCheck.failed(
                            Kind.AUTH, seen.reason(ProbeReason.RIGHTS_MISSING), "/v2/ answers " + seen.told());
        });
    }

    private String signedIn() {
        if (isAnonymous()) {
            return open ? "open to everybody, as far as seen here" : "everybody gets a token";
        }
        return open
                ? "the registry did not ask for credentials here, so they are not proven"
                : "the credentials are accepted";
    }

    private boolean isAnonymous() {
        return settings.credentials() instanceof CredentialSource.Anonymous;
    }

    ProbeCheck list() {
        return repository
                .map(of -> guard.signedIn(Kind.CATALOG_OR_LIST, () -> tags(of)))
                .orElseGet(() -> guard.optional(Kind.CATALOG_OR_LIST, this::catalog));
    }

    private ProbeCheck tags(Repository of) {
        Look.Seen seen = connection.call(
                Look.at("listing tags of " + of, of.path(), "tags/list").within(Set.of(Endpoint.pull(of))));
        return seen.status() == 200
                ? ProbeCheck.ok(Kind.CATALOG_OR_LIST, "the tags of " + of.path() + " can be listed")
                : ProbeCheck.failed(
                        Kind.CATALOG_OR_LIST,
                        seen.reason(
                                seen.status() == 404 ? ProbeReason.REPOSITORY_NOT_FOUND : ProbeReason.RIGHTS_MISSING),
                        "listing the tags of " + of.path() + " answers " + seen.told());
    }

    private ProbeCheck catalog() {
        Look.Seen seen = connection.call(Look.at("listing repositories of " + settings.host(), "v2/_catalog?n=1")
                .within(Set.of("registry:catalog:*")));
        if (seen.status() == 200) {
            repository = seen.first("repositories").flatMap(this::named);
            return ProbeCheck.ok(
                    Kind.CATALOG_OR_LIST,
                    "repositories can be listed"
                            + repository
                                    .map(r -> "; the first one is " + r.path())
                                    .orElse("; there is none yet"));
        }
        // Docker Hub, GHCR, ECR and GitLab keep their catalogue to themselves; policies name repositories anyway.
        return switch (seen.status()) {
            case 401, 403 -> ProbeCheck.notSupported(Kind.CATALOG_OR_LIST, ProbeReason.RIGHTS_MISSING, catalogue(seen));
            case 400, 404, 405, 501 ->
                ProbeCheck.notSupported(Kind.CATALOG_OR_LIST, ProbeReason.NOT_OFFERED, catalogue(seen));
            default -> ProbeCheck.failed(Kind.CATALOG_OR_LIST, seen.reason(ProbeReason.SERVER_ERROR), catalogue(seen));
        };
    }

    private static String catalogue(Look.Seen seen) {
        return "listing all repositories answers " + seen.told() + "; name a repository to look further";
    }

    private Optional<Repository> named(String path) {
        try {
            return Optional.of(new Repository(settings.host(), path));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    ProbeCheck paging() {
        return withRepository(Kind.PAGING, of -> {
            Look first = Look.at("listing one tag of " + of, of.path(), "tags/list?n=1")
                    .within(Set.of(Endpoint.pull(of)));
            Look.Seen seen = connection.call(first);
            long tags = seen.count("tags");
            if (seen.status() == 404) { // a catalogue goes on naming a repository whose last tag was deleted
                return ProbeCheck.skipped(Kind.PAGING, ProbeReason.NOTHING_TO_TRY, of.path() + " has no tags");
            }
            if (seen.status() != 200) {
                return ProbeCheck.failed(
                        Kind.PAGING, seen.reason(ProbeReason.RIGHTS_MISSING), "it answers " + seen.told());
            }
            if (seen.next().isPresent()) {
                Look.Seen second = connection.call(first.at(seen.next().get()));
                return second.status() == 200
                        ? ProbeCheck.ok(Kind.PAGING, "the list of tags comes in pages")
                        : ProbeCheck.failed(
                                Kind.PAGING,
                                second.reason(ProbeReason.SERVER_ERROR),
                                "the second page, as the registry names it, answers " + second.told());
            }
            return tags > 1
                    ? ProbeCheck.notSupported(
                            Kind.PAGING,
                            ProbeReason.NOT_OFFERED,
                            "one tag was asked for, and all " + tags + " came at once")
                    : onlyTag(of, seen);
        });
    }

    /** One tag came and no next page was named: it is the only one, or the registry cuts its lists without a word. */
    private ProbeCheck onlyTag(Repository of, Look.Seen seen) {
        Optional<String> tag = seen.first("tags");
        // go-containerregistry's registry takes n and last, and sends no Link
        boolean more = tag.isPresent()
                && connection
                        .call(Look.at("listing the next tag of " + of, of.path(), "tags/list?n=1&last=" + tag.get())
                                .within(Set.of(Endpoint.pull(of))))
                        .first("tags")
                        .filter(next -> !next.equals(tag.get()))
                        .isPresent();
        return more
                ? ProbeCheck.notSupported(
                        Kind.PAGING,
                        ProbeReason.PAGES_NOT_LINKED,
                        "one tag was asked for and came, without a Link to the next")
                : ProbeCheck.skipped(
                        Kind.PAGING, ProbeReason.NOTHING_TO_TRY, of.path() + " has " + seen.count("tags") + " tags");
    }

    ProbeCheck referrers() {
        return withRepository(Kind.REFERRERS, of -> {
            Look.Seen seen = connection.call(
                    Look.at("listing referrers in " + of, of.path(), "referrers/" + WriteProbe.nothing())
                            .within(Set.of(Endpoint.pull(of))));
            return switch (seen.status()) {
                case 200 -> ProbeCheck.ok(Kind.REFERRERS, "the referrers API answers");
                case 400, 404, 405, 501 ->
                    ProbeCheck.notSupported(
                            Kind.REFERRERS,
                            ProbeReason.NOT_OFFERED,
                            "it answers " + seen.told() + "; tags of the form sha256-… stand in for it");
                default ->
                    ProbeCheck.failed(
                            Kind.REFERRERS, seen.reason(ProbeReason.RIGHTS_MISSING), "it answers " + seen.told());
            };
        });
    }

    private interface Step {
        ProbeCheck in(Repository repository);
    }

    private ProbeCheck withRepository(Kind kind, Step step) {
        return repository.map(of -> guard.signedIn(kind, () -> step.in(of))).orElseGet(() -> nothingToTry(kind));
    }

    private static ProbeCheck nothingToTry(Kind kind) {
        return ProbeCheck.skipped(kind, ProbeReason.NOTHING_TO_TRY, "no repository is known");
    }
}
