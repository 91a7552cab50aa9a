/** The image's own package manager as a scan engine, run in simulation by Buildah. */
@NullMarked
package dev.cssc.scan.engine.packagemanager;

import org.jspecify.annotations.NullMarked;
