{{/* Of (root, service): where the container may write, and what it reads. Each mount has its volume of the same name below. */}}
{{- define "cssc.mounts" -}}
{{- $values := .root.Values -}}
{{- $own := index $values .service -}}
- name: tmp
  mountPath: /tmp
{{- if $own.work }}
- name: work
  mountPath: /work
{{- end }}
{{- if include "cssc.buildah" . }}
- name: var-tmp
  mountPath: /var/tmp
- name: run
  mountPath: /run
- name: containers-cache
  mountPath: /var/cache/containers
{{- end }}
{{- if include "cssc.registriesConfigMap" .root }}
- name: registries
  mountPath: /etc/cssc/registries
  readOnly: true
{{- end }}
{{- if or $own.registrySecret $values.registrySecret }}
- name: secrets
  mountPath: /etc/cssc/secrets
  readOnly: true
{{- end }}
{{- if $values.dockerConfigSecret }}
- name: docker-config
  mountPath: /etc/cssc/docker
  readOnly: true
{{- end }}
{{- if eq $values.database.tls.mode "verify-full" }}
- name: database-ca
  mountPath: /etc/cssc/database-ca
  readOnly: true
{{- end }}
{{- if $values.kafka.caSecret }}
- name: kafka-ca
  mountPath: /etc/cssc/kafka-ca
  readOnly: true
{{- end }}
{{- if and (eq .service "patch") (eq $values.patch.engine "copa") $values.patch.buildkit.tlsSecret }}
- name: buildkit-tls
  mountPath: /etc/cssc/buildkit
  readOnly: true
{{- end }}
{{- with $own.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "cssc.volumes" -}}
{{- $values := .root.Values -}}
{{- $own := index $values .service -}}
- name: tmp
  emptyDir:
    sizeLimit: 512Mi
{{- with $own.work }}
- name: work
  {{- if .storageClass }}
  ephemeral:
    volumeClaimTemplate:
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: {{ .storageClass }}
        resources:
          requests:
            storage: {{ .size }}
  {{- else }}
  emptyDir:
    sizeLimit: {{ .size }}
  {{- end }}
{{- end }}
{{- if include "cssc.buildah" . }}
- name: var-tmp
  emptyDir:
    sizeLimit: 2Gi
- name: run
  emptyDir:
    medium: Memory
    sizeLimit: 64Mi
- name: containers-cache
  emptyDir:
    sizeLimit: 64Mi
{{- end }}
{{- with include "cssc.registriesConfigMap" .root }}
- name: registries
  configMap:
    name: {{ . }}
    items:
      - key: registries.yaml
        path: registries.yaml
{{- end }}
{{- with $own.registrySecret | default $values.registrySecret }}
- name: secrets
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with $values.dockerConfigSecret }}
- name: docker-config
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    items:
      - key: .dockerconfigjson
        path: config.json
{{- end }}
{{- if eq $values.database.tls.mode "verify-full" }}
- name: database-ca
  secret:
    secretName: {{ $values.database.tls.caSecret }}
    defaultMode: 0440
    items:
      - key: {{ $values.database.tls.caKey }}
        path: ca.crt
{{- end }}
{{- if $values.kafka.caSecret }}
- name: kafka-ca
  secret:
    secretName: {{ $values.kafka.caSecret }}
    defaultMode: 0440
    items:
      - key: {{ $values.kafka.caKey }}
        path: ca.crt
{{- end }}
{{- if and (eq .service "patch") (eq $values.patch.engine "copa") $values.patch.buildkit.tlsSecret }}
- name: buildkit-tls
  secret:
    secretName: {{ $values.patch.buildkit.tlsSecret }}
    defaultMode: 0440
{{- end }}
{{- with $own.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
