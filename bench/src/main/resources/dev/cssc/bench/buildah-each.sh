#!/bin/sh
# What one would write without us: for each image a container, its package manager, a commit and a push, one image after the other. The
# storage is kept from image to image, so that layers are fetched once.
# Arguments: storage directory, file of lines "reference-by-digest target"; then the packages to raise.
set -eu
storage=$1 references=$2
shift 2
buildah() { command buildah --root "$storage/root" --runroot "$storage/runroot" --storage-driver overlay "$@"; }
number=0
while read -r image target; do
    number=$((number + 1))
    container=$(buildah from --quiet --pull-always --tls-verify=false "docker://$image")
    buildah run --user 0:0 --isolation chroot "$container" -- apt-get -qq update >&2 < /dev/null
    buildah run --user 0:0 --isolation chroot --env DEBIAN_FRONTEND=noninteractive "$container" -- \
        apt-get -qq -y -o Dpkg::Options::=--force-confold install --only-upgrade "$@" >&2 < /dev/null
    buildah commit --quiet --format oci --disable-compression=false --tls-verify=false "$container" "docker://$target" >&2
    buildah rm "$container" >&2
done < "$references"
echo "$number"
