# Everything that the scripts share. They work in the root of the repository.

cd "$(dirname "${BASH_SOURCE[0]}")/../../.." || exit 1
. deploy/gcloud/lib/common.sh
. deploy/gcloud/lib/names.sh
for step in deploy/gcloud/steps/*.sh; do
  . "$step"
done
