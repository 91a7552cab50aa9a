/** What a release consists of, tried as those would who fetch it. */
@NullMarked
package dev.cssc.release;

import org.jspecify.annotations.NullMarked;
