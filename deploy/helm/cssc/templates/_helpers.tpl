{{/* The beginning of every name: at most 40 characters, so that what is added to it stays within 63. */}}
{{- define "cssc.fullname" -}}
{{- $name := .Values.fullnameOverride | default (contains "cssc" .Release.Name | ternary .Release.Name (printf "%s-cssc" .Release.Name)) -}}
{{- $name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/* The services' names in values, in an order that stays. */}}
{{- define "cssc.services" -}}
trigger scan patch
{{- end }}

{{/* Of (root, service): the name of the service's objects. */}}
{{- define "cssc.serviceName" -}}
{{- printf "%s-%s-service" (include "cssc.fullname" .root) .service -}}
{{- end }}

{{- define "cssc.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{ include "cssc.selectorLabels" . }}
{{- end }}

{{- define "cssc.selectorLabels" -}}
app.kubernetes.io/name: cssc
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .service }}
app.kubernetes.io/component: {{ . }}-service
{{- end }}
{{- end }}

{{- define "cssc.image" -}}
{{- $image := (index .root.Values .service).image -}}
{{- with .root.Values.image.registry }}{{ . }}/{{ end -}}
{{ $image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- with $image.digest }}@{{ . }}{{ end -}}
{{- end }}

{{- define "cssc.serviceAccount" -}}
{{- $account := (index .root.Values .service).serviceAccount -}}
{{- $account.name | default ($account.create | ternary (include "cssc.serviceName" .) "default") -}}
{{- end }}

{{/* "true" where the service's engine is Buildah. */}}
{{- define "cssc.buildah" -}}
{{- if eq ((index .root.Values .service).engine | default "") "package-manager" "buildah" -}}
true
{{- end -}}
{{- end }}

{{- define "cssc.registriesConfigMap" -}}
{{- if .Values.registriesConfigMap -}}
{{ .Values.registriesConfigMap }}
{{- else if .Values.registries -}}
{{ include "cssc.fullname" . }}-registries
{{- end -}}
{{- end }}

{{/* The host:port of a tcp:// address, checked. */}}
{{- define "cssc.buildkitPort" -}}
{{- regexReplaceAll "^tcp://.*:([0-9]+)$" .Values.patch.buildkit.address "${1}" -}}
{{- end }}

{{/* The port of the collector's endpoint, checked. */}}
{{- define "cssc.tracesPort" -}}
{{- regexReplaceAll "^https?://.*:([0-9]+)/?$" .Values.traces.endpoint "${1}" -}}
{{- end }}

{{/* The ports of all brokers that are named, checked, with commas. */}}
{{- define "cssc.kafkaPorts" -}}
{{- regexReplaceAll "[^,:]+:([0-9]+)" .Values.kafka.bootstrapServers "${1}" -}}
{{- end }}

{{/* The ports of registries that say one, or speak HTTP and say none, with commas. */}}
{{- define "cssc.registryPorts" -}}
{{- $ports := list -}}
{{- range $registry := .Values.registries -}}
{{- with regexFind ":[0-9]+$" $registry.host -}}
{{- $ports = append $ports (trimPrefix ":" .) -}}
{{- else -}}
{{- if eq ($registry.scheme | default "https") "http" -}}
{{- $ports = append $ports "80" -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $ports | join "," -}}
{{- end }}

{{/* What a schema cannot say. */}}
{{- define "cssc.check" -}}
{{- range $service := splitList " " (include "cssc.services" .) }}
{{- if include "cssc.buildah" (dict "root" $ "service" $service) }}
{{- $engine := printf "%s.engine: %s works with Buildah, whose pod is" $service (index $.Values $service).engine }}
{{- if not $.Values.buildah.allowPrivileges }}
{{- fail (printf "%s root with SYS_ADMIN; say buildah.allowPrivileges=true where that is what you want" $engine) }}
{{- end }}
{{- $kubernetes := $.Capabilities.KubeVersion.Version }}
{{- if semverCompare "<1.30.0-0" $kubernetes }}
{{- fail (printf "%s without AppArmor in the way that Kubernetes knows since 1.30; this is %s. Take trivy and copa here" $engine $kubernetes) }}
{{- end }}
{{- end }}
{{- end }}
{{- if and (hasPrefix "SASL_" .Values.kafka.securityProtocol) (not (and .Values.kafka.saslMechanism .Values.kafka.jaasSecret)) }}
{{- fail (printf "kafka.securityProtocol: %s needs kafka.saslMechanism and kafka.jaasSecret" .Values.kafka.securityProtocol) }}
{{- end }}
{{- if and .Values.keda.enabled .Values.keda.kafka.enabled (hasPrefix "SASL_" .Values.kafka.securityProtocol) (not .Values.keda.kafka.authentication) }}
{{- $said := "keda.kafka.authentication has to name a TriggerAuthentication with them, or keda.kafka.enabled be false" }}
{{- fail (printf "kafka.securityProtocol: KEDA asks Kafka too, and %s wants credentials: %s" .Values.kafka.securityProtocol $said) }}
{{- end }}
{{- if and (eq .Values.database.tls.mode "verify-full") (not .Values.database.tls.caSecret) }}
{{- fail "database.tls.mode: verify-full needs database.tls.caSecret" }}
{{- end }}
{{- if and .Values.registries .Values.registriesConfigMap }}
{{- fail "registries: say either registries or registriesConfigMap" }}
{{- end }}
{{- end }}
