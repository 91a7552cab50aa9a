#!/bin/sh
# Looks into patched images: prints "reference digest-of-the-package-database" a line; fails where dpkg or apt find a fault, or where a package
# is older than wanted.
# Arguments: storage directory, file of references (by digest); then NAME=VERSION of the packages.
set -eu
storage=$1 references=$2
shift 2
buildah() { command buildah --root "$storage/root" --runroot "$storage/runroot" --storage-driver overlay "$@"; }
# Run inside of the image, in one go.
look='
faults=$(dpkg --audit)
[ -z "$faults" ] || { echo "dpkg --audit: $faults" >&2; exit 1; }
apt-get -qq check >&2
for wanted in "$@"; do
    version=$(dpkg-query --show "--showformat=\${Version}" "${wanted%%=*}")
    dpkg --compare-versions "$version" ge "${wanted#*=}" || { echo "${wanted%%=*} is $version, not ${wanted#*=}" >&2; exit 1; }
done
'
while read -r image; do
    container=$(buildah from --quiet --pull-always --tls-verify=false "docker://$image")
    buildah run --user 0:0 --isolation chroot "$container" -- sh -euc "$look" look "$@" < /dev/null >&2 || {
        echo "in $image" >&2
        exit 1
    }
    # An assignment of its own: inside of echo a failure would only leave the digest out.
    root=$(buildah mount "$container")
    sum=$(sha256sum "$root/var/lib/dpkg/status")
    echo "$image ${sum%% *}"
    buildah rm "$container" >&2
done < "$references"
