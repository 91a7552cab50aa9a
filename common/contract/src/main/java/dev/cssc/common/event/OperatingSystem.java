package dev.cssc.common.event;

/**
 * @param family distribution in Trivy's words, for example {@code debian}
 * @param release for example {@code 12.15}
 */
public record OperatingSystem(String family, String release) {}
