/** Which images are due: policy, tags and lineage in, an explained plan out; pure but for the port {@link RepositoryView}. */
@NullMarked
package dev.cssc.common.selection;

import org.jspecify.annotations.NullMarked;
