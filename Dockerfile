# Nothing but the program: it is static, makes no network calls and starts no other programs. GoReleaser builds it beforehand.
FROM scratch
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/baalint /usr/bin/baalint
USER 65532:65532
WORKDIR /src
ENTRYPOINT ["/usr/bin/baalint"]
