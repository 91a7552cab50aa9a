package dev.cssc.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What Helm says when it has installed. It does so with a cluster only, so that a copy of the chart puts it into an object here. */
class NotesTest {
    private static final String WARNING = "Prometheus does not reach the metrics";

    @TempDir
    Path scratch;

    private String notes(ValueSet values) throws IOException {
        Path copy = scratch.resolve("cssc");
        try (Stream<Path> files = Files.walk(Helm.CHART)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(Helm.CHART.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, Files.readString(file));
            }
        }
        Path text = copy.resolve("templates/NOTES.txt");
        Files.writeString(
                copy.resolve("templates/said.yaml"),
                "{{- define \"said\" }}" + Files.readString(text) + "{{ end }}\napiVersion: v1\nkind: ConfigMap\n"
                        + "metadata: {name: said}\ndata: {notes: {{ include \"said\" . | quote }}}\n");
        Helm.Ended ended = Helm.template(copy, values);
        assertThat(ended.code()).as(ended.output()).isZero();
        return new Objects(StrictReader.read(ended.output()))
                .one(ConfigMap.class, "said")
                .getData()
                .get("notes");
    }

    @Test
    void whereNobodyLetsPrometheusInItIsSaid() throws IOException {
        for (String reader : List.of("serviceMonitor.enabled=true", "keda.enabled=true")) {
            assertThat(notes(ValueSet.of(reader)))
                    .as(reader)
                    .contains(WARNING, "networkPolicy:", "ingressFrom: [{namespaceSelector:");
        }
    }

    @Test
    void whereItIsLetInOrNobodyReadsMetricsNothingIsSaid() throws IOException {
        assertThat(notes(ValueSet.DEFAULTS)).contains("is being started").doesNotContain(WARNING);
        assertThat(notes(ValueSet.EVERYTHING)).doesNotContain(WARNING);
        assertThat(notes(ValueSet.of("keda.enabled=true", "networkPolicy.enabled=false")))
                .doesNotContain(WARNING);
    }
}
