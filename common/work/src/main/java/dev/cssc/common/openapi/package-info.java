/** The description of the REST interface that a service gives of itself. */
@NullMarked
package dev.cssc.common.openapi;

import org.jspecify.annotations.NullMarked;
