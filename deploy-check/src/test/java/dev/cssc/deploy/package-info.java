/** What deploys the product on Kubernetes, rendered by the real Helm and compared with Kubernetes' types and with what the services read. */
@NullMarked
package dev.cssc.deploy;

import org.jspecify.annotations.NullMarked;
