package dev.cssc.common.registry;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Tag;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.ok;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;

/** Lists that come in pages, and heads that tell less than they should. */
class RegistryListsTest {
    private FakeRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static MockResponse.Builder tags(String... names) {
        return ok("{\"name\":\"app\",\"tags\":[\"" + String.join("\",\"", names) + "\"]}");
    }

    @Test
    void tagsOfAllPagesAreListedInOrder() throws Exception {
        registry.then(tags("c", "b").addHeader("Link", "</v2/app/tags/list?n=2&last=b>; rel=\"next\""))
                .then(tags("a").addHeader("Link", "<" + registry.url() + "/v2/app/tags/list?last=a>; rel=next"))
                .then(tags("d"));

        assertThat(registry.client().tags(registry.repository()))
                .contains(List.of(new Tag("c"), new Tag("b"), new Tag("a"), new Tag("d")));

        assertThat(registry.asked().getTarget()).isEqualTo("/v2/app/tags/list?n=1000");
        assertThat(registry.asked().getTarget()).isEqualTo("/v2/app/tags/list?n=2&last=b");
        assertThat(registry.asked().getTarget()).isEqualTo("/v2/app/tags/list?last=a");
    }

    @Test
    void repositoryWhoseTagsAreAllDeletedHasNone() {
        registry.then(ok("{\"name\":\"app\",\"tags\":null}")); // docker-registry

        assertThat(registry.client().tags(registry.repository())).contains(List.of());
    }

    @Test
    void listThatDoesNotEndIsAnError() {
        for (int i = 0; i < 3; i++) {
            registry.then(tags("a").addHeader("Link", "</v2/app/tags/list?last=a>; rel=\"next\""));
        }

        assertThat(failure(() -> registry.client().tags(registry.repository())).reason())
                .isEqualTo(ReasonCode.REGISTRY_ERROR);
    }

    @Test
    void missingLaterPageIsAnErrorAndNotAShorterList() {
        registry.then(tags("a").addHeader("Link", "</v2/app/tags/list?last=a>; rel=\"next\""))
                .then(status(404));

        assertThat(failure(() -> registry.client().tags(registry.repository())).reason())
                .isEqualTo(ReasonCode.REGISTRY_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"tags\":\"a\"}",
                "{\"tags\":[1]}",
                "{\"tags\":[\"-\"]}",
                "{\"tags\":[\"a\"]",
                "{\"tags\":[],\"tags\":[\"a\"]}",
                "<html>"
            })
    void listThatCannotBeReadIsAnErrorAndNotAnEmptyList(String body) {
        registry.then(ok(body));

        assertThat(failure(() -> registry.client().tags(registry.repository())).reason())
                .isEqualTo(ReasonCode.REGISTRY_ERROR);
    }

    @Test
    void headWithoutDigestIsCompletedByReading() {
        RawManifest manifest = ManifestWriter.index(List.of(), Map.of());
        registry.then(status(200).addHeader("Content-Type", MediaType.OCI_INDEX))
                .then(ok(new String(manifest.content(), StandardCharsets.UTF_8))
                        .addHeader("Content-Type", MediaType.OCI_INDEX));

        assertThat(registry.client().head(ImageReference.of(registry.repository(), new Tag("1"))))
                .contains(Descriptor.of(MediaType.OCI_INDEX, manifest.digest(), manifest.content().length));
    }

    @Test
    void digestWinsOverTheTagBesideIt() throws Exception {
        Digest digest = Digest.of("x");
        registry.then(status(404));

        registry.client().manifest(ImageReference.parse(registry.repository() + ":1@" + digest));

        assertThat(registry.asked().getTarget()).isEqualTo("/v2/app/manifests/" + digest);
    }

    @Test
    void allFourKindsOfManifestAreAccepted() throws Exception {
        registry.then(status(404));

        registry.client().manifest(ImageReference.of(registry.repository(), new Tag("1")));

        assertThat(registry.asked().getHeaders().get("Accept"))
                .contains(
                        MediaType.OCI_INDEX, MediaType.OCI_MANIFEST, MediaType.DOCKER_INDEX, MediaType.DOCKER_MANIFEST);
    }

    @Test
    void referrersOfAllPagesAreListed() {
        registry.then(referrers("a").addHeader("Link", "</v2/app/referrers/x?page=2>; rel=\"next\""))
                .then(referrers("b"));

        assertThat(registry.client().referrers(registry.repository(), Digest.of("subject")))
                .extracting(Descriptor::digest)
                .containsExactly(Digest.of("a"), Digest.of("b"));
        assertThat(registry.requests()).as("no fallback").isEqualTo(2);
    }

    private static MockResponse.Builder referrers(String text) {
        RawManifest index = ManifestWriter.index(
                List.of(Descriptor.of(MediaType.OCI_MANIFEST, Digest.of(text), text.length())), Map.of());
        return ok(new String(index.content(), StandardCharsets.UTF_8)).addHeader("Content-Type", MediaType.OCI_INDEX);
    }

    @Test
    void declinedMountGoesOnAsUpload() throws Exception {
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        registry.server().setDispatcher(new mockwebserver3.Dispatcher() {
            @Override
            public MockResponse dispatch(mockwebserver3.RecordedRequest request) {
                return switch (request.getMethod()) {
                    case "HEAD" -> status(404).build();
                    case "POST" ->
                        status(202)
                                .addHeader("Location", "/v2/to/blobs/uploads/7?_state=s")
                                .build();
                    case "GET" -> ok("content").build();
                    default -> status(201).build();
                };
            }
        });

        registry.client()
                .copyBlob(
                        registry.repository(),
                        registry.repository().sibling("to"),
                        Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.of(content), content.length));

        var requests = List.of(registry.asked(), registry.asked(), registry.asked(), registry.asked());
        assertThat(requests).anySatisfy(put -> {
            assertThat(put.getMethod()).isEqualTo("PUT");
            assertThat(put.getTarget()).startsWith("/v2/to/blobs/uploads/7?_state=s&digest=");
            assertThat(put.getUrl().queryParameter("digest"))
                    .isEqualTo(Digest.of(content).value());
            assertThat(put.getBody().utf8()).isEqualTo("content");
        });
        assertThat(requests).anySatisfy(post -> {
            assertThat(post.getUrl().queryParameter("mount"))
                    .isEqualTo(Digest.of(content).value());
            assertThat(post.getUrl().queryParameter("from")).isEqualTo("app");
        });
    }

    @Test
    void sourceThatSendsOtherBytesFailsTheCopyByItsOwnReason() {
        registry.server().setDispatcher(new mockwebserver3.Dispatcher() {
            @Override
            public MockResponse dispatch(mockwebserver3.RecordedRequest request) {
                return switch (request.getMethod()) {
                    case "HEAD" -> status(404).build();
                    case "POST" ->
                        status(202)
                                .addHeader("Location", "/v2/to/blobs/uploads/7")
                                .build();
                    case "GET" -> ok("CONTENT").build();
                    default -> status(201).build();
                };
            }
        });

        assertThat(failure(() -> registry.client()
                                .copyBlob(
                                        registry.repository(),
                                        registry.repository().sibling("to"),
                                        Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.of("content"), 7)))
                        .reason())
                .isEqualTo(ReasonCode.DIGEST_MISMATCH);
    }
}
