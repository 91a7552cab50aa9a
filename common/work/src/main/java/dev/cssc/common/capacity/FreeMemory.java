package dev.cssc.common.capacity;

/**
 * Memory that this process and its children may still use.
 *
 * @param bytes so much
 * @param where whose it is: {@code the cgroup} or {@code the machine}
 */
public record FreeMemory(long bytes, String where) {}
