package dev.cssc.common.admin;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jboss.logging.Logger;

import java.util.Optional;

/** Makes every error of the REST interface a {@link Problem}. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @Override
    public Response toResponse(Throwable error) {
        return switch (error) {
            case FailureException known -> Problem.of(known.failure()).response();
            case WebApplicationException http -> ofHttp(http);
            default -> {
                LOG.error("a request ended with an unforeseen error", error);
                yield Problem.of(Failure.of(
                                ReasonCode.INTERNAL, "the request ended with an unforeseen error; the log has it"))
                        .response();
            }
        };
    }

    private static Response ofHttp(WebApplicationException error) {
        Response.StatusType status = error.getResponse().getStatusInfo();
        String detail = Optional.ofNullable(error.getMessage()).orElse(status.getReasonPhrase());
        return Problem.of(status, detail).response();
    }
}
