package dev.cssc.trigger.registry;

import dev.cssc.common.admin.Problem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Ends a request with a problem document that names the places in its body. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** Answers with it. */
    @Provider
    public static final class Mapper implements ExceptionMapper<RefusedException> {
        @Override
        public Response toResponse(RefusedException refused) {
            return refused.problem.response();
        }
    }
}
