/**
 * Buildah as both the package-manager scan engine and the Buildah patch engine use it: a storage of its own for each job, working
 * containers in it, and nothing of it left afterwards.
 */
@NullMarked
package dev.cssc.common.buildah;

import org.jspecify.annotations.NullMarked;
