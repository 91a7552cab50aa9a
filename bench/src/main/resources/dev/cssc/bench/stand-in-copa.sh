#!/bin/sh
# Stand-in for Copa: patches nothing. It has the stand-in of the registry keep the image with an empty layer more under the tag that Copa
# was to push.
set -eu
for argument in "$@"; do
    case $argument in
        --image=*) image=${argument#--image=} ;;
        --tag=*) tag=${argument#--tag=} ;;
    esac
done
exec curl --silent --show-error --fail --request POST "http://@REGISTRY@/stand-in/copa?digest=${image##*@}&tag=$tag"
