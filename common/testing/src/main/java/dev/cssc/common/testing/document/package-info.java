/** What documents show people to type, read as a shell would read it. */
@NullMarked
package dev.cssc.common.testing.document;

import org.jspecify.annotations.NullMarked;
