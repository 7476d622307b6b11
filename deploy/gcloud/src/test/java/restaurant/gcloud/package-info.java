/**
 * The scripts of {@code deploy/gcloud}, run by the real {@code gcloud}: {@link
 * restaurant.gcloud.DeployTest} deploys, fails at each step, deploys again and destroys, and
 * compares what is then in {@link restaurant.gcloud.google.Google} with golden files.
 */
package restaurant.gcloud;
