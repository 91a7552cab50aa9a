/** The meeting of selection and registries: what the command line and the services both need to plan against a real registry. */
@NullMarked
package dev.cssc.common.planning;

import org.jspecify.annotations.NullMarked;
