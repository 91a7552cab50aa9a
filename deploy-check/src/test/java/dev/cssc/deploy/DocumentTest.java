package dev.cssc.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** What docs/kubernetes.md says of the chart is so. */
class DocumentTest {
    private static final Path PAGE = Helm.PROJECT.resolve("docs/kubernetes.md");

    @Test
    void everyTopicIsNamed() {
        Set<String> topics = Sources.found(
                Sources.of("trigger-service", "EventType.java"), "(?m)^ {4}[A-Z_]+\\(\"(cssc\\.[a-z-]+)\"");
        assertThat(topics).hasSizeGreaterThan(8);

        assertThat(Sources.text(PAGE))
                .contains(topics.stream().map(topic -> "`" + topic + "`").toList());
    }

    @Test
    void theBuildKitThatItShowsLetsInPatchPodsAndNobodyElse() {
        Matcher block =
                Pattern.compile("(?s)```yaml\\n(apiVersion: apps/v1\\n.*?)```").matcher(Sources.text(PAGE));
        assertThat(block.find()).isTrue();
        Objects shown = new Objects(StrictReader.read(block.group(1)));

        var policy = shown.one(NetworkPolicy.class, "buildkitd").getSpec();
        assertThat(policy.getPodSelector().getMatchLabels())
                .isEqualTo(shown.one(Service.class, "buildkitd").getSpec().getSelector());
        var selector =
                policy.getIngress().get(0).getFrom().get(0).getPodSelector().getMatchLabels();
        assertThat(Objects.of(ValueSet.DEFAULTS).selectedBy(selector))
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactly("cssc-patch-service");
    }

    @Test
    void everyValueThatIsNamedIsThere() throws IOException {
        JsonNode values =
                new YAMLMapper().readTree(Helm.CHART.resolve("values.yaml").toFile());
        Set<String> named = Sources.found(List.of(PAGE), "`([a-z][A-Za-z]*(?:\\.[a-zA-Z]+)+)[:`]");
        List<String> ofOurs = named.stream()
                .filter(path -> values.has(path.substring(0, path.indexOf('.'))))
                .toList();

        assertThat(ofOurs)
                .hasSizeGreaterThan(10)
                .allSatisfy(path -> assertThat(
                                values.at("/" + path.replace('.', '/')).isMissingNode())
                        .as(path)
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-values", "ecr-values", "end-of-life-values"})
    void itsExamplesCanBeInstalled(String name, @TempDir Path directory) throws IOException {
        Matcher block =
                Pattern.compile("(?s)```yaml\\n(# " + name + ".yaml\\n.*?)```").matcher(Sources.text(PAGE));
        assertThat(block.find()).isTrue();
        Path values = Files.writeString(directory.resolve("values.yaml"), block.group(1));

        Objects objects = Objects.of(new ValueSet("docs", List.of(values), List.of()));

        assertThat(objects.of(Deployment.class)).hasSize(3);
        assertThat(Helm.lint(new ValueSet("docs", List.of(values), List.of())).code())
                .isZero();
    }
}
