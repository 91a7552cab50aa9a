/** What was found, kept in the database: images, their packages, what was judged of them, and the reports. */
@NullMarked
package dev.cssc.scan.inventory;

import org.jspecify.annotations.NullMarked;
