/** Commands about what the scan service knows: reports, inventory, and the vulnerability database it judges by. */
@NullMarked
package dev.cssc.cli.inventory;

import org.jspecify.annotations.NullMarked;
