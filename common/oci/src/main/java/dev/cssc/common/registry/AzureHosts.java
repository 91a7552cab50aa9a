package dev.cssc.common.registry;

import java.util.List;
import java.util.Locale;

/** Hosts of Azure Container Registry, by whole labels: {@code x.azurecr.io} is one, {@code x.not-azurecr.io} is not (CVE-2024-35192). */
public final class AzureHosts {
    /** Public cloud, China, US government, and the former German cloud. */
    private static final List<String> SUFFIXES = List.of(".azurecr.io", ".azurecr.cn", ".azurecr.us", ".azurecr.de");

    private AzureHosts() {}

    /** True for the login server of a registry in Azure; with a port it is none. */
    public static boolean isRegistry(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(suffix -> lower.endsWith(suffix) && lower.length() > suffix.length());
    }
}
