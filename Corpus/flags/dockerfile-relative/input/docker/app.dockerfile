FROM alpine:3.20
ARG VERSION=none
COPY . /srv
