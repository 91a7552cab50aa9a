package dev.cssc.common.outbox;

import dev.cssc.common.event.EventType;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Makes the topics and their dead-letter topics where they are missing, before any consumer subscribes. */
@ApplicationScoped
class Topics {
    private static final Logger LOG = Logger.getLogger(Topics.class);

    private final TopicConfig config;
    private final KafkaConnection kafka;

    Topics(TopicConfig config, KafkaConnection kafka) {
        this.config = config;
        this.kafka = kafka;
    }

    void make(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE + 1) StartupEvent event) {
        if (!config.create()) {
            return;
        }
        long patience = config.patience().toMillis();
        try (Admin admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(Math.min(patience, 10_000)))))) {
            Set<String> present = admin.listTopics().names().get(patience, TimeUnit.MILLISECONDS);
            List<NewTopic> missing = Arrays.stream(EventType.values())
                    .flatMap(type -> Stream.of(type.topic(), type.deadLetterTopic()))
                    .filter(topic -> !present.contains(topic))
                    .map(this::topic)
                    .toList();
            for (var made : admin.createTopics(missing).values().entrySet()) {
                await(made.getKey(), made.getValue(), patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making topics", e);
        } catch (ExecutionException | TimeoutException e) {
            throw Failure.of(
                            ReasonCode.KAFKA_UNAVAILABLE,
                            "making topics at " + kafka.servers() + ": " + e.getMessage()
                                    + "; check kafka.bootstrap.servers, and kafka.security.protocol where it asks for TLS")
                    .toException(e);
        }
    }

    private NewTopic topic(String name) {
        NewTopic topic = new NewTopic(name, config.partitions(), config.replication());
        // Its newest event of each name is a state that a service started years later still has to learn.
        return name.equals(EventType.REGISTRY_CHANGED.topic())
                ? topic.configs(Map.of(
                        org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG,
                        org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT))
                : topic;
    }

    private static void await(String topic, org.apache.kafka.common.KafkaFuture<Void> made, long patience)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            made.get(patience, TimeUnit.MILLISECONDS);
            LOG.infof("made topic %s", topic);
        } catch (ExecutionException e) {
            // Another service, or another replica, was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
