/** What is deployed, as it lies here: jars, rules, the gateway's document, alerts, dashboard. */
package restaurant.gcloud.files;
