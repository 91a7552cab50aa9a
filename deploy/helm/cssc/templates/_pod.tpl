{{/* Of (root, service): the pod's specification. */}}
{{- define "cssc.podSpec" -}}
{{- $values := .root.Values -}}
{{- $own := index $values .service -}}
{{- $buildah := include "cssc.buildah" . -}}
serviceAccountName: {{ include "cssc.serviceAccount" . }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- if $buildah }}
hostUsers: {{ $values.buildah.hostUsers }}
{{- end }}
{{- if has .service (list "scan" "patch") }}
# Java is the first process of its container and reaps nobody else's children: what tools that were killed leave behind would stay as zombies, and
# count against the pod's processes. The pod's own first process, pause, reaps them.
shareProcessNamespace: true
{{- end }}
securityContext:
  runAsNonRoot: {{ ne $buildah "true" }}
  runAsUser: {{ ternary 0 10001 (eq $buildah "true") }}
  runAsGroup: {{ ternary 0 10001 (eq $buildah "true") }}
  fsGroup: {{ ternary 0 10001 (eq $buildah "true") }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
  {{- if $buildah }}
  appArmorProfile:
    type: Unconfined
  {{- end }}
terminationGracePeriodSeconds: {{ $values.terminationGracePeriodSeconds }}
{{- with $own.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $own.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $own.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "cssc.selectorLabels" . | nindent 8 }}
{{- with $own.initContainers }}
initContainers: {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: {{ .service }}-service
    image: {{ include "cssc.image" . | quote }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    securityContext:
      allowPrivilegeEscalation: {{ eq $buildah "true" }}
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
        {{- if $buildah }}
        add: [CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, SETFCAP, SETGID, SETPCAP, SETUID, SYS_ADMIN, SYS_CHROOT]
        {{- end }}
    ports:
      - name: http
        containerPort: 8080
    envFrom:
      - configMapRef:
          name: {{ include "cssc.serviceName" . }}
    env:
      - name: QUARKUS_DATASOURCE_USERNAME
        valueFrom:
          secretKeyRef:
            name: {{ $own.databaseSecret | default $values.database.secret }}
            key: {{ $values.database.usernameKey }}
      - name: QUARKUS_DATASOURCE_PASSWORD
        valueFrom:
          secretKeyRef:
            name: {{ $own.databaseSecret | default $values.database.secret }}
            key: {{ $values.database.passwordKey }}
      {{- with $values.kafka.jaasSecret }}
      - name: KAFKA_SASL_JAAS_CONFIG
        valueFrom:
          secretKeyRef:
            name: {{ . }}
            key: {{ $values.kafka.jaasKey }}
      {{- end }}
      {{- range $own.secretSettings }}
      - name: {{ .name }}
        valueFrom:
          secretKeyRef:
            name: {{ .secret }}
            key: {{ .key }}
      {{- end }}
    startupProbe:
      httpGet:
        path: /q/health/started
        port: http
      periodSeconds: 5
      timeoutSeconds: 3
      failureThreshold: 60
    livenessProbe:
      httpGet:
        path: /q/health/live
        port: http
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 6
    readinessProbe:
      httpGet:
        path: /q/health/ready
        port: http
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 3
    resources: {{- toYaml $own.resources | nindent 6 }}
    volumeMounts: {{- include "cssc.mounts" . | nindent 6 }}
volumes: {{- include "cssc.volumes" . | nindent 2 }}
{{- end }}
