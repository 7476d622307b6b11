# The one door: API Gateway with the OpenAPI document, which checks tokens and knows the functions.

OPENAPI="${OPENAPI:-deploy/openapi.yaml}"
RENDERED=deploy/gcloud/target

step_gateway() {
  local config
  # A config can't be changed: another document is another config, and the old ones stay for a
  # way back.
  config="c-$({
    cat "$OPENAPI" deploy/gcloud/lib/render-openapi
    echo "$REGION $JWT_ISSUER $JWT_JWKS_URI $JWT_AUDIENCES $CORS_ORIGINS"
    rows
  } | hash_of)" || return 1
  see apis gcloud api-gateway apis list --format='value(name.basename())' || return 1
  known apis restaurant || run gcloud api-gateway apis create restaurant || return 1

  see configs gcloud api-gateway api-configs list --api=restaurant \
    --format='value(name.basename())' || return 1
  if ! known configs "$config"; then
    render || return 1
    run gcloud api-gateway api-configs create "$config" --api=restaurant \
      --openapi-spec="$RENDERED/openapi.yaml" \
      --backend-auth-service-account="$(account gateway)" || return 1
  fi

  see gateways gcloud api-gateway gateways list --location="$REGION" \
    --format='value(name.basename(),apiConfig.basename())' || return 1
  if ! known gateways restaurant; then
    run gcloud api-gateway gateways create restaurant --location="$REGION" --api=restaurant \
      --api-config="$config"
  elif ! has gateways restaurant "$config"; then
    run gcloud api-gateway gateways update restaurant --location="$REGION" --api=restaurant \
      --api-config="$config"
  fi
}

render() {
  local number="$PROJECT_NUMBER"
  run_line "mkdir -p $RENDERED && deploy/gcloud/lib/render-openapi --suffix=\"-$number.$REGION.run.app\" --issuer=$(quoted "$JWT_ISSUER") --jwks-uri=$(quoted "$JWT_JWKS_URI") --audiences=$(quoted "$JWT_AUDIENCES") --cors-origins=$(quoted "$CORS_ORIGINS") $(quoted "$OPENAPI") > $RENDERED/openapi.yaml"
}
