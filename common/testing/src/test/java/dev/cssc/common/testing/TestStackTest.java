package dev.cssc.common.testing;

import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

import java.sql.DriverManager;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class TestStackTest {
    @Test
    void databaseAndBrokerAnswerAtTheAddressesHandedOut() throws Exception {
        Map<String, String> stack = new TestStack().start();

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.get("kafka.bootstrap.servers")));
                var connection = DriverManager.getConnection(
                        stack.get("quarkus.datasource.jdbc.url"),
                        stack.get("quarkus.datasource.username"),
                        stack.get("quarkus.datasource.password"))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void theSecondWhoAsksIsGivenTheSameStack() {
        assertThat(new TestStack().start()).isEqualTo(new TestStack().start());
    }
}
