/** The whole service from its topics to its topics, with a real database, broker and registry; only Trivy is replayed. */
@NullMarked
package dev.cssc.scan.service;

import org.jspecify.annotations.NullMarked;
