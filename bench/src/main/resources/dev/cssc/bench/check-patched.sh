#!/bin/sh
# Looks into patched images: prints "reference digest-of-the-package-database" a line; fails where dpkg or apt find a fault, or where a package
# is older than wanted.
# Arguments: storage directory, file of references (by digest); then NAME=VERSION of the packages.
set -eu
storage=$1 references=$2
shift 2
buildah() { command buildah --root "$storage/root" --runroot "$storage/runroot" --storage-driver overlay "$@"; }
inside() { buildah run --user 0:0 --isolation chroot "$@" < /dev/null; }
while read -r image; do
    container=$(buildah from --quiet --pull-always --tls-verify=false "docker://$image")
    faults=$(inside "$container" -- dpkg --audit)
    [ -z "$faults" ] || { echo "dpkg --audit in $image: $faults" >&2; exit 1; }
    inside "$container" -- apt-get -qq check >&2
    for wanted in "$@"; do
        version=$(inside "$container" -- dpkg-query --show '--showformat=${Version}' "${wanted%%=*}")
        inside "$container" -- dpkg --compare-versions "$version" ge "${wanted#*=}" || {
            echo "$image has ${wanted%%=*} $version, not ${wanted#*=}" >&2
            exit 1
        }
    done
    # An assignment of its own: inside of echo a failure would only leave the digest out.
    root=$(buildah mount "$container")
    sum=$(sha256sum "$root/var/lib/dpkg/status")
    echo "$image ${sum%% *}"
    buildah rm "$container" >&2
done < "$references"
