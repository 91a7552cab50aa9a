# Sourced by the scripts beside it.
ACCEPT="Accept: application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json"

tags() { # registry, repository: every tag, a line each, over all pages
    next="/v2/$2/tags/list?n=1000"
    while [ -n "$next" ]; do
        curl -fsS -D headers "http://$1$next" | tr -d '[]{}"\n' | sed 's/.*tags://' | tr ',' '\n'
        echo
        next=$(sed -n 's/^[Ll]ink: <\([^>]*\)>.*/\1/p' headers)
    done
}

wanted() { # the lines of standard input that the file $1 names, or where it is empty, all that are not named as patches
    if [ -s "$1" ]; then grep -Fxf "$1"; else grep -Ev -e '-([1-9][0-9]{0,2}|patched)$' | grep .; fi
}

selected() { # registry, repository, file
    tags "$1" "$2" | wanted "$3"
}
