/** What every command has in common: where it answers, how it ends, how it fails. */
@NullMarked
package dev.cssc.cli.command;

import org.jspecify.annotations.NullMarked;
