package dev.cssc.common.event;

/**
 * Who judged, and with what knowledge.
 *
 * @param name scan engine, for example {@code trivy}
 * @param version its version
 * @param database identity of its vulnerability database or of the package repositories' state
 */
public record Scanner(String name, String version, String database) {}
