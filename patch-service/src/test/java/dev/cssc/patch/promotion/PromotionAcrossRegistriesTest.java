package dev.cssc.patch.promotion;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.testing.RegistryProxy;
import dev.cssc.patch.staging.Repetition;
import dev.cssc.patch.staging.StagedPatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Publishing in another registry, which is a real one that lets nobody push, or cannot be reached, where a test wants that. */
class PromotionAcrossRegistriesTest extends PromotionDriver {
    private HttpServer other;
    private RegistryProxy proxy;
    private volatile boolean mayPush = true;

    @BeforeEach
    void anotherRegistry() throws IOException {
        proxy = new RegistryProxy(registry.host());
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        other.createContext("/", this::answer);
        other.start();
        String host = "127.0.0.1:" + other.getAddress().getPort();
        RegistryClient both = new HttpRegistryClient(new Registries(
                List.of(RegistrySettings.plain("test", registry.host()), RegistrySettings.plain("patched", host))));
        site = new Repository(host, "patched/" + repository.path());
        repetition = new Repetition(both, (source, there, convention) -> there.equals(site) ? published : List.of());
        promotion = new Promotion(both, reservations, repetition);
    }

    @AfterEach
    void itEnds() {
        other.stop(0);
        proxy.close();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            if (!mayPush && !List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                exchange.sendResponseHeaders(403, -1);
            } else {
                proxy.handle(exchange);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Repository inside() {
        return new Repository(registry.host(), site.path());
    }

    private FailureException failure(StagedPatch patch) {
        return catchThrowableOfType(FailureException.class, () -> promotion.promote(patch));
    }

    @Test
    void anIndexWithWhatItCarriesOverIsPublishedThere() {
        Digest arm64 = arm64();
        StagedPatch patch = index(arm64);

        Tag tag = publish(patch);

        assertThat(pointsTo(inside(), tag.value())).contains(patch.publishes());
        assertThat(pointsTo("1-1")).isEmpty();
    }

    @Test
    void withoutTheRightToPushNothingIsPublishedAndTheReasonSaysSo() {
        StagedPatch patch = index(arm64());
        mayPush = false;

        FailureException refused = failure(patch);

        assertThat(refused.failure().reason()).isEqualTo(ReasonCode.REGISTRY_FORBIDDEN);
        assertThat(refused.failure().detail()).contains(site.registry());
        assertThat(registry.client.tags(inside())).isEmpty();
        assertThat(pointsTo("1-1")).isEmpty();

        mayPush = true;
        assertThat(publish(patch)).as("once it may").isEqualTo(new Tag("1-1"));
    }

    @Test
    void aRegistryThatCannotBeReachedIsTriedAgain() {
        StagedPatch patch = staged("a", TagConvention.INCREMENTAL);
        other.stop(0);

        FailureException unreachable = failure(patch);

        assertThat(unreachable.failure().reason()).isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
        assertThat(unreachable.failure().retryable()).isTrue();
        assertThat(registry.client.tags(inside())).isEmpty();
    }
}
