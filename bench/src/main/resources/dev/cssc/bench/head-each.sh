#!/bin/sh
# What one would write without us: list the tags, page by page; keep those that are asked for; one HEAD, one curl, for each.
# Arguments: registry, repository, file of wanted tags (empty: every tag not named as a patch). Prints "tag digest" lines.
set -eu
. "$(dirname "$0")/list-tags.sh"
selected "$1" "$2" "$3" | while read -r tag; do
    curl -fsS -I -o /dev/null -H "$ACCEPT" -w "$tag %header{docker-content-digest}\n" "http://$1/v2/$2/manifests/$tag"
done
