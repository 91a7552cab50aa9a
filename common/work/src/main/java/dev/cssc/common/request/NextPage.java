package dev.cssc.common.request;

import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import java.util.List;
import java.util.function.Function;

/** Lists in pages: the body is one page, a {@code Link} header with {@code rel="next"} leads to the one after it, if there may be one. */
public final class NextPage {
    private NextPage() {}

    /**
     * The answer with one page.
     *
     * @param page what is on it
     * @param limit how much could be on it
     * @param parameter the query parameter by which one reads on
     * @param place what to say there after the last element
     */
    public static <E> Response of(
            List<E> page, int limit, UriInfo request, String parameter, Function<E, String> place) {
        Response.ResponseBuilder answer = Response.ok(page);
        if (page.size() == limit) {
            String next = place.apply(page.getLast());
            answer.links(Link.fromUriBuilder(request.getRequestUriBuilder()
                            .replaceQueryParam(parameter, "{place}")
                            .resolveTemplate("place", next))
                    .rel("next")
                    .build());
        }
        return answer.build();
    }
}
