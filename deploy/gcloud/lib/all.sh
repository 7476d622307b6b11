# Everything that the scripts share. They work in the root of the repository.

SCRIPT="$(cd "$(dirname "$0")" && pwd)/$(basename "$0")"
cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1
. deploy/gcloud/lib/common.sh
. deploy/gcloud/lib/names.sh
for step in deploy/gcloud/steps/*.sh; do
  . "$step"
done
