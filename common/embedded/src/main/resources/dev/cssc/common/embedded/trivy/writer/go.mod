module cssc.dev/trivy-database-writer

go 1.25.0

require go.etcd.io/bbolt v1.5.0

require golang.org/x/sys v0.47.0 // indirect
