{{/* Of (root, service): the service's settings without secrets, as environment variables; those of `settings` win. */}}
{{- define "cssc.settings" -}}
{{- $values := .root.Values -}}
{{- $own := index $values .service -}}
{{- $database := printf "%s:%v/%s" $values.database.host $values.database.port $values.database.name -}}
{{- $tls := $values.database.tls.mode -}}
{{- $settings := dict
      "QUARKUS_HTTP_HOST" "0.0.0.0"
      "QUARKUS_HTTP_PORT" "8080"
      "QUARKUS_DATASOURCE_REACTIVE_URL" (printf "postgresql://%s" $database)
      "QUARKUS_DATASOURCE_JDBC_URL" (printf "jdbc:postgresql://%s" $database)
      "KAFKA_BOOTSTRAP_SERVERS" $values.kafka.bootstrapServers
      "CSSC_TOPICS_CREATE" (toString $values.kafka.topics.create)
      "CSSC_TOPICS_PARTITIONS" (toString $values.kafka.topics.partitions)
      "CSSC_TOPICS_REPLICATION" (toString $values.kafka.topics.replication)
      "JAVA_TOOL_OPTIONS" $own.javaOptions -}}
{{- if ne $tls "disable" }}
{{- $_ := set $settings "QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE" $tls }}
{{- if eq $tls "verify-full" }}
{{- $ca := "/etc/cssc/database-ca/ca.crt" }}
{{- $_ := set $settings "QUARKUS_DATASOURCE_JDBC_URL" (printf "jdbc:postgresql://%s?sslmode=verify-full&sslrootcert=%s" $database $ca) }}
{{- $_ := set $settings "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM" "true" }}
{{- $_ := set $settings "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS" $ca }}
{{- $_ := set $settings "QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM" "HTTPS" }}
{{- else }}
{{- $_ := set $settings "QUARKUS_DATASOURCE_JDBC_URL" (printf "jdbc:postgresql://%s?sslmode=require" $database) }}
{{- $_ := set $settings "QUARKUS_DATASOURCE_REACTIVE_TRUST_ALL" "true" }}
{{- end }}
{{- end }}
{{- if ne $values.kafka.securityProtocol "PLAINTEXT" }}
{{- $_ := set $settings "KAFKA_SECURITY_PROTOCOL" $values.kafka.securityProtocol }}
{{- end }}
{{- with $values.kafka.saslMechanism }}
{{- $_ := set $settings "KAFKA_SASL_MECHANISM" . }}
{{- end }}
{{- if $values.kafka.caSecret }}
{{- $_ := set $settings "KAFKA_SSL_TRUSTSTORE_TYPE" "PEM" }}
{{- $_ := set $settings "KAFKA_SSL_TRUSTSTORE_LOCATION" "/etc/cssc/kafka-ca/ca.crt" }}
{{- end }}
{{- if $values.traces.endpoint }}
{{- $_ := set $settings "CSSC_TRACES_ENDPOINT" $values.traces.endpoint }}
{{- $_ := set $settings "CSSC_TRACES_PROTOCOL" $values.traces.protocol }}
{{- $_ := set $settings "CSSC_TRACES_RATIO" (toString $values.traces.ratio) }}
{{- end }}
{{- if include "cssc.registriesConfigMap" .root }}
{{- $_ := set $settings "CSSC_REGISTRIES_FILE" "/etc/cssc/registries/registries.yaml" }}
{{- end }}
{{- if or $own.registrySecret $values.registrySecret }}
{{- $_ := set $settings "CSSC_SECRETS_DIRECTORY" "/etc/cssc/secrets" }}
{{- end }}
{{- if $values.dockerConfigSecret }}
{{- $_ := set $settings "CSSC_SECRETS_DOCKER_CONFIG" "/etc/cssc/docker/config.json" }}
{{- end }}
{{- if eq .service "scan" }}
{{- $_ := set $settings "CSSC_SCAN_ENGINE" $own.engine }}
{{- $_ := set $settings "CSSC_SCAN_WORK_DIRECTORY" "/work/scan" }}
{{- if eq $own.engine "trivy" }}
{{- $_ := set $settings "CSSC_SCAN_TRIVY_CACHE_DIRECTORY" "/work/trivy" }}
{{- with $own.trivy.dbRepository }}
{{- $_ := set $settings "CSSC_SCAN_TRIVY_DB_REPOSITORY" . }}
{{- end }}
{{- end }}
{{- end }}
{{- if eq .service "patch" }}
{{- $_ := set $settings "CSSC_PATCH_ENGINE" $own.engine }}
{{- $_ := set $settings "CSSC_PATCH_WORK_DIRECTORY" "/work" }}
{{- if eq $own.engine "copa" }}
{{- $_ := set $settings "CSSC_PATCH_COPA_ADDRESS" $own.buildkit.address }}
{{- if $own.buildkit.tlsSecret }}
{{- $_ := set $settings "CSSC_PATCH_COPA_CA_CERTIFICATE" "/etc/cssc/buildkit/ca.crt" }}
{{- $_ := set $settings "CSSC_PATCH_COPA_CERTIFICATE" "/etc/cssc/buildkit/tls.crt" }}
{{- $_ := set $settings "CSSC_PATCH_COPA_KEY" "/etc/cssc/buildkit/tls.key" }}
{{- end }}
{{- end }}
{{- end }}
{{- toYaml (merge (dict) $own.settings $settings) }}
{{- end }}
