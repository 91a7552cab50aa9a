package dev.cssc.common.registry.config;

import dev.cssc.common.registry.AzureHosts;
import dev.cssc.common.registry.AzureSettings;
import dev.cssc.common.registry.AzureSettings.Identity;
import dev.cssc.common.registry.CredentialSource;
import dev.cssc.common.registry.Secret;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads where one registry's credentials come from. Adds each thing that is wrong to the problems, by its key, and goes on. */
final class ConfiguredCredentials {
    private final List<String> problems;

    ConfiguredCredentials(List<String> problems) {
        this.problems = problems;
    }

    CredentialSource read(String prefix, RegistriesConfig.Registry registry) {
        boolean user = registry.username().isPresent() || !secrets(registry).isEmpty();
        List<String> sources = new ArrayList<>();
        if (user) {
            sources.add("username");
        }
        registry.dockerConfig().ifPresent(file -> sources.add("docker-config"));
        registry.azure().ifPresent(azure -> sources.add("azure"));
        if (sources.size() > 1) {
            problems.add(prefix + sources.getLast() + ": given together with "
                    + String.join(" and ", sources.subList(0, sources.size() - 1))
                    + "; a registry's credentials come from one place");
        }
        Optional<CredentialSource> fixed = user ? user(prefix, registry) : Optional.empty();
        Optional<CredentialSource> docker = registry.dockerConfig().map(file -> {
            requireReadable(prefix + "docker-config", file);
            return new CredentialSource.DockerConfig(file);
        });
        Optional<CredentialSource> azure = registry.azure().flatMap(a -> azure(prefix + "azure.", registry.host(), a));
        return fixed.or(() -> docker).or(() -> azure).orElse(CredentialSource.ANONYMOUS);
    }

    private static List<String> secrets(RegistriesConfig.Registry registry) {
        List<String> given = new ArrayList<>();
        registry.password().ifPresent(p -> given.add("password"));
        registry.passwordFile().ifPresent(p -> given.add("password-file"));
        registry.passwordEnv().ifPresent(p -> given.add("password-env"));
        return given;
    }

    private Optional<CredentialSource> user(String prefix, RegistriesConfig.Registry registry) {
        List<String> given = secrets(registry);
        if (given.size() > 1) {
            problems.add(
                    prefix + given.getLast() + ": given together with " + given.getFirst() + "; one of them is enough");
        }
        if (registry.username().isEmpty()) {
            problems.add(prefix + "username: missing beside the password");
        }
        if (given.isEmpty()) {
            problems.add(prefix + "password: missing beside the username; or give password-file or password-env");
        }
        Optional<Secret> secret = registry.password()
                .<Secret>map(Secret.Given::new)
                .or(() -> registry.passwordFile().map(file -> inFile(prefix + "password-file", file)))
                .or(() -> registry.passwordEnv().map(name -> inEnvironment(prefix + "password-env", name)));
        return registry.username().flatMap(name -> secret.map(s -> new CredentialSource.StaticUser(name, s)));
    }

    private Optional<CredentialSource> azure(String prefix, String host, AzureConfig azure) {
        URI authority = authority(prefix + "authority-host", azure.authorityHost());
        azure.caFile().ifPresent(file -> requireReadable(prefix + "ca-file", file));
        if (!azure.anyHost() && !AzureHosts.isRegistry(host)) {
            problems.add(prefix + "identity: " + host + " is no registry of Azure, and would be sent tokens that open"
                    + " all registries of this identity; set azure.any-host=true where it may have them");
        }
        Optional<Identity> identity = switch (azure.identity()) {
            case "workload" ->
                Optional.of(new Identity.Workload(
                        azure.clientId(), azure.federatedTokenFile().map(file -> {
                            requireReadable(prefix + "federated-token-file", file);
                            return file;
                        })));
            case "managed" -> Optional.of(new Identity.Managed(azure.clientId()));
            case "default" -> Optional.of(new Identity.Default(azure.clientId()));
            case "service-principal" -> servicePrincipal(prefix, azure);
            default -> {
                problems.add(prefix + "identity: none of workload, managed, service-principal and default: '"
                        + azure.identity() + "'");
                yield Optional.empty();
            }
        };
        String scope = scope(prefix + "audience", azure.audience());
        return identity.map(i -> new CredentialSource.AzureIdentity(
                new AzureSettings(i, azure.tenantId(), authority.toString(), scope, azure.caFile(), azure.anyHost())));
    }

    private Optional<Identity> servicePrincipal(String prefix, AzureConfig azure) {
        if (azure.tenantId().isEmpty()) {
            problems.add(prefix + "tenant-id: missing; a service principal belongs to a tenant");
        }
        if (azure.clientId().isEmpty()) {
            problems.add(prefix + "client-id: missing; a service principal is an application");
        }
        if (azure.clientSecretFile().isPresent() == azure.clientSecretEnv().isPresent()) {
            problems.add(prefix + "client-secret-file: give either it or client-secret-env for a service principal");
        }
        Optional<Secret> secret = azure.clientSecretFile()
                .map(file -> inFile(prefix + "client-secret-file", file))
                .or(() -> azure.clientSecretEnv().map(name -> inEnvironment(prefix + "client-secret-env", name)));
        return azure.clientId().flatMap(id -> secret.map(s -> new Identity.ServicePrincipal(id, s)));
    }

    private URI authority(String key, String value) {
        try {
            URI uri = URI.create(value);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        problems.add(key + ": no address that begins with https://");
        return URI.create(AzureSettings.PUBLIC_AUTHORITY);
    }

    private String scope(String key, String audience) {
        return switch (audience) {
            case "registry" -> AzureSettings.REGISTRY_SCOPE;
            case "arm" -> AzureSettings.ARM_SCOPE;
            default -> {
                if (!audience.startsWith("https://")) {
                    problems.add(key + ": neither registry, arm, nor an address that begins with https://");
                }
                yield audience.endsWith("/.default") ? audience : audience.replaceFirst("/$", "") + "/.default";
            }
        };
    }

    private Secret inFile(String key, Path file) {
        requireReadable(key, file);
        return new Secret.FromFile(file);
    }

    private Secret inEnvironment(String key, String variable) {
        if (System.getenv().getOrDefault(variable, "").isEmpty()) {
            problems.add(key + ": the environment variable " + variable + " is empty or missing");
        }
        return new Secret.FromEnvironment(variable);
    }

    private void requireReadable(String key, Path file) {
        if (!Files.isReadable(file)) {
            problems.add(key + ": " + file + " cannot be read");
        }
    }
}
