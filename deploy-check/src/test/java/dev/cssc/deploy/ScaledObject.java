package dev.cssc.deploy;

import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;

import java.util.List;
import java.util.Map;

/** KEDA's, as its reference has it (keda.sh/docs, "ScaledObject specification"), as far as it says anything on scaling a Deployment. */
@JsonDeserialize(using = JsonDeserializer.None.class)
final class ScaledObject implements HasMetadata {
    private static final long serialVersionUID = 1;

    private String apiVersion = "";
    private String kind = "";
    private ObjectMeta metadata = new ObjectMeta();

    /** What is wanted. */
    public Spec spec;

    record Spec(
            Target scaleTargetRef,
            Integer pollingInterval,
            Integer cooldownPeriod,
            Integer initialCooldownPeriod,
            Integer idleReplicaCount,
            Integer minReplicaCount,
            Integer maxReplicaCount,
            Advanced advanced,
            Fallback fallback,
            List<Trigger> triggers) {}

    record Target(String apiVersion, String kind, String name, String envSourceContainerName) {}

    record Fallback(Integer failureThreshold, Integer replicas, String behavior) {}

    record Advanced(Boolean restoreToOriginalReplicaCount, Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(String name, HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(
            String type,
            String name,
            Map<String, String> metadata,
            Authentication authenticationRef,
            Boolean useCachedMetrics,
            String metricType) {}

    record Authentication(String name, String kind) {}

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        this.metadata = metadata;
    }

    @Override
    public String getApiVersion() {
        return apiVersion;
    }

    @Override
    public void setApiVersion(String version) {
        this.apiVersion = version;
    }

    @Override
    public String getKind() {
        return kind;
    }

    /** For reading. */
    public void setKind(String kind) {
        this.kind = kind;
    }
}
