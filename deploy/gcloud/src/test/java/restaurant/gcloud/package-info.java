/**
 * The scripts of {@code deploy/gcloud}, run by the real {@code gcloud}: {@link
 * restaurant.gcloud.DeployTest} deploys, fails at each step, deploys again and destroys, and
 * compares what is then in {@link restaurant.gcloud.google.Google} with golden files.
 *
 * <p>More than 15 classes: each test of the scripts needs those few that run them.
 */
package restaurant.gcloud;
