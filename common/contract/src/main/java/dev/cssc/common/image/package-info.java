/** Names and identities of images as the OCI and Docker specifications define them; pure. */
@NullMarked
package dev.cssc.common.image;

import org.jspecify.annotations.NullMarked;
