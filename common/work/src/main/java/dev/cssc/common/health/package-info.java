/** Whether the process lives, is ready, has started; each check has a name and says what is wrong. */
@NullMarked
package dev.cssc.common.health;

import org.jspecify.annotations.NullMarked;
