#!/bin/sh
# The same with crane: "crane ls", and "crane digest" for each tag.
set -eu
. "$(dirname "$0")/list-tags.sh"
crane ls --insecure "$1/$2" > listed
wanted "$3" < listed | while read -r tag; do
    echo "$tag $(crane digest --insecure "$1/$2:$tag")"
done
