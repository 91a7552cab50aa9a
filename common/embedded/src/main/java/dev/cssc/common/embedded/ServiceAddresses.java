package dev.cssc.common.embedded;

import java.util.Map;

/**
 * Where a service of this machine finds the others, and where they find it.
 *
 * @param database {@code postgresql://host:port/database}
 * @param username of the database
 * @param password of the database
 * @param kafka {@code host:port}
 * @param port that the service answers on, on 127.0.0.1
 */
public record ServiceAddresses(String database, String username, String password, String kafka, int port) {

    /** Beside a database and a broker of this process. */
    public static ServiceAddresses beside(EmbeddedDatabase database, EmbeddedKafka kafka, int port) {
        return new ServiceAddresses(
                database.reactiveUrl(), database.username(), database.password(), kafka.bootstrapServers(), port);
    }

    /** What tells the service of them, by environment variable. */
    public Map<String, String> environment() {
        return Map.of(
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                String.valueOf(port),
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                database,
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:" + database,
                "QUARKUS_DATASOURCE_USERNAME",
                username,
                "QUARKUS_DATASOURCE_PASSWORD",
                password,
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka);
    }
}
