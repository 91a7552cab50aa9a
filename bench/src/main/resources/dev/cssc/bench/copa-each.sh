#!/bin/sh
# What one would write without us: copa patch for each image, one after the other. BuildKit keeps what it fetched from image to image.
# Arguments: BuildKit's address, report of what to raise, file of lines "reference-with-digest target".
set -eu
address=$1 report=$2 references=$3
number=0
while read -r image target; do
    number=$((number + 1))
    copa patch --image="$image" --report="$report" --scanner=native --tag="$target" --push --addr="$address" \
        --timeout=10m --progress=plain >&2 < /dev/null
done < "$references"
echo "$number"
