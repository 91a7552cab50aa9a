package dev.cssc.common.event;

/** How bad a vulnerability is, in Trivy's order; comparable, worst last. */
public enum Severity {
    UNKNOWN,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
