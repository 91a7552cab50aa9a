/** What every service shows its operator over REST: its jobs, and the messages that it could not understand. */
@NullMarked
package dev.cssc.common.admin;

import org.jspecify.annotations.NullMarked;
