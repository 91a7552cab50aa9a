/** From a policy to due images: starting, expanding and cancelling runs, and their REST. */
@NullMarked
package dev.cssc.trigger.run;

import org.jspecify.annotations.NullMarked;
