/**
 * Stand-ins of Microsoft Entra and of Azure Container Registry's token endpoints, in front of a real registry that takes no other tokens. For
 * tests only: what they check is what a client of the real ones could get wrong.
 */
@NullMarked
package dev.cssc.common.testing.azure;

import org.jspecify.annotations.NullMarked;
