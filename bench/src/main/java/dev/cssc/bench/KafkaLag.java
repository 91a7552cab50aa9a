package dev.cssc.bench;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** How far consumers are behind the ends of their topics. */
final class KafkaLag implements AutoCloseable {
    private static final List<String> GROUPS = List.of("cssc-trigger", "cssc-scan", "cssc-patch");

    private final Admin admin;

    KafkaLag(String kafka) {
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka));
    }

    /** Messages that the three services have not acknowledged yet, over all topics. */
    long messages() {
        Map<TopicPartition, Long> behind = new HashMap<>();
        try {
            for (String group : GROUPS) {
                Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
                read.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
                admin.listOffsets(ends).all().get().forEach((partition, end) -> {
                    OffsetAndMetadata offset = read.get(partition);
                    if (offset != null) {
                        behind.merge(partition, Math.max(0, end.offset() - offset.offset()), Long::sum);
                    }
                });
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking Kafka how far its consumers are", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return behind.values().stream().mapToLong(lag -> lag).sum();
    }

    @Override
    public void close() {
        admin.close();
    }
}
