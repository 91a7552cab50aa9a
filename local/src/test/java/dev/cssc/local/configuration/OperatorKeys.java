package dev.cssc.local.configuration;

import java.util.LinkedHashMap;
import java.util.Map;

/** The keys that are not of an interface of ours and that an operator meets nevertheless: what each of them means to these services. */
final class OperatorKeys {
    private OperatorKeys() {}

    /** Those that have to be set, with what to set. */
    static Map<String, String> required() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(
                "quarkus.datasource.reactive.url",
                "PostgreSQL for the work: `postgresql://HOST:5432/DATABASE`. One database for all services, each with a schema of its own");
        keys.put(
                "quarkus.datasource.jdbc.url",
                "The same PostgreSQL for the migrations at the start: `jdbc:postgresql://HOST:5432/DATABASE`");
        keys.put(
                "quarkus.datasource.username",
                "User of both. It has to be able to make the service's schema, or own it where it was made before");
        keys.put("quarkus.datasource.password", "Its password");
        keys.put("kafka.bootstrap.servers", "Brokers: `HOST:9092`, several separated by commas");
        return keys;
    }

    /** Those with a value that serves on one machine. */
    static Map<String, String> usual() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(
                "quarkus.http.host",
                "Address that REST, metrics and health listen on. Containers need `0.0.0.0`; nobody is asked who he is, so keep the port away "
                        + "from people who are not to use it");
        keys.put("quarkus.http.port", "Its port");
        keys.put(
                "quarkus.http.limits.max-body-size",
                "Largest request body: a policy of 10 MiB and what stands around it");
        keys.put("quarkus.shutdown.timeout", "How long requests may take to end when the service stops");
        keys.put(
                "quarkus.datasource.jdbc.acquisition-timeout",
                "How long one try to reach the database may take at the start");
        keys.put(
                "quarkus.datasource.reactive.cache-prepared-statements",
                "Whether each connection keeps the statements that it prepared. Off behind a pooler that lends connections for a transaction "
                        + "and knows no prepared statements");
        keys.put("quarkus.flyway.connect-retries", "Further tries at the start, with growing pauses");
        return keys;
    }

    /** Those that are the services' own and are not to be changed. */
    static Map<String, String> fixed() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("cssc.schema", "Schema of the service in the database. Another one is an empty service");
        keys.put("kafka.group.id", "Consumer group: replicas of a service share it");
        return keys;
    }
}
