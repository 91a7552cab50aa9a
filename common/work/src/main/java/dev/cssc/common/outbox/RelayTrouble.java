package dev.cssc.common.outbox;

import java.time.Duration;

/**
 * Rounds of the relay fail, one after the other.
 *
 * @param lasts for how long they have
 * @param why the last error
 */
public record RelayTrouble(Duration lasts, String why) {}
