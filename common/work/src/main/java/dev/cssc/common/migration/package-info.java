/** The tables that this version works with, and whether the database has them. */
@NullMarked
package dev.cssc.common.migration;

import org.jspecify.annotations.NullMarked;
