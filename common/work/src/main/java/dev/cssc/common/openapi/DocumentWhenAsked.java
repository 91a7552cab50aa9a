package dev.cssc.common.openapi;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Has Quarkus prepare its OpenAPI document when the first one asks for it, and not at each start: it reads and writes the whole document, which
 * takes a seventh of a start that hardly anybody makes for its sake.
 *
 * <p>Quarkus is to do so itself in versions to come (its {@code OpenApiDocumentService} has a {@code Deferred} then); this goes with the
 * first of them that is taken.
 */
@WhenAsked
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class DocumentWhenAsked {
    private static final String PREPARE = "prepareDocument";

    private final Queue<Preparation> preparations = new ArrayDeque<>();

    /** A preparation that was put off, with the class loader that finds what it reads. */
    private record Preparation(InvocationContext call, ClassLoader loader) {}

    @AroundInvoke
    @Nullable
    Object prepareLate(InvocationContext call) throws Exception {
        synchronized (preparations) {
            if (call.getMethod().getName().equals(PREPARE)) {
                preparations.add(new Preparation(call, Thread.currentThread().getContextClassLoader()));
                return null;
            }
            prepare();
        }
        return call.proceed();
    }

    private void prepare() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        try {
            while (!preparations.isEmpty()) {
                Preparation next = preparations.element();
                thread.setContextClassLoader(next.loader());
                next.call().proceed();
                preparations.remove(); // one that failed is tried again by the next who asks
            }
        } finally {
            thread.setContextClassLoader(own);
        }
    }
}
