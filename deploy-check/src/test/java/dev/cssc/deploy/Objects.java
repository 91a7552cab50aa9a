package dev.cssc.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one rendering of the chart makes.
 *
 * @param all every object, in the order of the rendering
 */
record Objects(List<HasMetadata> all) {
    static final List<String> SERVICES = List.of("trigger-service", "scan-service", "patch-service");

    static Objects of(ValueSet values) {
        return new Objects(StrictReader.read(Helm.rendered(values)));
    }

    <T extends HasMetadata> List<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The one of that type with that name. */
    <T extends HasMetadata> T one(Class<T> type, String name) {
        List<T> found = of(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .toList();
        assertThat(found).as(type.getSimpleName() + " " + name).hasSize(1);
        return found.get(0);
    }

    Deployment deployment(String service) {
        return one(Deployment.class, Helm.RELEASE + "-" + service);
    }

    Stream<Deployment> deployments() {
        return SERVICES.stream().map(this::deployment);
    }

    /** The deployments whose pods a selector chooses that names these labels. */
    Stream<Deployment> selectedBy(Map<String, String> labels) {
        return deployments()
                .filter(deployment -> deployment
                        .getSpec()
                        .getTemplate()
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(labels.entrySet()));
    }
}
