package dev.cssc.common.transaction;

import org.hibernate.reactive.mutiny.Mutiny;

/**
 * An open transaction. Whatever must become true together takes the same one as its argument, so that it cannot be called outside of any.
 *
 * @param session Hibernate Reactive session that is bound to the transaction
 */
public record Tx(Mutiny.Session session) {}
