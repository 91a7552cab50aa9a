/** What REST requests say: query parameters, pages, preconditions. */
@NullMarked
package dev.cssc.common.request;

import org.jspecify.annotations.NullMarked;
