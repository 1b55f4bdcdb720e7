#!/bin/sh
/kaniko/executor --context . --dockerfile Dockerfile --destination "$CI_REGISTRY_IMAGE:latest"
