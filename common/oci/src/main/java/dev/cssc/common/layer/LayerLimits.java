package dev.cssc.common.layer;

/**
 * How much of a layer is read; beyond it the layer is as good as unreadable.
 *
 * @param bytes of the unpacked archive
 * @param entries of the archive
 */
public record LayerLimits(long bytes, int entries) {}
