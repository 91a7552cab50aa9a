/** What requests say beside their bodies: query parameters, preconditions, pages. */
@NullMarked
package dev.cssc.trigger.request;

import org.jspecify.annotations.NullMarked;
