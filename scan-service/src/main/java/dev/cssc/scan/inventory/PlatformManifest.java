package dev.cssc.scan.inventory;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;

/**
 * One platform's image.
 *
 * @param platform what it runs on
 * @param manifest its manifest, no index
 */
public record PlatformManifest(Platform platform, Digest manifest) {}
