/** The service that knows which images are due and what became of them: workflows, runs, read model, public REST. */
@NullMarked
package dev.cssc.trigger;

import org.jspecify.annotations.NullMarked;
