# The one door: API Gateway with the OpenAPI document, which checks tokens and knows the functions.

OPENAPI="${OPENAPI:-deploy/openapi.yaml}"

step_gateway() {
  local config SERVICES=""
  # A config can't be changed: another document is another config, and the old ones stay for a
  # way back.
  config="c-$({
    cat "$OPENAPI" deploy/gcloud/lib/render-openapi
    echo "$REGION $JWT_ISSUER $JWT_JWKS_URI $JWT_AUDIENCES $CORS_ORIGINS"
    rows
  } | hash_of)" || return 1
  is_ours apis "$INSTALLATION" \
    || run gcloud api-gateway apis create "$INSTALLATION" --labels="installation=$INSTALLATION" || return 1

  if has configs "$config" && ! has configs "$config" "$INSTALLATION" ACTIVE; then
    run gcloud api-gateway api-configs delete "$config" --api="$INSTALLATION" || return 1
  fi
  if ! has configs "$config" "$INSTALLATION" ACTIVE; then
    render || return 1
    run gcloud api-gateway api-configs create "$config" --api="$INSTALLATION" \
      --openapi-spec="$TARGET/openapi.yaml" \
      --backend-auth-service-account="$(account gateway)" --labels="installation=$INSTALLATION" || return 1
  fi

  set -- --location="$REGION" --api="$INSTALLATION" --api-config="$config"
  if ! is_ours gateways "$INSTALLATION"; then
    run gcloud api-gateway gateways create "$INSTALLATION" "$@" --labels="installation=$INSTALLATION" || return 1
  elif ! has gateways "$INSTALLATION" "$INSTALLATION" "$config" ACTIVE; then
    run gcloud api-gateway gateways update "$INSTALLATION" "$@" || return 1
  fi
  old_configs "$config"
}

render() {
  run mkdir -p "$TARGET" && run deploy/gcloud/lib/render-openapi --suffix="-$PROJECT_NUMBER.$REGION.run.app" \
    --prefix="$PREFIX" --issuer="$JWT_ISSUER" --jwks-uri="$JWT_JWKS_URI" --audiences="$JWT_AUDIENCES" \
    --cors-origins="$CORS_ORIGINS" --output="$TARGET/openapi.yaml" "$OPENAPI"
}

# Ten are kept; an API may have 100.
old_configs() {
  local config
  for config in $(sort -t $'\t' -k 4 -r "$WORK/configs" | awk -F '\t' -v installation="$INSTALLATION" -v one="$1" '
    $2 == installation && $1 != one { print $1 }' | tail -n +10); do
    run gcloud api-gateway api-configs delete "$config" --api="$INSTALLATION" || return 1
  done
}
