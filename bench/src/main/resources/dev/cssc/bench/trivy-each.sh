#!/bin/sh
# What one would write without us: one 'trivy image' for each image, one after the other, with Trivy's default cache.
# Arguments: cache directory with a database, file of references. Keeps the reports beside the references; prints "reference findings" lines.
set -eu
number=0
while read -r image; do
    number=$((number + 1))
    trivy image --cache-dir "$1" --image-src remote --scanners vuln --pkg-types os --skip-db-update --skip-version-check \
        --quiet --format json --output "$2.$number.json" "$image"
    echo "$image $(grep -c '"VulnerabilityID"' "$2.$number.json" || true)"
done < "$2"
