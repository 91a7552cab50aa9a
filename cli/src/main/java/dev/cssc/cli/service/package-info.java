/** The trigger service's REST API, and the base of the commands that call it. */
@NullMarked
package dev.cssc.cli.service;

import org.jspecify.annotations.NullMarked;
