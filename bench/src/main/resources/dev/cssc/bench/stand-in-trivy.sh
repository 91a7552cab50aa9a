#!/bin/sh
# Stand-in for Trivy: sleeps for a fixed time, then answers with a report that it made up. It reads no image and no database.
# Nothing but the sleep is a process of its own, so that what is measured is what calls it.
case "$1" in
    version)
        printf '{"Version":"@VERSION@"}\n'
        exit 0
        ;;
esac
if [ "$1" = sbom ]; then # once a service, with made-up packages: does the database know this release? It does.
    printf '%s\n' '{"SchemaVersion":2,"Trivy":{"Version":"@VERSION@"},"Metadata":{"OS":{"Family":"debian","Name":"12.7"}},
"Results":[{"Target":"stand-in","Class":"os-pkgs","Type":"debian","Packages":[@PACKAGES@,@PACKAGES@],
"Vulnerabilities":[{"VulnerabilityID":"CVE-2026-0002","PkgName":"openssl","InstalledVersion":"0","Severity":"LOW"}]}]}'
    exit 0
fi
for reference in "$@"; do :; done
[ @SECONDS@ = 0 ] || sleep @SECONDS@

digest=${reference##*@sha256:}
first=${digest%"${digest#?}"}
# Images whose digests begin alike have the same packages, as those on a common base have.
base=${digest%"${digest#??}"}
installed=1.0-0$base
found=
case $reference in
    */cssc-staging/*) installed=1.0-1 ;; # was patched
    *) [ "$first" != @FIXABLE@ ] || found='{"VulnerabilityID":"CVE-2026-0001","PkgName":"fixable","InstalledVersion":"'$installed'","FixedVersion":"1.0-1","Severity":"HIGH"}' ;;
esac
printf '%s\n' '{"SchemaVersion":2,"Trivy":{"Version":"@VERSION@"},
"Metadata":{"OS":{"Family":"debian","Name":"12.7"},"RepoDigests":["'"${reference%@*}@sha256:$digest"'"],"Layers":[{"Digest":"@LAYER@"}]},
"Results":[{"Target":"stand-in","Class":"os-pkgs","Type":"debian","Packages":[
{"Name":"fixable","Version":"'"${installed%-*}"'","Release":"'"${installed#*-}"'","Arch":"amd64","SrcName":"fixable","SrcVersion":"'"${installed%-*}"'","SrcRelease":"'"${installed#*-}"'"},
@PACKAGES@],
"Vulnerabilities":['"$found"']}]}'
